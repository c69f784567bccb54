"""Ledgers of the books: L7 to L11."""

from typing import Final

from services.words.ledgers.words import LedgerWords

LEDGERS: Final = {
    "L7": LedgerWords(
        "现金/银行存款日记账",
        ("日期", "凭证字号", "摘要", "对方科目", "借方", "贷方", "余额"),
        ("出纳",),
    ),
    "L8": LedgerWords(
        "经费收支明细账",
        ("日期", "凭证号", "科目", "摘要", "借方", "贷方", "方向", "余额"),
        ("会计",),
    ),
    "L9": LedgerWords(
        "科目余额表",
        (
            "科目编码",
            "科目名称",
            "期初余额(方向)",
            "本期借方",
            "本期贷方",
            "本年累计借方",
            "本年累计贷方",
            "期末余额(方向)",
        ),
        ("会计",),
    ),
    "L10": LedgerWords(
        "资产负债表(工会01表) / 收入支出表(工会02表)",
        ("项目", "本月数", "本年累计数", "年初数", "期末数"),
        ("工会主席", "财务负责人", "复核", "制表"),
    ),
    "L11": LedgerWords(
        "工会经费收支预算表 / 决算表",
        (
            "科目编码",
            "项目",
            "上年决算数",
            "年初预算数",
            "调整数",
            "调整后预算数",
            "本年决算数",
            "完成%",
            "说明",
        ),
        ("工会主席", "经审主任"),
    ),
}

DEBIT: Final = "借"
CREDIT: Final = "贷"
EVEN: Final = "平"
OPENING: Final = "期初余额"
OF_MONTH: Final = "本月合计"
OF_YEAR: Final = "本年累计"
BALANCE_SHEET: Final = "资产负债表(工会01表)"
INCOME_STATEMENT: Final = "收入支出表(工会02表)"
SHEET_TOTALS: Final = {
    "asset": "资产总计",
    "liability": "负债合计",
    "net_assets": "净资产合计",
    "surplus": "本年收支差额(未结转)",
    "sources": "负债、净资产和收支差额总计",
}
EARNINGS_TOTALS: Final = {
    "income": "本年收入合计",
    "expense": "本年支出合计",
    "surplus": "本年收支差额",
}
BUDGET_TOTALS: Final = {"income": "收入合计", "expense": "支出合计"}
NOT_PLANNED: Final = "预算外"
DETAIL_MARK: Final = "　"
"""Stands before the name of a detail account, once for each level."""
