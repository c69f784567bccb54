"""What a checkpoint commits to: every union's head, at one moment, and every such moment before it.

Two trees, one above the other (`merkle.py`; design 7, DECISIONS 33):

- the *heads* of all unions at one moment, as a map (`heads_map.py`): a union has exactly one place in it, so
  none can be shown at an older head beside the new one.
- the *censuses*: one leaf for each time the heads were counted, only ever appended to. The checkpoint's size
  and root are those of this tree, so two checkpoints can be proven consistent, and the newest leaf
  holds the root over the heads.

Entries, big-endian:

    head   = int2(2) ‖ union 16 ‖ int8 position ‖ chain hash 32 ‖ root of the union's tree 32
    census = int2(3) ‖ int8 number ‖ int8 taken_at (µs since 1970 UTC) ‖ int8 unions ‖ root of the heads 32

`number` is counted from 1 and is the size of the tree of censuses with this one in it. The text that is signed is a
C2SP tlog-checkpoint of three lines: origin, size, base64 root.
"""

import base64
import hashlib
import re
import struct
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from domain.chain import microseconds
from domain.heads_map import HeadsMap, key_of
from domain.merkle import HASH_BYTES, leaf_hash
from domain.note import NoteMalformed, is_key_name

_HEAD_FORMAT = 2
_CENSUS_FORMAT = 3
_HEAD = struct.Struct(">h16sq32s32s")
_CENSUS = struct.Struct(">hqqq32s")
_LINES = 3
_SIZE = re.compile(r"\A[1-9][0-9]{0,17}\Z")
_ROOT = re.compile(r"\A[A-Za-z0-9+/]{43}=\Z")
SHORT_CODE_HEX: Final = 32
"""Hexadecimal digits of a root that are written on paper: with 128 bits nobody finds two roots of one code."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """How far a union's log had come: position, chain hash, and the root of its tree of digests."""

    union_id: UUID
    position: int
    hash: bytes
    root: bytes


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """All heads at one moment: which number it bears, when, of how many unions, and their root."""

    number: int
    taken_at: datetime
    unions: int
    heads_root: bytes


class Checkpoint(msgspec.Struct, frozen=True):
    """Which log, how many censuses, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def short_code(self) -> str:
        """What fits on a line of paper: size and the beginning of the root."""
        return f"{self.size}-{self.root.hex()[:SHORT_CODE_HEX]}"


def head_entry(head: Head) -> bytes:
    """Return what the map of heads holds of a union."""
    return _HEAD.pack(_HEAD_FORMAT, head.union_id.bytes, head.position, head.hash, head.root)


def heads_map(heads: Iterable[Head]) -> HeadsMap:
    """Return the map of some unions' heads."""
    return HeadsMap({key_of(head.union_id): entry_hash_of(head) for head in heads})


def entry_hash_of(head: Head) -> bytes:
    """Return the hash by which the map holds a head."""
    return hashlib.sha256(head_entry(head)).digest()


def census_leaf(census: Census) -> bytes:
    """Return the leaf of a census in the tree of censuses."""
    moment = microseconds(census.taken_at)
    entry = _CENSUS.pack(_CENSUS_FORMAT, census.number, moment, census.unions, census.heads_root)
    return leaf_hash(entry)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; raises NoteMalformed. Lines after the third are refused."""
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        raise NoteMalformed("no checkpoint of three lines")
    origin, size, root = lines[:_LINES]
    if not is_key_name(origin) or not _SIZE.match(size) or not _ROOT.match(root):
        raise NoteMalformed("no origin, size and root")
    raw = base64.b64decode(root)
    if base64.b64encode(raw).decode() != root or len(raw) != HASH_BYTES:
        raise NoteMalformed("no root")
    return Checkpoint(origin, int(size), raw)


def cosigned_text(checkpoint_text: str, moment: int) -> bytes:
    """Return what a witness signs at a moment (seconds since 1970) about a checkpoint it has checked."""
    return f"cosignature/v1\ntime {moment}\n{checkpoint_text}".encode()
