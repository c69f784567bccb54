"""Decides about disclosures (公开): who puts it up, what it may tell of people, what it shows (domain.md 7.6).

Sources: 工会法 art. 45 (accounts regularly to the assembly), 个人信息保护法 art. 6 (no more than is needed). A
notice about people tells name, unit, class and amount: which columns those are is policy.
"""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.disclosure.commands import (
    DisclosureCommand,
    EndDisclosure,
    NoteObjection,
    PublishDisclosure,
)
from domain.disclosure.events import (
    DisclosureEnded,
    DisclosureEvent,
    DisclosurePublished,
    ObjectionNoted,
)
from domain.event import Fact
from domain.ids import EngagementId, FindingId
from domain.officers import Office, Officers
from domain.policy.audit import AuditPolicy
from domain.refusal import Refused

Decided = list[DisclosureEvent] | Refused

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)
_OF_A_PERIOD = frozenset({"finance", "budget", "final_accounts"})
"""Accounts are of some days, else nobody could say whether a year's were shown."""


class State(msgspec.Struct, frozen=True):
    """What was shown since when; an objection changes nothing but is kept."""

    published: DisclosurePublished | None = None
    last_on: date | None = None
    objections: int = 0
    ended: bool = False


class Context(msgspec.Struct, frozen=True):
    """The officers of the union, the terms in force, and which statements, findings and audits there are."""

    officers: Officers = Officers()
    policy: AuditPolicy | None = None
    statements: frozenset[str] = frozenset()
    findings: frozenset[FindingId] = frozenset()
    engagements: frozenset[EngagementId] = frozenset()


def evolve(state: State, fact: Fact) -> State:
    event: DisclosureEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case DisclosurePublished():
            return State(published=event, last_on=fact.occurred_on)
        case DisclosureEnded():
            return msgspec.structs.replace(state, ended=True, last_on=fact.occurred_on)
        case ObjectionNoted():
            return msgspec.structs.replace(
                state, objections=state.objections + 1, last_on=fact.occurred_on
            )
        case _:
            assert_never(event)


def decide(state: State, command: DisclosureCommand, context: Context) -> Decided:
    refused = _out_of_order(state, command)
    if refused is not None:
        return refused
    if not context.officers.holds_any(command.officer_id, _ANY_OFFICE, command.occurred_on):
        return Refused("disclosure.office_not_held", "officer_id")
    match command:
        case PublishDisclosure():
            return _publish(command, context)
        case EndDisclosure():
            return [
                DisclosureEnded(
                    disclosure_id=command.disclosure_id,
                    reason=command.reason,
                    officer_id=command.officer_id,
                )
            ]
        case NoteObjection():
            return [
                ObjectionNoted(
                    disclosure_id=command.disclosure_id,
                    about=command.about,
                    officer_id=command.officer_id,
                    details=command.details,
                )
            ]
        case _:
            assert_never(command)


def _out_of_order(state: State, command: DisclosureCommand) -> Refused | None:
    if isinstance(command, PublishDisclosure):
        known = state.published is not None
        return Refused("disclosure.already_published", "disclosure_id") if known else None
    if state.published is None:
        return Refused("disclosure.unknown", "disclosure_id")
    if state.last_on is not None and command.occurred_on < state.last_on:
        return Refused("disclosure.before_the_last_entry", "occurred_on")
    if isinstance(command, EndDisclosure) and state.ended:
        return Refused("disclosure.ended_already", "disclosure_id")
    return None


def _publish(command: PublishDisclosure, context: Context) -> Decided:
    refused = _dates(command) or _minimal(command, context) or _named(command, context)
    if refused is not None:
        return refused
    measured = context.policy if command.columns else None
    return [
        DisclosurePublished(
            disclosure_id=command.disclosure_id,
            topic=command.topic,
            channel=command.channel,
            officer_id=command.officer_id,
            document_sha256=command.document_sha256,
            shown_until=command.shown_until,
            period_from=command.period_from,
            period_until=command.period_until,
            columns=command.columns,
            statement_codes=command.statement_codes,
            finding_ids=command.finding_ids,
            engagement_id=command.engagement_id,
            report_no=command.report_no,
            policy_id=None if measured is None else measured.policy_id,
            policy_version=None if measured is None else measured.version,
        )
    ]


def _dates(command: PublishDisclosure) -> Refused | None:
    if command.shown_until is not None and command.shown_until < command.occurred_on:
        return Refused("disclosure.ends_before_it_begins", "shown_until")
    begin, end = command.period_from, command.period_until
    if begin is not None and end is not None and end < begin:
        return Refused("disclosure.period_ends_before_it_begins", "period_until")
    if command.topic in _OF_A_PERIOD and (begin is None or end is None):
        return Refused("disclosure.period_missing", "period_from")
    return None


def _minimal(command: PublishDisclosure, context: Context) -> Refused | None:
    if not command.columns:
        missing = command.topic == "aid_list"
        return Refused("disclosure.columns_missing", "columns") if missing else None
    if context.policy is None:
        return Refused("disclosure.no_policy_in_force", "occurred_on")
    if not set(command.columns) <= set(context.policy.notice_columns):
        return Refused("disclosure.tells_too_much", "columns")
    return None


def _named(command: PublishDisclosure, context: Context) -> Refused | None:
    if not set(command.statement_codes) <= context.statements:
        return Refused("disclosure.statement_unknown", "statement_codes")
    if not set(command.finding_ids) <= context.findings:
        return Refused("disclosure.finding_unknown", "finding_ids")
    if command.engagement_id is not None and command.engagement_id not in context.engagements:
        return Refused("disclosure.engagement_unknown", "engagement_id")
    return None
