"""What a witness holds, in one SQLite file: written in one transaction a step, on the disk before it is used."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec

from domain.checkpoint import Checkpoint, Head, heads_map, parse_checkpoint
from domain.note import Note, PublicKey, SignatureLine, parse_note
from services.clock import CHINA
from services.witness.faults import Fault, Hindrance, StartRefused

MOST_DOUBTS: Final = 1_000
"""A log that signs contradictions without end must not fill the disk."""

DURABILITY = "extra"
"""SQLite's strictest: every commit waits for the disk, the end of its journal included."""

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


class Held(msgspec.Struct, frozen=True):
    """A checkpoint that was checked: the log's note, its census (`taken_at` in µs), and our own cosignature."""

    note: Note
    taken_at: int
    heads_root: bytes
    cosigned_at: int | None
    cosignature: str | None

    @property
    def checkpoint(self) -> Checkpoint:
        """Which log, how many censuses, and the root."""
        return parse_checkpoint(self.note.text)

    @property
    def raw(self) -> bytes:
        """The note with our cosignature, to be handed to whoever verifies books."""
        own = "" if self.cosignature is None else f"{self.cosignature}\n"
        return self.note.raw + own.encode()


class Doubt(msgspec.Struct, frozen=True):
    """A note the log had signed and that was not cosigned: evidence."""

    fault: str
    note: bytes
    found_at: int


class Holding:
    """The store of one witness of one log; nothing in it is ever reset."""

    def __init__(self, database: sqlite3.Connection, store_id: UUID) -> None:
        self._database = database
        self.store_id = store_id

    @classmethod
    def create(cls, file: Path, log_key: PublicKey, own_key: PublicKey) -> "Holding":
        """Begin a store; raises StartRefused where one has begun before."""
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        database = _opened(file)
        try:
            store_id = uuid4()
            with _step(database):
                _refuse(database.execute(_sql("tables")).fetchone() is not None, "store_exists")
                for name in ("identity", "checkpoint", "head", "doubt"):
                    database.execute(_sql(f"create_{name}"))
                database.execute(_sql("put_identity"), (str(store_id), log_key.text, own_key.text))
        except BaseException:
            database.close()
            raise
        return cls(database, store_id)

    @classmethod
    def open(cls, file: Path) -> "Holding":
        """Go on with a store; raises StartRefused where there is none, or a damaged one."""
        _refuse(not file.exists(), "first_time_needed")
        database = _opened(file)
        try:
            _refuse(database.execute(_sql("tables")).fetchone() is None, "first_time_needed")
            (store_id, *_) = database.execute(_sql("identity")).fetchone()
            holding = cls(database, UUID(store_id))
            holding._check_undamaged()
        except (TypeError, ValueError, sqlite3.Error):
            database.close()
            raise StartRefused("store_unusable") from None
        except BaseException:
            database.close()
            raise
        return holding

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def is_of(self, log_key: PublicKey, own_key: PublicKey) -> bool:
        """Tell whether the store was begun for this log and this key."""
        _, of_log, of_key = self._database.execute(_sql("identity")).fetchone()
        return (of_log, of_key) == (log_key.text, own_key.text)

    def newest(self) -> Held | None:
        """Return the newest checkpoint that was checked; None before the first."""
        row = self._database.execute(_sql("newest")).fetchone()
        return None if row is None else _held(row)

    def checkpoint(self, size: int) -> Held | None:
        """Return a checkpoint that is still kept: the newest, or the last of a day."""
        row = self._database.execute(_sql("checkpoint_of"), (size,)).fetchone()
        return None if row is None else _held(row)

    def sizes(self) -> list[int]:
        """Return the sizes of the checkpoints kept."""
        return [size for (size,) in self._database.execute(_sql("sizes"))]

    def unions(self) -> int:
        """Return how many unions are held."""
        return _unions(self._database)

    def heads(self) -> list[Head]:
        """Return every union's head under the newest checkpoint."""
        return [_head(row) for row in self._database.execute(_sql("heads"))]

    @contextmanager
    def taking(self) -> Iterator["Taking"]:
        """Take over a checkpoint and the heads that moved: all of it, or after any error nothing."""
        with _step(self._database):
            yield Taking(self._database)

    def remember_delivered(self, size: int, line: SignatureLine, moment: int) -> None:
        """Note that the log has our cosignature of a checkpoint."""
        with _step(self._database):
            self._database.execute(_sql("put_cosignature"), (moment, line.text, size))

    def keep_doubt(self, fault: Fault, note: bytes, moment: int) -> None:
        """Keep a note that was not cosigned; the first thousand different ones."""
        with _step(self._database):
            self._database.execute(_sql("put_doubt"), (fault, note, moment, MOST_DOUBTS))

    def doubts(self) -> list[Doubt]:
        """Return what was not cosigned."""
        return [Doubt(*row) for row in self._database.execute(_sql("doubts"))]

    def _check_undamaged(self) -> None:
        newest = self.newest()
        if newest is not None:
            _, root = Taking(self._database).heads_root()
            _refuse(root != newest.heads_root, "store_unusable")


