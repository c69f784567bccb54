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
_REFUNDS: Final = {"small_payer": "小额缴费全额返还", "rebate": "回拨（返还）"}

CHOICES_OF: Final = {
    "fund": {"special_earmarked": "专项资金（上级补助）", "custodial": "代管经费"},
    "Subsidy.kind": _SUBSIDIES,
    "SubsidyRow.kind": _SUBSIDIES,
    "Allocation.kind": _SUBSIDIES,
    "AllocationRow.kind": _SUBSIDIES,
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
