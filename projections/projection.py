"""The shape all projections share.

A projection names its topics and, for every event of them, answers with writes. It cannot read a table.
Where a row depends on what came before, the projection keeps a *memory*: a struct under a key it names,
handed to `apply` and handed back changed. The projector stores memories beside the tables, in the same
transaction; rebuilt from zero they are the same, bit for bit.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from domain.event import Recorded
from domain.sealed import Sealed

from projections.write import Gathered, Write, WriteShape

Memory = msgspec.Struct
Applied = tuple[Memory | None, list[Write]]


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """One group of ledgers.

    `gather`, where there is one, answers all events of `gathered_topics` of a stretch at once with what
    `apply` would have answered to each, already folded: for the many small receipts of a dues day. Its rows
    come before those of the other events of the stretch, so their folds must not depend on that order.

    `version` is raised whenever `apply`, the tables or the memory change: the tables are then rebuilt
    beside the old ones. `package` is where `schema.sql` and `queries.sql` lie. Only events of
    `memory_topics` are about a memory; `memory_key` names it.
    """

    name: str
    version: int
    package: str
    topics: frozenset[str]
    writes: dict[str, WriteShape]
    apply: Callable[[Recorded, Any], Applied]
    gather: Callable[[Sequence[Recorded]], Gathered] | None = None
    gathered_topics: frozenset[str] = frozenset()
    memory: type[Memory] | None = None
    memory_topics: frozenset[str] = frozenset()
    memory_key: Callable[[Recorded], UUID | None] = lambda _: None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed value as a ledger keeps it: with the command it was sealed for, needed to open it."""

    command_id: UUID
    sealed: Sealed


_encoder = msgspec.json.Encoder()
_kept_decoder = msgspec.json.Decoder(Kept)


def kept(recorded: Recorded, sealed: Sealed | None) -> str | None:
    """Return the text of a ledger column for a sealed value of this event."""
    if sealed is None:
        return None
    return _encoder.encode(Kept(command_id=recorded.command_id, sealed=sealed)).decode()


def read_kept(text: str) -> Kept:
    """Return the sealed value a ledger column holds."""
    return _kept_decoder.decode(text)


def json_text(value: object) -> str:
    """Return a value as the JSON text of a ledger column."""
    return _encoder.encode(value).decode()
