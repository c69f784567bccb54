"""By which of its columns a row of a ledger is known again when two states of the ledger are compared."""

from typing import Final

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "L1": ("会员证号", "姓名", "身份证号(脱敏)"),
    "L2": ("姓名", "证件号", "变动类型", "变动日期"),
    "L3": ("姓名", "部门/科室"),
    "L4": ("时间段", "工会小组名称"),
    "L5": ("姓名",),
    "L6": ("所属月份",),
    "L7": ("日期", "凭证字号", "摘要", "对方科目"),
    "L8": ("日期", "凭证号", "科目"),
    "L9": ("科目编码",),
    "L10": ("项目",),
    "L11": ("科目编码", "项目"),
    "L12": ("档案编号", "姓名", "帮扶项目", "资金来源"),
    "L13": ("姓名", "身份证号", "项目"),
    "L14": ("学生姓名", "家长姓名/会员证号", "学校", "档案编号"),
    "L15": ("日期", "姓名", "慰问事由(婚/育/病/丧/生日/退休/节日/其他)"),
    "L16": ("节日", "物品名称/规格", "领取人签字"),
    "L17": ("日期", "对象", "事由类别"),
    "L18": ("帮扶人(职务)", "帮扶对象"),
    "L32": ("年度", "审查对象", "方式", "发现问题", "依据", "期限"),
}
"""Rows that these columns do not tell apart are compared together; without an entry, whole rows are."""
