"""Reads what stands in the members of the file, each by itself; raises FileBroken."""

from collections.abc import Iterator
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from services.moving.container import FileBroken
from services.moving.documents import EventLine, event_of
from services.store.contract import RecordedEvent
from services.store.moving import CommandRow, PaperRow

_NOBODY: Final = UUID(int=0)
_T = TypeVar("_T")
_event_decoder = msgspec.json.Decoder(EventLine)


def event_lines(raw: bytes) -> Iterator[RecordedEvent]:
    """Read a member of events; raises FileBroken. The union is filled in by whoever knows it."""
    for line in raw.splitlines():
        try:
            yield event_of(_NOBODY, _event_decoder.decode(line))
        except (msgspec.MsgspecError, ValueError, OverflowError):
            raise FileBroken("event_malformed") from None


def command_lines(raw: bytes) -> list[CommandRow]:
    """Read a member of commands; raises FileBroken."""
    return [decoded(line, CommandRow) for line in raw.splitlines()]


def paper_row(raw: bytes) -> PaperRow:
    """Read what is known of a paper besides its bytes; raises FileBroken."""
    return decoded(raw, PaperRow)


def decoded(raw: bytes, wanted: type[_T]) -> _T:
    """Read a member, or a line of one, as what it must be; raises FileBroken."""
    try:
        return msgspec.json.decode(raw, type=wanted)
    except (msgspec.MsgspecError, RecursionError):
        raise FileBroken("member_malformed") from None
