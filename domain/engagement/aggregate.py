"""Decides about audits of a union's books: the kinds of 审计条例 art. 23 to 25, and who may carry them out.

Whoever signs sits in the audit committee (经审会) of the union or of the higher union and neither keeps these books
nor approves payments out of them (会计法 art. 25; domain.md 7.1). Samples, verifications and reports come in any
order, the report before the end.
"""

from datetime import date
from typing import assert_never

import msgspec

from domain.engagement import access, drawing
from domain.engagement.commands import (
    ChangePlan,
    CloseEngagement,
    DrawSample,
    EngagementCommand,
    GrantAccess,
    IssueReport,
    OpenEngagement,
    ReadBooks,
    RecordVerification,
    RevokeAccess,
    Step,
)
from domain.engagement.events import (
    AccessGranted,
    AccessRevoked,
    BooksRead,
    BooksVerified,
    EngagementClosed,
    EngagementEvent,
    EngagementKind,
    EngagementOpened,
    EngagementPlanChanged,
    ReportIssued,
    SampleDrawn,
)
from domain.engagement.state import Access, Context, Scope, State
from domain.engagement.topics import Topic
from domain.event import Fact
from domain.money import FEN_MAX
from domain.officers import APPROVING, Office
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve"]

Decided = list[EngagementEvent] | Refused

_CHAIR: frozenset[Office] = frozenset({"audit_committee_chair"})
_COMMITTEE: frozenset[Office] = _CHAIR | {"audit_committee_member"}
_OF_THE_BOOKS: frozenset[Office] = APPROVING | {"accountant", "cashier"}
_COMMISSIONED: frozenset[EngagementKind] = frozenset(
    {"accountability_audit", "special_audit", "external_audit"}
)
"""What is audited on a written commission or contract (审计条例 art. 24, 25)."""
_TALLY_MOST = 2**53


def evolve(state: State, fact: Fact) -> State:
    event: EngagementEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case EngagementOpened():
            return State(ordered_by=event.ordered_by, scope=_scope(event), last_on=fact.occurred_on)
        case EngagementPlanChanged():
            return _after(state, fact, scope=_scope(event))
        case AccessGranted():
            granted = {**state.accesses, event.access_id: Access(event.until)}
            return _after(state, fact, accesses=granted)
        case AccessRevoked():
            return _after(state, fact, accesses=_without(state.accesses, event.access_id))
        case BooksRead():
            return state
        case SampleDrawn():
            return _after(state, fact, sample_count=event.sample_no)
        case BooksVerified():
            return _after(state, fact)
        case ReportIssued():
            return _after(state, fact, report_nos=state.report_nos | {event.document_no})
        case EngagementClosed():
            return _after(state, fact, outcome=event.outcome)
        case _:
            assert_never(event)


def decide(state: State, command: EngagementCommand, context: Context) -> Decided:
    if isinstance(command, ReadBooks):
        return access.read(state, command)
    refused = _not_to_be_taken(state, command) or _not_to_be_signed(command, context)
    if refused is not None:
        return refused
    if isinstance(command, OpenEngagement):
        return _open(command)
    if state.scope is None:
        return Refused("engagement.unknown", "engagement_id")
    match command:
        case ChangePlan():
            return _change_plan(state.scope, command)
        case GrantAccess():
            return access.grant(state, state.scope, command)
        case RevokeAccess():
            return access.revoke(state, command)
        case DrawSample():
            return drawing.draw_sample(state, state.scope, command)
        case RecordVerification():
            return _record_verification(command)
        case IssueReport():
            return _issue_report(state, state.scope, command, context)
        case CloseEngagement():
            return _close(state, command)
        case _:
            assert_never(command)


def _not_to_be_taken(state: State, command: Step) -> Refused | None:
    """Return why no step of this kind can be taken now."""
    if isinstance(command, OpenEngagement):
        is_new = state.scope is None
        return None if is_new else Refused("engagement.already_opened", "engagement_id")
    if state.scope is None:
        return Refused("engagement.unknown", "engagement_id")
    if state.outcome is not None:
        return Refused("engagement.closed_already", "engagement_id")
    if command.ordered_by != state.ordered_by:
        return Refused("engagement.ordered_by_another", "engagement_id")
    if state.last_on is not None and command.occurred_on < state.last_on:
        return Refused("engagement.before_the_last_entry", "occurred_on")
    return None


def _not_to_be_signed(command: Step, context: Context) -> Refused | None:
    """审计独立: the committee's own officer, and nobody who keeps the books or approves payments."""
    signing = context.county if command.ordered_by == "county" else context.officers
    helped = isinstance(command, GrantAccess | RevokeAccess | DrawSample | RecordVerification)
    offices = _COMMITTEE if helped else _CHAIR
    day = command.occurred_on
    if not signing.holds_any(command.officer_id, offices, day):
        return Refused("engagement.office_not_held", "officer_id")
    person = signing.person(command.officer_id)
    keeps = any(
        office in _OF_THE_BOOKS
        and context.officers.holds(holder, office, day)
        and person in (holder, context.officers.person(holder))
        for holder, office in context.officers.held
    )
    return Refused("engagement.not_independent", "officer_id") if keeps else None


