"""Funds: money given for a purpose is kept apart from the union's own (专款专用, 两条线).

Source: domain.md rule 12, 1.4 and 5.5: 帮扶资金 and 送温暖资金 stand on lines of their own; money held in trust is
nobody's income.
"""

from typing import Literal

from domain.aid import AidCategory

SubsidyKind = Literal[
    "refund",
    "special",
    "excess",
    "hardship",
    "winter_warmth",
    "disaster",
    "other",
    "government",
    "employer",
]
"""上级补助收入 by its detail accounts 40301 to 40307, then 政府补助收入 (404) and 行政补助收入 (405)."""

OWN_FUNDS = "own_funds"
CUSTODIAL = "custodial"

_EARMARKED: dict[SubsidyKind, str] = {
    "special": "special_earmarked",
    "hardship": "hardship_earmarked",
    "winter_warmth": "winter_warmth_earmarked",
    "disaster": "disaster_earmarked",
}
_WARMTH: frozenset[AidCategory] = frozenset({"winter_warmth", "summer_cooling"})
"""Aid that is paid from 送温暖资金 (domain.md 5.6)."""


def fund_of(kind: SubsidyKind) -> str:
    """Return the fund a subsidy goes into unless the paper names another."""
    return _EARMARKED.get(kind, OWN_FUNDS)


def may_stand_in(kind: SubsidyKind, fund: str) -> bool:
    """Tell whether a subsidy may go into a fund: earmarked money never into the union's own or another line."""
    if fund in ("", CUSTODIAL):
        return False
    if fund in _EARMARKED.values() and fund != _EARMARKED.get(kind):
        return False
    return kind not in _EARMARKED or fund != OWN_FUNDS


def may_pay(fund: str, category: AidCategory) -> bool:
    """Tell whether aid of a category may be paid from a fund: 帮扶 and 送温暖 are two lines (rule 12)."""
    is_warmth = category in _WARMTH
    if fund == _EARMARKED["winter_warmth"]:
        return is_warmth
    return not (is_warmth and fund == _EARMARKED["hardship"])
