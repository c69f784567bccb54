"""What must hold before a witness signs; pure, and each raises NotCosigned."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from uuid import UUID

from domain.checkpoint import Checkpoint, Head, census_leaf, parse_checkpoint
from domain.merkle import EMPTY_ROOT, is_consistent, is_included
from domain.note import Note, NoteMalformed, PublicKey, parse_note
from services.keys.signing import is_signed
from services.witness.answers import CensusAnswered, HeadAnswered, HeadsAnswered, hashes
from services.witness.faults import Fault, NotCosigned

_SIGNATURE_BYTES: Final = 64
"""Ed25519 and SM2 alike; anything longer is not kept."""


def signed_checkpoint(raw: bytes, log_key: PublicKey) -> tuple[Note, Checkpoint]:
    """Read a checkpoint the log itself has signed; the note comes back with the log's signatures only."""
    try:
        note = parse_note(raw)
        checkpoint = parse_checkpoint(note.text)
    except NoteMalformed:
        raise NotCosigned("note_malformed") from None
    _require(checkpoint.origin == log_key.name, "other_log")
    _require(is_signed(note, log_key), "log_signature_bad")
    own = (line for line in note.signatures if line.name == checkpoint.origin)
    kept = tuple(line for line in own if len(line.signature) <= _SIGNATURE_BYTES)
    return Note(note.text, kept), checkpoint


def check_goes_on(held: Checkpoint, shown: Checkpoint) -> None:
    """Neither smaller than what is held, nor of its size with another root."""
    _require(shown.size >= held.size, "smaller")
    _require(shown.size > held.size or shown.root == held.root, "forked")


def check_consistency(held: Checkpoint, shown: Checkpoint, path: Sequence[bytes]) -> None:
    """The censuses shown begin with those held."""
    is_good = is_consistent(held.size, held.root, shown.size, shown.root, path)
    _require(is_good, "not_consistent")


def check_census(
    shown: Checkpoint, answered: CensusAnswered, *, unions_held: int, taken_after: int
) -> None:
    """The census is the newest one of the checkpoint, not before the one held, and no union has gone from it."""
    _require(answered.number == shown.size, "census_differs")
    leaf, path = census_leaf(answered.census), hashes(answered.path)
    is_newest = is_included(leaf, shown.size - 1, shown.size, shown.root, path)
    _require(is_newest, "census_not_included")
    _require(answered.taken_at >= taken_after, "census_earlier")
    _require(answered.unions >= unions_held, "union_vanished")


def check_page(
    page: HeadsAnswered, census: CensusAnswered, *, after: UUID | None, heads_so_far: int
) -> None:
    """Pages of one census, union ids strictly rising through all of them, so that no union comes twice.

    `heads_so_far` counts this page's too. No more heads than unions, and one at least on every page but the last:
    so the pages come to an end, whoever makes them.
    """
    _require(page.census == census, "census_differs")
    in_turn = [*([] if after is None else [after]), *(one.union_id for one in page.heads)]
    is_rising = all(one.bytes < other.bytes for one, other in pairwise(in_turn))
    _require(is_rising, "page_out_of_order")
    if page.next_after is not None:
        goes_on = bool(page.heads) and page.next_after == in_turn[-1]
        _require(goes_on, "page_out_of_order")
    _require(heads_so_far <= census.unions, "heads_differ")


def check_head(answered: HeadAnswered, held: Head | None) -> None:
    """The union's log goes on from what was held of it; `held` is None for a union met for the first time."""
    head = answered.head
    before = None if answered.before is None else answered.before.position
    _require(before == (None if held is None else held.position), "before_differs")
    _require(head.position > 0 or head.root == EMPTY_ROOT, "history_rewritten")
    if held is not None:
        _check_history(held, head, hashes(answered.path))


def _check_history(held: Head, shown: Head, path: Sequence[bytes]) -> None:
    _require(shown.position >= held.position, "position_fell")
    if shown.position == held.position:
        _require((shown.hash, shown.root) == (held.hash, held.root), "head_rewritten")
    elif held.position > 0:  # every log begins with an empty one
        is_good = is_consistent(held.position, held.root, shown.position, shown.root, path)
        _require(is_good, "history_rewritten")


def check_heads(census: CensusAnswered, unions: int, root: bytes) -> None:
    """The map of all heads, held and moved, is the census' own, and has as many as the census says."""
    _require((unions, root.hex()) == (census.unions, census.heads_root), "heads_differ")


def _require(holds: bool, fault: Fault) -> None:  # noqa: FBT001 # the statement that must hold
    if not holds:
        raise NotCosigned(fault)
