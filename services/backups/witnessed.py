"""What a witness holds, as a file: the note of a checkpoint, or that note with every union's head under it.

A note alone tells whether restored books are the witnessed ones; with the heads it can be said which unions lack
what. `gonghui witness-held --heads` writes the second kind. Whoever restores trusts the witness for it, and not
the server.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from domain.checkpoint import Head, heads_map, parse_checkpoint
from domain.note import NoteMalformed, parse_note
from services.audit.held import Held, HeldMalformed, held_of, parse_held

FORMAT: Final = "gonghui.held/1"


class HeldHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A union's head under the checkpoint, hashes in hexadecimal."""

    union_id: UUID
    position: int
    hash: str
    root: str


class HeldHeads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file a witness writes."""

    format: str
    note: str
    heads_root: str
    heads: Sequence[HeldHead]


class Witnessed(msgspec.Struct, frozen=True):
    """A checkpoint from outside; `heads` is None where only the note is known."""

    held: Held
    heads: Mapping[UUID, Head] | None = None


def parse_witnessed(text: str) -> Witnessed:
    """Read a note, `SIZE:ROOT`, or a document with heads; raises HeldMalformed."""
    if not text.lstrip().startswith("{"):
        return Witnessed(parse_held(text))
    try:
        document = msgspec.json.decode(text, type=HeldHeads)
        held = held_of(parse_checkpoint(parse_note(document.note.encode()).text))
        heads = {one.union_id: _head(one) for one in document.heads}
    except (msgspec.MsgspecError, NoteMalformed, ValueError):
        raise HeldMalformed from None
    is_whole = len(heads) == len(document.heads)
    if (
        document.format != FORMAT
        or not is_whole
        or heads_map(heads.values()).root().hex() != document.heads_root
    ):
        raise HeldMalformed
    return Witnessed(held, heads)


def read_witnessed(named: str) -> Witnessed:
    """Read a file, or what is on paper; raises HeldMalformed."""
    file = Path(named)
    try:
        return parse_witnessed(file.read_text(encoding="utf-8") if file.is_file() else named)
    except UnicodeDecodeError:
        raise HeldMalformed from None


def _head(one: HeldHead) -> Head:
    return Head(
        union_id=one.union_id,
        position=one.position,
        hash=bytes.fromhex(one.hash),
        root=bytes.fromhex(one.root),
    )
