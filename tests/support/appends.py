"""Short ways to say an append in tests of the store."""

import uuid
from datetime import date
from typing import Any

from services.store.contract import Append, LogStore, NewEvent

DAY = date(2026, 3, 8)


def event(stream_id: uuid.UUID | None = None, version: int = 1, **changed: Any) -> NewEvent:  # noqa: ANN401
    """A new event; by default the first of a fresh stream."""
    fields: dict[str, Any] = {
        "stream_id": stream_id or uuid.uuid4(),
        "version": version,
        "topic": "member.admitted",
        "schema_version": 1,
        "occurred_on": DAY,
        "body": b'{"grade":"\xe6\xad\xa3"}',
    }
    return NewEvent(**(fields | changed))


def posting(*lines: tuple[str, int]) -> bytes:
    """A body with posting lines, given as (fund, fen)."""
    written = ",".join(f'{{"account":"102","fund":"{fund}","fen":{fen}}}' for fund, fen in lines)
    return f'{{"note":"x","lines":[{written}]}}'.encode()


def append(union_id: uuid.UUID, *events: NewEvent, **changed: Any) -> Append:  # noqa: ANN401
    """A command that records events; by default one fresh event."""
    fields: dict[str, Any] = {
        "union_id": union_id,
        "command_id": uuid.uuid4(),
        "request_digest": b"request",
        "actor_id": "clerk-1",
        "events": list(events) or [event()],
    }
    return Append(**(fields | changed))


async def new_union(store: LogStore) -> uuid.UUID:
    """Found a union with an empty log."""
    union_id = uuid.uuid4()
    await store.found(union_id, b"charter")
    return union_id
