"""What a log answers to a witness, read strictly: nothing here is believed yet."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.checkpoint import Census, Head
from services.witness.faults import NotCosigned

MOST_UNIONS: Final = 1 << 22
"""More unions than the country has grassroots unions."""
MOST_STEPS: Final = 64
"""A proof in a tree that fits 64-bit sizes is no longer."""
_LARGEST: Final = (1 << 63) - 1
_LAST_MOMENT: Final = 253_402_300_799_999_999  # the end of the year 9999, in µs
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

HexHash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
HexPath = Annotated[list[HexHash], Meta(max_length=MOST_STEPS)]
Counted = Annotated[int, Meta(ge=0, le=_LARGEST)]
Moment = Annotated[int, Meta(ge=0, le=_LAST_MOMENT)]


class ConsistencyAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """The proof that one tree of censuses begins another."""

    path: HexPath


class CensusAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """The census of a checkpoint, with the path to it; `taken_at` in µs since 1970."""

    number: Counted
    taken_at: Moment
    unions: Annotated[int, Meta(ge=0, le=MOST_UNIONS)]
    heads_root: HexHash
    path: HexPath

    @property
    def census(self) -> Census:
        """The census as its leaf is computed from it."""
        return Census(
            number=self.number,
            taken_at=_EPOCH + timedelta(microseconds=self.taken_at),
            unions=self.unions,
            heads_root=bytes.fromhex(self.heads_root),
        )


class BeforeAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """Where a union's log stood at the census the witness holds."""

    position: Counted


class HeadAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """One head that moved, with the proof that its log begins with what was held."""

    union_id: UUID
    position: Counted
    hash: HexHash
    root: HexHash
    before: BeforeAnswered | None
    path: HexPath

    @property
    def head(self) -> Head:
        """The head as its entry in the map is computed from it."""
        return Head(
            union_id=self.union_id,
            position=self.position,
            hash=bytes.fromhex(self.hash),
            root=bytes.fromhex(self.root),
        )


class HeadsAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the heads that moved; `next_after` is the union the next page begins after."""

    census: CensusAnswered
    heads: list[HeadAnswered]
    next_after: UUID | None


A = TypeVar("A", ConsistencyAnswered, HeadsAnswered)


def hashes(path: list[HexHash]) -> list[bytes]:
    """Return the hashes of a path."""
    return [bytes.fromhex(step) for step in path]


def read_answer(raw: bytes, form: type[A]) -> A:
    """Read an answer of one form; raises NotCosigned."""
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise NotCosigned("answer_malformed") from None