class Taking:
    """Heads and a checkpoint on their way into the store, inside one transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def head_of(self, union_id: UUID) -> Head | None:
        """Return the head held of a union."""
        row = self._database.execute(_sql("head_of_union"), (union_id.bytes,)).fetchone()
        return None if row is None else _head(row)

    def put_head(self, head: Head) -> None:
        """Put a union's head in the place of the one held of it."""
        row = (head.union_id.bytes, head.position, head.hash, head.root)
        self._database.execute(_sql("put_head"), row)

    def heads_root(self) -> tuple[int, bytes]:
        """Return how many heads there are, and the root of the map of them."""
        held = heads_map(_head(row) for row in self._database.execute(_sql("heads")))
        return _unions(self._database), held.root()

    def put_checkpoint(
        self, size: int, note: Note, *, taken_at: int, heads_root: bytes, moment: int
    ) -> None:
        """Put the checkpoint all of this belongs to, in place of an earlier one of the same day."""
        day = datetime.fromtimestamp(moment, CHINA).date()
        midnight = int(datetime.combine(day, time(), CHINA).timestamp())
        row = (size, note.raw, taken_at, heads_root, moment)
        self._database.execute(_sql("put_checkpoint"), row)
        self._database.execute(_sql("forget_earlier_of_the_day"), (size, midnight))


def _opened(file: Path) -> sqlite3.Connection:
    """Open a file so that what is committed is on the disk, the end of the journal included."""
    try:
        database = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        with closing(database.execute("pragma journal_mode = delete")):
            pass
        database.execute(f"pragma synchronous = {DURABILITY}")
    except sqlite3.Error:
        raise StartRefused("store_unusable") from None
    return database


@contextmanager
def _step(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("begin immediate")
    try:
        yield
    except BaseException:
        database.execute("rollback")
        raise
    _commit(database)


def _commit(database: sqlite3.Connection) -> None:
    database.execute("commit")


def _refuse(hinders: bool, hindrance: Hindrance) -> None:  # noqa: FBT001 # what stands in the way
    if hinders:
        raise StartRefused(hindrance)


@cache
def _statements() -> dict[str, str]:
    text = resources.files(__package__).joinpath("held.sql").read_text(encoding="utf-8")
    parts = _NAME.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _sql(name: str) -> str:
    return _statements()[name]


def _unions(database: sqlite3.Connection) -> int:
    (unions,) = database.execute(_sql("unions")).fetchone()
    return int(unions)


def _head(row: tuple[bytes, int, bytes, bytes]) -> Head:
    union_id, position, chain_hash, root = row
    return Head(union_id=UUID(bytes=union_id), position=position, hash=chain_hash, root=root)


def _held(row: tuple[Any, ...]) -> Held:
    note, *rest = row
    return Held(parse_note(note), *rest)
