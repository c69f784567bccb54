"""Codes of contributions, subsidies, money in trust and funds."""

from typing import Final

_SUBSIDIES: Final = {
    "refund": "回拨补助",
    "special": "专项补助",
    "excess": "超收补助",
    "hardship": "帮扶补助",
    "winter_warmth": "送温暖补助",
    "disaster": "救灾补助",
    "other": "其他补助",
    "government": "政府补助",
    "employer": "行政补助",
}
_TRUSTS: Final = {
    "donation_drive": "募捐、互助捐款",
    "mutual_aid": "职工互助保障",
    "interest_clubs": "文体协会会费",
    "medical_claims": "代收代付医疗互助款",
    "retirees": "退休职工活动费",
    "other_trust": "其他代管款",
}
"""Purposes a form offers; a union's own code (by key or import) is shown as it is."""
_REFUNDS: Final = {"small_payer": "小额缴费全额返还", "rebate": "回拨（返还）"}

CHOICES_OF: Final = {
    "fund": {"special_earmarked": "专项资金（上级补助）", "custodial": "代管经费"},
    "Subsidy.kind": _SUBSIDIES,
    "SubsidyRow.kind": _SUBSIDIES,
    "Allocation.kind": _SUBSIDIES,
    "AllocationRow.kind": _SUBSIDIES,
    "CustodialReceipt.purpose": _TRUSTS,
    "CustodialAccountRow.purpose": _TRUSTS,
    "CustodialEntryRow.purpose": _TRUSTS,
    "Receipt.channel": {
        "union": "工会自收",
        "tax_authority": "税务代收",
        "treasury": "国库集中支付划转",
    },
    "Refund.kind": _REFUNDS,
    "ContributionEntryRow.kind": {
        **_REFUNDS,
        "union": "工会自收",
        "tax_authority": "税务代收",
        "treasury": "国库集中支付划转",
    },
    "ContributionEntryRow.entry": {
        "contribution": "收拨缴经费",
        "remittance": "上解",
        "refund": "返还",
        "late_fee": "滞纳金",
    },
    "CustodialEntryRow.entry": {"received": "收入", "paid": "支付"},
    "runs_from": {"due_date": "自应缴日起", "dunning": "自催缴通知起"},
}
