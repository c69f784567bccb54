"""Turns raw rows of ledgers into the rows people see, with sealed columns opened and masked."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from services.reads.people import Opened
from services.reads.rows import (
    AidCaseRow,
    ChangeRow,
    CondolenceRow,
    DuesMonthRow,
    DuesRow,
    HouseholdRow,
    MemberRow,
    OfficerRow,
    PaymentRow,
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
        decision_no=raw["decision_no"],
        details=open_.fields(raw["details"], "details"),
    )


def dues(raw: Raw, open_: Opened) -> DuesRow:
    due = msgspec.json.decode(raw["due"], type=dict[str, int])
    received = msgspec.json.decode(raw["received"], type=dict[str, int])
    months = sorted(due.keys() | received.keys())
    return DuesRow(
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        wage_fen=open_.wage_fen(raw["wage"]),
        due_fen_by_month=due,
        received_fen_by_month=received,
        due_fen=sum(due.values()),
        received_fen=sum(received.values()),
        arrears_fen=sum(due.values()) - sum(received.values()),
        months_in_arrears=sum(received.get(month, 0) < due.get(month, 0) for month in months),
    )


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


def household(raw: Raw, open_: Opened) -> HouseholdRow:
    return HouseholdRow(
        household_id=raw["household_id"],
        version=raw["version"],
        file_no=raw["file_no"],
        householder_id=raw["householder_id"],
        person=open_.person(raw["identity"]),
        hardship_class=raw["hardship_class"],
        circumstances=open_.fields(raw["circumstances"], "circumstances"),
        opened_on=raw["opened_on"],
    )


def aid_case(raw: Raw, open_: Opened) -> AidCaseRow:
    return AidCaseRow(
        aid_case_id=raw["aid_case_id"],
        case_no=raw["case_no"],
        file_no=raw["file_no"],
        beneficiary_id=raw["beneficiary_id"],
        person=open_.person(raw["identity"]),
        hardship_class=raw["hardship_class"],
        circumstances=open_.fields(raw["circumstances"], "circumstances"),
        category=raw["category"],
        fund_source=raw["fund_source"],
        approved_fen=raw["approved_fen"],
        approved_on=raw["approved_on"],
        handler_id=raw["handler_id"],
        reviewer_id=raw["reviewer_id"],
        approver_id=raw["approver_id"],
        payments=raw["payments"],
        paid_fen=raw["paid_fen"],
        last_paid_on=raw["last_paid_on"],
    )


def payment(raw: Raw, open_: Opened) -> PaymentRow:
    return PaymentRow(
        aid_case_id=raw["aid_case_id"],
        version=raw["version"],
        case_no=raw["case_no"],
        file_no=raw["file_no"],
        hardship_class=raw["hardship_class"],
        recipient_id=raw["recipient_id"],
        person=open_.person(raw["identity"]),
        category=raw["category"],
        fund_source=raw["fund_source"],
        amount_fen=raw["amount_fen"],
        method=raw["method"],
        payee=open_.fields(raw["payee"], "payee"),
        paid_on=raw["paid_on"],
    )


def condolence(raw: Raw, open_: Opened) -> CondolenceRow:
    return CondolenceRow(
        condolence_id=raw["condolence_id"],
        version=raw["version"],
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        occasion=raw["occasion"],
        amount_fen=raw["amount_fen"],
        details=open_.fields(raw["details"], "details"),
        given_on=raw["given_on"],
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
    )
