"""Ledgers of condolences: L15 and L16."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L15": LedgerWords(
        "慰问台账",
        (
            "日期",
            "姓名",
            "部门",
            "慰问事由(婚/育/病/丧/生日/退休/节日/其他)",
            "事由佐证",
            "与会员关系",
            "形式(现金/实物/券)",
            "标准",
            "金额/物品",
            "慰问人员",
            "领取签字",
            "凭证号",
        ),
        ("经办", "工会主席"),
    ),
    "L16": LedgerWords(
        "节日慰问品发放签收表",
        ("节日", "物品名称/规格", "单价", "数量", "人均", "领取人签字", "累计本年人均"),
        ("领取人", "经办", "工会主席"),
    ),
}
