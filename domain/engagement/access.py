"""Decides about reading under an engagement: who was given a key, until when, and whether a read is covered.

A read is covered by its topic and by its days (审计方案: 审计事项, 审计期间; domain.md 7.1): every day of the books
it is about lies from `books_from` to `books_until`. What the books carry forward into those days (opening balances,
sums since the year began) is part of them. What is of no day stays open: the audit itself, its findings, what the
union is, and under `events` the log, which proves nothing in part.
"""

from datetime import date

from domain.engagement.commands import GrantAccess, ReadBooks, RevokeAccess
from domain.engagement.events import AccessGranted, AccessRevoked, BooksRead, EngagementEvent
from domain.engagement.state import Scope, State
from domain.refusal import Refused

Decided = list[EngagementEvent] | Refused


def grant(state: State, scope: Scope, command: GrantAccess) -> Decided:
    """No access is longer than the engagement's own last day."""
    if command.access_id in state.accesses:
        return Refused("engagement.access_id_taken", "access_id")
    if command.until > scope.access_until:
        return Refused("engagement.access_too_long", "until")
    if command.until < command.occurred_on:
        return Refused("engagement.access_ends_before_it_begins", "until")
    return [
        AccessGranted(
            engagement_id=command.engagement_id,
            access_id=command.access_id,
            holder=command.holder,
            until=command.until,
            officer_id=command.officer_id,
        )
    ]


def revoke(state: State, command: RevokeAccess) -> Decided:
    access = state.accesses.get(command.access_id)
    if access is None:
        return Refused("engagement.no_such_access", "access_id")
    if access.revoked:
        return Refused("engagement.access_revoked_already", "access_id")
    return [
        AccessRevoked(
            engagement_id=command.engagement_id,
            access_id=command.access_id,
            officer_id=command.officer_id,
        )
    ]


def read(state: State, command: ReadBooks) -> Decided:
    """The log decides, whatever a key's own row says: a closed engagement shows nothing more."""
    scope, access = state.scope, state.accesses.get(command.access_id)
    if scope is None or access is None:
        return Refused("engagement.no_such_access", "access_id")
    until = min(access.until, scope.access_until)
    if state.outcome is not None or access.revoked or command.occurred_on > until:
        return Refused("engagement.access_ended", "access_id")
    if command.topic is not None and command.topic not in scope.topics:
        return Refused("engagement.topic_not_open", "topic")
    if not (_is_open(scope, command.asked_from) and _is_open(scope, command.asked_until)):
        return Refused("engagement.days_not_open", "as_of")
    return [
        BooksRead(
            read_id=command.read_id,
            engagement_id=command.engagement_id,
            access_id=command.access_id,
            operation_id=command.operation_id,
            topic=command.topic,
            about=command.about,
            as_of=command.as_of,
            known_at=command.known_at,
            to_as_of=command.to_as_of,
            to_known_at=command.to_known_at,
        )
    ]


def _is_open(scope: Scope, day: date | None) -> bool:
    return day is None or scope.books_from <= day <= scope.books_until
