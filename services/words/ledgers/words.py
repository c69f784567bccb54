"""What a ledger says about itself on paper."""

from typing import NamedTuple


class LedgerWords(NamedTuple):
    """Title, column headings in order, and who signs (domain.md 6.1).

    Every list begins with 序号 and ends with 备注; both are added by the printer, not written here.
    """

    title: str
    columns: tuple[str, ...]
    signatures: tuple[str, ...] = ()


SERIAL = "序号"
REMARK = "备注"
TOTAL = "合计"
FOOTER = {
    "union": "工会名称",
    "credit_code": "统一社会信用代码",
    "period": "期间",
    "unit": "单位:元",
    "prepared_by": "制表人",
    "checked_by": "复核人",
    "chairperson": "工会主席(签字)",
    "audit_chair": "经审主任(签字)",
    "seal": "盖章",
    "printed_at": "生成时间",
    "as_of": "业务日期",
    "known_at": "事件位点",
    "receipt_code": "回执码",
}
"""The common footer of every ledger (domain.md 6.1), in the order of paper."""
