"""Codes that say the same wherever they stand, beyond those that paper knows already."""

from typing import Final

COMMON: Final = {
    "winter_warmth_earmarked": "送温暖资金（上级补助）",
    "hardship_earmarked": "帮扶资金（上级补助）",
    "chairperson": "工会主席",
    "vice_chairperson": "工会副主席",
    "register": "花名册登记",
    "shopping_card": "购物卡",
    "block": "不予办理",
    "warn": "只作提示",
    "self": "本人",
    "relative": "直系（近）亲属",
    "asset": "资产",
    "liability": "负债",
    "net_assets": "净资产",
    "income": "收入",
    "expense": "支出",
    "debit": "借方",
    "credit": "贷方",
}
