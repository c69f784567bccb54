"""Turns raw rows of ledgers into the rows people see, with sealed columns opened and masked."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from domain.policy.dues import DuesPolicy, dues_base
from services.reads.people import Opened
from services.reads.rows import (
    ChangeRow,
    DuesMonthRow,
    DuesRow,
    MemberRow,
    OfficerRow,
    PolicyRow,
    WageBaseRow,
)

Row = TypeVar("Row")
Raw = Any
"""A row as the database gives it."""


def plain(kind: Callable[..., Row]) -> Callable[[Raw, Opened], Row]:
    return lambda raw, _: kind(**dict(raw))


def member(raw: Raw, open_: Opened) -> MemberRow:
    return MemberRow(
        member_id=raw["member_id"],
        version=raw["version"],
        person=open_.person(raw["identity"]),
        profile=open_.fields(raw["profile"], "profile"),
        joined_on=raw["joined_on"],
        retained_on=raw["retained_on"],
        applied_on=raw["applied_on"],
        membership=raw["membership"],
        since=raw["since"],
        transferring=bool(raw["transferring"]),
        warned_on=raw["warned_on"],
        withdrawal_requested_on=raw["withdrawal_requested_on"],
        expulsion_proposed_on=raw["expulsion_proposed_on"],
        expulsion_decided_on=raw["expulsion_decided_on"],
        branch_id=raw["branch_id"],
        branch=raw["branch"],
        group_id=raw["group_id"],
        group=raw["group"],
        certificate=open_.fields(raw["certificate"], "certificate"),
    )


def change(raw: Raw, open_: Opened) -> ChangeRow:
    return ChangeRow(
        member_id=raw["member_id"],
        version=raw["version"],
        person=open_.person(raw["identity"]),
        changed_on=raw["changed_on"],
        change=raw["change"],
        cause=raw["cause"],
        other_union=raw["other_union"],
        transfer_id=raw["transfer_id"],
        decision_no=raw["decision_no"],
        details=open_.fields(raw["details"], "details"),
    )


def dues(raw: Raw, open_: Opened) -> DuesRow:
    assessed = msgspec.json.decode(raw["due"], type=dict[str, int])
    received = msgspec.json.decode(raw["received"], type=dict[str, int])
    waived = msgspec.json.decode(raw["waived"], type=dict[str, int])
    due = {month: max(fen - waived.get(month, 0), 0) for month, fen in assessed.items()}
    months = sorted(due.keys() | received.keys())
    wage_fen = open_.wage_fen(raw["wage"])
    return DuesRow(
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        membership=raw["membership"],
        wage_fen=wage_fen,
        base_fen=base_fen(wage_fen, raw["policy"]),
        monthly_due_fen=raw["monthly_due_fen"],
        due_fen_by_month=due,
        waived_fen_by_month=waived,
        received_fen_by_month=received,
        due_fen=sum(due.values()),
        received_fen=sum(received.values()),
        arrears_fen=sum(due.values()) - sum(received.values()),
        months_in_arrears=sum(received.get(month, 0) < due.get(month, 0) for month in months),
    )


def base_fen(wage_fen: int | None, policy: str | None) -> int | None:
    """Return the wage without its remainder (计费基数), by the policy that decided what is due."""
    if wage_fen is None or policy is None:
        return None
    return dues_base(wage_fen, msgspec.json.decode(policy, type=DuesPolicy))


def dues_month(raw: Raw, _: Opened) -> DuesMonthRow:
    return DuesMonthRow(**dict(raw), arrears_fen=raw["due_fen"] - raw["received_fen"])


def wage_base(raw: Raw, open_: Opened) -> WageBaseRow:
    return WageBaseRow(
        version=raw["version"],
        from_month=raw["from_month"],
        due_fen=raw["due_fen"],
        wage_fen=open_.wage_fen(raw["wage"]),
        policy_id=raw["policy_id"],
        policy_version=raw["policy_version"],
    )


def officer(raw: Raw, open_: Opened) -> OfficerRow:
    return OfficerRow(
        officer_id=raw["officer_id"],
        office=raw["office"],
        name=open_.fields(raw["name"], "officer").get("name"),
        since=raw["since"],
        until=raw["until"],
    )


def policy(raw: Raw, _: Opened) -> PolicyRow:
    return PolicyRow(
        policy_id=raw["policy_id"],
        policy_version=raw["policy_version"],
        valid_from=raw["valid_from"],
        document_no=raw["document_no"],
        policy=msgspec.Raw(raw["policy"].encode()),
        adoption_id=raw["adoption_id"],
    )
