"""A key or an auditor of an engagement at the door: who only reads, each read in the log before it is answered.

The log decides whether the access still holds, not the key's own row: closed, revoked or past its day it shows
nothing more, whichever process is asked. It reads the topics and the days of its engagement; under `events` the log
itself is open, of whatever day.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from domain.encoding import decode
from domain.engagement.commands import ReadBooks
from domain.engagement.state import Scope, State
from domain.engagement.topics import Topic
from domain.ids import BooksReadId, EngagementId
from services.http.asking import Asking
from services.http.engagement_days import Days, days_asked, put_inside
from services.http.operation import Operation
from services.http.paging import known_position
from services.http.problems import Problem
from services.http.recording import put_on_record
from services.http.topics import (
    EVERYTHING,
    OF_ONE_ENGAGEMENT,
    TOPIC_OF_PACKAGE,
    topic_of_event,
    topic_of_read,
)
from services.identifiers import new_id
from services.store.contract import RecordedEvent


class _About(NamedTuple):
    topic: Topic | None
    days: Days = Days()


async def admit(operation: Operation, asking: Asking, given: dict[str, Any]) -> dict[str, Any]:
    """Record a read under an engagement, or raise the problem that forbids it; nothing for any other key.

    Returns what was given, with a day of the engagement's books where none was named. Of another engagement it sees
    nothing, but that it asked is on record as well.
    """
    engagement_id = asking.login.engagement_id
    if engagement_id is None:
        return given
    if operation.writes or operation.method == "DELETE":
        raise Problem("access.forbidden")
    if operation.policy.tenant is not None:
        given = await _recorded(operation, asking, engagement_id, given)
    named = getattr(given.get("query"), "engagement_id", None)
    if {given.get("engagement_id"), named} - {None, engagement_id}:
        raise Problem("engagement.unknown")
    return given


async def _recorded(
    operation: Operation, asking: Asking, engagement_id: UUID, given: dict[str, Any]
) -> dict[str, Any]:
    """Of the query only the dates of the books are kept: the rest may hold what somebody typed."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [engagement_id])
    scope = states.of(engagement_id, State).scope
    if "position" in given:
        about = await _of_event(asking, given["position"], scope)
    elif "digest" in given:
        about = await _of_paper(asking, given["digest"], scope)
    else:
        about = _About(topic_of_read(operation.operation_id, operation.tag, given))
        if about.topic is not None and scope is not None:
            today = asking.parts.today()
            given = put_inside(operation, given, scope, today)
            about = about._replace(days=days_asked(operation, given, today))
    await put_on_record(asking, await _reading(operation, asking, engagement_id, given, about))
    return given


async def _reading(
    operation: Operation,
    asking: Asking,
    engagement_id: UUID,
    given: Mapping[str, Any],
    about: _About,
) -> ReadBooks:
    query = given.get("query")
    return ReadBooks(
        occurred_on=asking.parts.today(),
        read_id=BooksReadId(new_id()),
        engagement_id=EngagementId(engagement_id),
        access_id=asking.login.key_id,
        operation_id=operation.operation_id,
        topic=about.topic,
        about=tuple(str(given[name]) for name in operation.ids if name in given),
        as_of=getattr(query, "as_of", None),
        known_at=await known_position(asking, getattr(query, "known_at", None)),
        to_as_of=getattr(query, "to_as_of", None),
        to_known_at=await known_position(asking, getattr(query, "to_known_at", None)),
        asked_from=about.days.first,
        asked_until=about.days.last,
    )


async def _of_event(asking: Asking, position: int, scope: Scope | None) -> _About:
    """Return what a read of one event is about: who may read the log may read each of its events."""
    if scope is not None and EVERYTHING in scope.topics:
        return _About(EVERYTHING)
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    if not events:
        return _About(None)
    (event,) = events
    if event.topic.partition(".")[0] in OF_ONE_ENGAGEMENT:
        return _About(None if await _is_own(asking, event) else EVERYTHING)
    topic = topic_of_event(event.topic)
    is_dated = topic is not None
    return _About(topic, Days(event.occurred_on, event.occurred_on) if is_dated else Days())


async def _of_paper(asking: Asking, digest: str, scope: Scope | None) -> _About:
    """Return what a read of a paper is about: of the matters that name it, one inside the engagement's books."""
    if scope is None or EVERYTHING in scope.topics:
        return _About(EVERYTHING)
    of_other_days: _About | None = None
    for naming in await asking.parts.attachments.namings(asking.tenant_id, digest):
        if naming.package in OF_ONE_ENGAGEMENT and await _began_under(asking, naming.stream_id):
            return _About(None)
        topic, day = TOPIC_OF_PACKAGE.get(naming.package, EVERYTHING), naming.occurred_on
        if topic not in scope.topics:
            continue
        if scope.books_from <= day <= scope.books_until:
            return _About(topic, Days(day, day))
        of_other_days = _About(topic, Days(day, day))
    return of_other_days or _About(EVERYTHING)


async def _is_own(asking: Asking, event: RecordedEvent) -> bool:
    """Tell whether an event of an audit or a finding belongs to the engagement: its stream begins by saying so."""
    return await _began_under(asking, event.stream_id)


async def _began_under(asking: Asking, stream_id: UUID) -> bool:
    read = await asking.parts.log.read_streams(asking.tenant_id, [stream_id])
    if not read.events:
        return False
    first = read.events[0]
    began = decode(first.topic, first.schema_version, first.body)
    return getattr(began, "engagement_id", None) == asking.login.engagement_id
