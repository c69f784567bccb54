"""What a rule answers: hits, how much it looked at, and what it could not see.

A hit asks a question; it is not a finding. It names positions of the log, ids, amounts and counts, never a person.
A rule never says "nothing found" of what it did not see: that stands in its gaps.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.irregularity.books import Books

Severity = Literal["high", "medium", "low"]
State = Literal["checked", "partly_checked", "not_checkable"]
HitKind = Literal[
    "same_aid_again",
    "same_case_same_day",
    "same_occasion_again",
    "same_person_in_two_unions",
    "paid_after_death",
    "paid_after_leaving",
    "paid_without_approval",
    "paid_before_approval",
    "one_person_signs_twice",
    "split_below_limit",
    "earmarked_in_cash",
    "account_of_another",
    "over_limit",
    "given_again",
    "not_entitled",
    "form_forbidden",
    "dues_short",
    "no_dues_at_all",
    "contribution_short",
    "due_below_rate",
    "share_below_rate",
    "upward_overdue",
    "over_budget",
    "without_line",
    "no_budget",
    "december_rush",
    "aid_without_file",
    "aid_before_file",
    "aid_after_file",
    "no_notice",
    "notice_too_short",
    "outside_purpose",
    "money_idle",
    "employer_account",
    "employer_word",
    "attachment_missing",
    "bank_difference",
    "bank_account_unrecorded",
    "money_lent",
    "asset_not_registered",
    "long_outstanding",
    "benefit_without_dues",
    "benefit_without_wage_base",
    "one_account_many_people",
    "one_address_many_households",
    "one_account_in_two_unions",
    "rectification_overdue",
    "chain_broken",
    "position_gap",
    "version_gap",
    "time_goes_back",
    "round_sum",
    "rest_day",
    "late_reversal",
    "number_gap",
]
GapReason = Literal[
    "no_parameters",
    "no_limit_in_force",
    "no_aid_policy_in_force",
    "no_benefit_policy_in_force",
    "no_sharing_policy_in_force",
    "no_hardship_policy_in_force",
    "taken_over_from_paper",
    "counterparty_not_readable",
    "summary_not_readable",
    "holder_not_recorded",
    "payee_not_readable",
    "form_not_recorded",
    "no_wage_base_declared",
    "no_payroll_declared",
    "paper_kind_not_recorded",
    "counterparties_not_compared",
    "no_bank_account_recorded",
    "asset_cards_not_kept",
    "activities_not_recorded",
    "kin_not_compared",
    "chain_not_verified",
    "checkpoints_not_compared",
    "events_not_readable",
]


class Hit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question: the day it is about, the events it rests on, whom or what, how much.

    `measures` are counts, days, percents and amounts by name: what was found and what it was compared with.
    """

    kind: HitKind
    on: date
    positions: tuple[int, ...]
    amount_fen: int = 0
    member_id: UUID | None = None
    household_id: UUID | None = None
    voucher_id: UUID | None = None
    measures: dict[str, int] = {}


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check saw: hits, the number of items it judged, and by reason how many it could not judge."""

    hits: list[Hit]
    examined: int
    gaps: dict[GapReason, int] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the catalogue. `topics`: the events it reads, by the first word of their topic."""

    rule_id: str
    severity: Severity
    topics: tuple[str, ...]
    check: Callable[[Books], Looked]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one rule about one union."""

    rule_id: str
    severity: Severity
    state: State
    examined: int
    gaps: dict[GapReason, int]
    hits: list[Hit]


def checked(rule: Rule, books: Books) -> Found:
    """Return what a rule finds in books, oldest first."""
    looked = rule.check(books)
    unread: dict[GapReason, int] = {"events_not_readable": books.unread} if books.unread else {}
    gaps = looked.gaps | unread
    return Found(
        rule_id=rule.rule_id,
        severity=rule.severity,
        state=_state_of(looked.examined, gaps),
        examined=looked.examined,
        gaps=gaps,
        hits=sorted(looked.hits, key=lambda hit: (hit.on, hit.positions)),
    )


def gaps_of(reasons: Iterable[GapReason]) -> dict[GapReason, int]:
    """Return how often each reason was met."""
    counted: dict[GapReason, int] = {}
    for reason in reasons:
        counted[reason] = counted.get(reason, 0) + 1
    return counted


def without_parameters() -> Looked:
    """Return the answer of a rule whose numbers nobody adopted."""
    return Looked(hits=[], examined=0, gaps={"no_parameters": 1})


def _state_of(examined: int, gaps: dict[GapReason, int]) -> State:
    if not gaps:
        return "checked"
    return "partly_checked" if examined else "not_checkable"
