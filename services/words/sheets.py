"""What stands in workbooks that leave: around the tables of ledgers, on the county's tables, on the roster."""

from typing import Final

PERIOD: Final = "期间：{period}"
IN_YUAN: Final = "单位：元"
UNION: Final = "单位：{union}"
PRINTED_AT: Final = "见文件名"
"""Stands for the moment of the export inside the file: the same books give the same bytes."""
SIGNATURE: Final = "{who}：＿＿＿＿＿＿＿＿"
PAGES: Final = "第 &P 页 共 &N 页"
"""Of the page footer, in the codes of a spreadsheet."""
COLON: Final = "："
MISSING: Final = "--"
SUPPRESSED: Final = "*"

ROLLUP_TITLE: Final = "全县汇总表"
ROLLUP_COLUMNS: Final = (
    "单位编码", "单位名称", "在册", "保留", "入会", "离会", "应缴会费", "实缴会费", "欠缴会费", "帮扶户数",
    "帮扶人次", "帮扶金额", "慰问人次", "慰问金额", "数据截至",
)  # fmt: skip
COUNTY_TOTAL: Final = "全县合计"

INDICATORS_TITLE: Final = "全县指标表"
INDICATORS_COLUMNS: Final = ("指标", "单位编码", "单位名称", "分子(数值)", "分母")

COVERAGE_TITLE: Final = "账目进度表"
COVERAGE_COLUMNS: Final = (
    "单位编码", "单位名称", "月份", "工资总额申报", "经费到账", "会费到账", "会费结批", "是否结账", "最近记录",
)  # fmt: skip
CLOSED: Final = {True: "已结账", False: "未结账"}

NOTE: Final = "说明"
SMALL_COUNTS_NOTE: Final = (
    "-- 表示该单位没有记录，不是零；* 表示人数过少，不予列示（少于 {least} 人）。"
)
COVERAGE_NOTE: Final = "-- 表示没有记录，不是零；日期是该月最近一次记录的日期。"

ROSTER_TITLE: Final = "会员花名册"
ROSTER_GUIDE: Final = (
    "本表可以修改后再导入（导入时选“会员花名册”）：系统凭前两列“会员编号”“版本”认出每一行，只更改您改过的格。",
    "请勿改动、删除前两列；整列删去的其他列不会被更改，清空的格视为清除该项内容。",
    "带 * 号的姓名、身份证号、电话是脱敏显示，保持原样即不变；要更正，请写出完整的内容。",
    "身份证号是认人的依据，不能在本表里更改；会籍状态、保留会籍日期请用“会员变动”办理。",
    "可以加新行登记新会员：前两列留空，姓名、身份证号、入会日期、会籍状态写全。",
    "导出之后别人改过同一会员的，该行不予受理，请重新导出；别处的行不受影响。",
)
ROSTER_ABSENT: Final = "资料已删除或限制处理的会员不在本表内，共 {absent} 人。"
