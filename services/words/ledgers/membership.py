"""Ledgers of members: L1 and L2."""

from typing import Final

from services.words.ledgers.words import LedgerWords

DECIDED_BY_COMMITTEE: Final = "工会委员会"
"""Who decides about a membership (domain.md 2.2)."""

LEDGERS: Final = {
    "L1": LedgerWords(
        "会员名册",
        (
            "会员证号",
            "姓名",
            "性别",
            "民族",
            "出生年月",
            "身份证号(脱敏)",
            "政治面貌",
            "学历",
            "户籍类型",
            "是否农民工",
            "所在部门/小组",
            "用工形式",
            "入会日期",
            "会籍状态",
            "联系电话",
        ),
        ("制表", "工会主席"),
    ),
    "L2": LedgerWords(
        "会员变动台账",
        (
            "姓名",
            "证件号",
            "变动类型",
            "变动原因",
            "原/新工会",
            "决定机构",
            "决定文号/会议",
            "变动日期",
            "经办人",
        ),
        ("经办", "工会主席"),
    ),
}
