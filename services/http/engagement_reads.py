"""A key of an audit engagement at the door: it only reads, and every read is in the log before it is answered.

The log decides whether the access still holds, not the key's own row: closed, revoked or past its day it shows
nothing more, whichever process is asked.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.engagement.commands import ReadBooks
from domain.engagement.topics import Topic
from domain.ids import BooksReadId, EngagementId
from services.commands import Asked
from services.errors import StoreError
from services.http.asking import Asking
from services.http.operation import Operation
from services.http.paging import known_position
from services.http.problems import Problem
from services.http.topics import topic_of_event, topic_of_read
from services.identifiers import new_id


async def admit(operation: Operation, asking: Asking, given: Mapping[str, Any]) -> None:
    """Record a read under an engagement, or raise the problem that forbids it; nothing for any other key.

    Of another engagement it sees nothing, but that it asked is on record as well.
    """
    engagement_id = asking.login.engagement_id
    if engagement_id is None:
        return
    if operation.writes or operation.method == "DELETE":
        raise Problem("access.forbidden")
    if operation.policy.tenant is not None:
        await _record(asking, await _reading(operation, asking, engagement_id, given))
    if given.get("engagement_id", engagement_id) != engagement_id:
        raise Problem("engagement.unknown")


async def _reading(
    operation: Operation, asking: Asking, engagement_id: UUID, given: Mapping[str, Any]
) -> ReadBooks:
    """Of the query only the two dates of the books are kept: the rest may hold what somebody typed."""
    query = given.get("query")
    return ReadBooks(
        occurred_on=asking.parts.today(),
        read_id=BooksReadId(new_id()),
        engagement_id=EngagementId(engagement_id),
        access_id=asking.login.key_id,
        operation_id=operation.operation_id,
        topic=await _topic(operation, asking, given),
        about=tuple(str(given[name]) for name in operation.ids if name in given),
        as_of=getattr(query, "as_of", None),
        known_at=await known_position(asking, getattr(query, "known_at", None)),
    )


async def _topic(operation: Operation, asking: Asking, given: Mapping[str, Any]) -> Topic | None:
    position = given.get("position")
    if position is None:
        return topic_of_read(operation.operation_id, operation.tag, given)
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    return topic_of_event(events[0].topic) if events else None


async def _record(asking: Asking, command: ReadBooks) -> None:
    asked = Asked(
        union_id=asking.tenant_id,
        command_id=new_id(),
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=[[command]],
    )
    try:
        outcome = await asking.parts.desk.carry_out(asked)
    except StoreError:
        raise Problem("access.read_not_recorded") from None
    if outcome.receipt is None:
        raise Problem(outcome.refused[0].refused.code)
