"""What codes are called in exported books."""

from typing import Final

SOFTWARE: Final = "gonghui"
ENTITY_KIND: Final = "工会组织"
SCHEMA_VERSION: Final = "参照 GB/T 24589.2—2010,未核对"
CURRENCY: Final = ("CNY", "人民币")
FUND: Final = ("FUND", "资金")
UNIT: Final = "元"
ENTRY_KINDS: Final = {
    "receipt": ("收", "收款凭证"),
    "payment": ("付", "付款凭证"),
    "transfer": ("转", "转账凭证"),
}
ACCOUNT_KINDS: Final = {
    "asset": "资产",
    "liability": "负债",
    "net_assets": "净资产",
    "income": "收入",
    "expense": "支出",
}
SIDES: Final = {"debit": "借", "credit": "贷"}
STATEMENTS: Final = {
    "01": ("资产负债表(工会01表)", "年初数;期末数"),
    "02": ("收入支出表(工会02表)", "末月数;本年累计数"),
}