def _open(command: OpenEngagement) -> Decided:
    refused = _unsound(command, command.occurred_on)
    if refused is not None:
        return refused
    if command.kind in _COMMISSIONED and not (command.basis_no or "").strip():
        return Refused("engagement.commission_missing", "basis_no")
    return [
        EngagementOpened(
            engagement_id=command.engagement_id,
            kind=command.kind,
            ordered_by=command.ordered_by,
            officer_id=command.officer_id,
            books_from=command.books_from,
            books_until=command.books_until,
            topics=_once(command),
            access_until=command.access_until,
            basis_no=command.basis_no,
        )
    ]


def _change_plan(scope: Scope, command: ChangePlan) -> Decided:
    refused = _unsound(command, command.occurred_on)
    if refused is not None:
        return refused
    changed = EngagementPlanChanged(
        engagement_id=command.engagement_id,
        officer_id=command.officer_id,
        books_from=command.books_from,
        books_until=command.books_until,
        topics=_once(command),
        access_until=command.access_until,
        document_no=command.document_no,
    )
    if _scope(changed) == scope:
        return Refused("engagement.plan_not_changed", "topics")
    return [changed]


def _record_verification(command: RecordVerification) -> Decided:
    tallies = (command.covered, command.not_covered, command.failed)
    if not all(0 <= tally <= _TALLY_MOST for tally in tallies):
        return Refused("engagement.counts_out_of_range", "covered")
    places = (command.position, 1 if command.checkpoint_size is None else command.checkpoint_size)
    if not all(1 <= place <= _TALLY_MOST for place in places):
        return Refused("engagement.counts_out_of_range", "position")
    return [
        BooksVerified(
            engagement_id=command.engagement_id,
            position=command.position,
            hash=command.hash,
            covered=command.covered,
            not_covered=command.not_covered,
            failed=command.failed,
            verified_with=command.verified_with,
            officer_id=command.officer_id,
            checkpoint_size=command.checkpoint_size,
        )
    ]


def _issue_report(state: State, scope: Scope, command: IssueReport, context: Context) -> Decided:
    """A report speaks of the books it was ordered for, and of findings that are on record."""
    if not command.document_no.strip():
        return Refused("engagement.report_no_missing", "document_no")
    if command.document_no in state.report_nos:
        return Refused("engagement.report_no_used", "document_no")
    first, last = command.reported_from, command.reported_until
    if not scope.books_from <= first <= last <= scope.books_until:
        return Refused("engagement.outside_the_scope", "reported_from")
    figures = (command.income_fen, command.expense_fen, command.balance_fen)
    if not all(abs(fen) <= FEN_MAX for fen in figures):
        return Refused("engagement.figures_out_of_range", "balance_fen")
    if not {*command.finding_ids} <= context.findings:
        return Refused("engagement.finding_unknown", "finding_ids")
    return [
        ReportIssued(
            engagement_id=command.engagement_id,
            document_no=command.document_no,
            report=command.report,
            opinion=command.opinion,
            reported_from=first,
            reported_until=last,
            income_fen=command.income_fen,
            expense_fen=command.expense_fen,
            balance_fen=command.balance_fen,
            officer_id=command.officer_id,
            finding_ids=tuple(dict.fromkeys(command.finding_ids)),
        )
    ]


def _close(state: State, command: CloseEngagement) -> Decided:
    """先报告, 后结项; an audit that reported is not called off."""
    if command.outcome == "reported" and not state.report_nos:
        return Refused("engagement.report_missing", "outcome")
    if command.outcome == "called_off" and state.report_nos:
        return Refused("engagement.reported_already", "outcome")
    return [
        EngagementClosed(
            engagement_id=command.engagement_id,
            outcome=command.outcome,
            officer_id=command.officer_id,
        )
    ]


def _unsound(command: OpenEngagement | ChangePlan, day: date) -> Refused | None:
    if not command.topics:
        return Refused("engagement.no_topics", "topics")
    if command.books_from > command.books_until:
        return Refused("engagement.period_malformed", "books_from")
    if command.access_until < day:
        return Refused("engagement.access_ends_before_it_begins", "access_until")
    return None


def _scope(event: EngagementOpened | EngagementPlanChanged) -> Scope:
    return Scope(event.books_from, event.books_until, event.topics, event.access_until)


def _once(command: OpenEngagement | ChangePlan) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(command.topics))


def _without(accesses: dict[str, Access], access_id: str) -> dict[str, Access]:
    known = accesses.get(access_id)
    return accesses if known is None else {**accesses, access_id: Access(known.until, revoked=True)}


def _after(state: State, fact: Fact, **changed: object) -> State:
    return msgspec.structs.replace(state, last_on=fact.occurred_on, **changed)
