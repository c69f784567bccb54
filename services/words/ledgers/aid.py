"""Ledgers of aid: L12 to L14."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L12": LedgerWords(
        "困难职工帮扶台账",
        (
            "档案编号",
            "姓名",
            "身份证号(脱敏)",
            "工作单位",
            "困难类别",
            "致困原因",
            "家庭人口",
            "家庭月人均收入",
            "帮扶项目",
            "资金来源",
            "帮扶金额",
            "帮扶日期",
            "银行卡号(脱敏)",
            "帮扶人(结对)",
            "审批人",
        ),
        ("经办", "审核", "审批"),
    ),
    "L13": LedgerWords(
        "困难职工帮扶(送温暖)资金发放花名册",
        (
            "姓名",
            "身份证号",
            "工作单位",
            "困难类别",
            "项目",
            "金额",
            "开户行",
            "银行卡号",
            "联系电话",
            "领取人签字",
        ),
        ("经办人", "审核人", "审批人", "领取人"),
    ),
    "L14": LedgerWords(
        "金秋助学发放表",
        (
            "学生姓名",
            "家长姓名/会员证号",
            "学校",
            "学历层次",
            "录取年份",
            "档案编号",
            "金额",
            "卡号",
        ),
        ("经办人", "审核人", "审批人", "领取人"),
    ),
}
TOTAL_IN_CAPITALS = "合计(大写)"
COUNTY_APPROVED = "县级工会"
"""Who approved, where an officer of the county did: its names are not in the unit's books."""
