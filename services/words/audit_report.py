"""Words of the audit report (审计报告) and of its one-page 结果报告单 (domain.md 7.2)."""

from typing import Final

TITLE: Final = "{union}工会经费收支情况审计报告"
SHEET_TITLE: Final = "基层工会经费收支情况审计结果报告单"
ADDRESSED: Final = {
    "audit_committee": "{union}会员（代表）大会",
    "county": "县总工会经费审查委员会",
}
BASIS: Final = (
    "依据《中国工会审计条例》{basis}，对 {since} 至 {until} 的工会经费收支进行{kind}，现报告如下。"
)
BASIS_NO: Final = "和{basis_no}"
SECTIONS: Final = (
    "一、基本情况和经费收支情况",
    "二、审计评价",
    "三、发现的问题",
    "四、审计建议和整改要求",
)
INCOME: Final = "收入合计"
EXPENSE: Final = "支出合计"
OPENING: Final = "期初结余"
BALANCE: Final = "期末结余"
NOT_ISSUED: Final = "尚未出具审计评价"
NO_FINDINGS: Final = "未发现问题。"
FINDING: Final = "{number}. {kind}（依据：{basis}）"
AMOUNT: Final = "涉及金额 {yuan} 元"
POSITIONS: Final = "账内位置 {positions}"
REQUIRED: Final = "{number}. {requirement}，期限 {due_on}：{outcome}"
NOT_REQUIRED: Final = "{number}. {outcome}"
SIGNATURES: Final = ("经审会（盖章）", "经审主任", "委员", "被审计单位工会主席", "日期")
SHEET_ROWS: Final = {
    "union": "被审计工会",
    "kind": "审计方式",
    "period": "审计期间",
    "opening": OPENING,
    "income": INCOME,
    "expense": EXPENSE,
    "balance": BALANCE,
    "opinion": "审计评价",
    "findings": "发现问题(项)",
    "amount": "涉及金额",
    "struck_off": "已销号(项)",
    "report_no": "报告文号",
}
