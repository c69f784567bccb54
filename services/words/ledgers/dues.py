"""Ledgers of dues: L3, L4 and L5."""

from typing import Final

from services.words.ledgers.words import LedgerWords

PERIOD: Final = "{first} 至 {last}"
"""From the first month unpaid to the last."""

LEDGERS: Final = {
    "L3": LedgerWords(
        "会费收缴明细表",
        (
            "姓名",
            "部门/科室",
            "工资基数(岗位工资+薪级工资)",
            "计费基数(舍尾)",
            "月应缴",
            *(f"{month}月实缴" for month in range(1, 13)),
            "全年应缴",
            "全年实缴",
            "欠缴月数",
            "签名",
        ),
        ("经办人", "工会主席", "财务"),
    ),
    "L4": LedgerWords(
        "会费收缴汇总表",
        ("时间段", "工会小组名称", "会员数", "会费金额", "共计"),
        ("分会主席", "经办人"),
    ),
    "L5": LedgerWords(
        "会费欠缴/催缴台账",
        (
            "姓名",
            "欠缴起止月",
            "连续欠缴月数",
            "欠缴金额",
            "催缴日期/方式",
            "教育谈话记录",
            "处理结果",
        ),
        ("小组长", "经办"),
    ),
}
