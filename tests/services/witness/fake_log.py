"""A log in memory that answers a witness as the server does, and as a server should not."""

import base64
import copy
import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from domain.chain import genesis, link
from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map
from domain.merkle import (
    Subtree,
    consistency_ranges,
    inclusion_ranges,
    prove,
    root_of,
)
from domain.note import Note, parse_note
from services.keys.signing import Ed25519Signer, cosigned_at
from services.witness.faults import NotAnswered, NotCosigned

ORIGIN: Final = "books.example/log"
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CONSISTENCY = re.compile(r"/v1/checkpoints/consistency\?from=(\d+)&to=(\d+)\Z")
_HEADS = re.compile(r"/v1/checkpoints/(\d+)/heads\?since=(\d+)(?:&after=([0-9a-f-]{36}))?\Z")
_COSIGNATURES = re.compile(r"/v1/checkpoints/(\d+)/cosignatures\Z")

Document = dict[str, Any]


def path_of(leaves: Sequence[bytes], ranges: Any) -> list[str]:  # noqa: ANN401 # ranges of merkle.py
    def hash_of(one: Subtree) -> bytes:
        return root_of(leaves[one.ordinal << one.level : (one.ordinal + 1) << one.level])

    return [step.hex() for step in prove(ranges, hash_of)]


class FakeUnion:
    """A union's log, as digests only."""

    def __init__(self, union_id: UUID) -> None:
        self.union_id = union_id
        self.digests: list[bytes] = []

    def head(self, position: int | None = None) -> Head:
        """Return the head at a position, by default the newest."""
        digests = self.digests[:position]
        last = genesis(self.union_id, b"charter")
        for digest in digests:
            last = link(last, digest)
        return Head(union_id=self.union_id, position=len(digests), hash=last, root=root_of(digests))


class FakeLog:
    """Unions that grow, censuses of them, and a key that signs whatever it is given."""

    def __init__(self, rng: random.Random, *, unions: int = 3, page: int = 2) -> None:
        self._rng = rng
        self._page = page
        self.signer = Ed25519Signer(ORIGIN, rng.randbytes(32))
        self.unions: list[FakeUnion] = []
        self.censuses: list[Census] = []
        self.heads_of: list[dict[UUID, Head]] = []
        self.delivered: list[tuple[int, str]] = []
        for _ in range(unions):
            self.found()

    def found(self) -> FakeUnion:
        """Found a union; its first events come with it."""
        union = FakeUnion(UUID(bytes=self._rng.randbytes(16)))
        self.unions.append(union)
        self.record(union)
        return union

    def record(self, union: FakeUnion) -> None:
        """Record some events."""
        union.digests += [self._rng.randbytes(32) for _ in range(self._rng.randint(1, 9))]

    def grow(self) -> None:
        """Let some time pass, and count the heads at its end."""
        for union in self.unions:
            if self._rng.random() < 0.6:
                self.record(union)
        if self._rng.random() < 0.3:
            self.found()
        self.record(self._rng.choice(self.unions))
        self.count()

    def count(self, heads: Sequence[Head] | None = None, **forged: Any) -> None:  # noqa: ANN401 # fields of a census
        """Take a census, of the true heads or of whatever else is to be signed."""
        counted = [union.head() for union in self.unions] if heads is None else list(heads)
        fields = {
            "number": len(self.censuses) + 1,
            "taken_at": _BEGAN + len(self.censuses) * timedelta(minutes=1),
            "unions": len(counted),
            "heads_root": heads_map(counted).root(),
        }
        self.censuses.append(Census(**(fields | forged)))
        self.heads_of.append({head.union_id: head for head in counted})

    def forget_last_census(self) -> None:
        """Undo a census, as a restored backup does."""
        self.censuses.pop()
        self.heads_of.pop()

    def twin(self) -> "FakeLog":
        """Return a second history with the same key."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> "FakeLog":
        made = copy.copy(self)
        made.unions = [copy.copy(union) for union in self.unions]
        for union in made.unions:
            union.digests = list(union.digests)
        made.censuses, made.heads_of = list(self.censuses), list(self.heads_of)
        return made

    @property
    def size(self) -> int:
        return len(self.censuses)

    def leaves(self, size: int) -> list[bytes]:
        return [census_leaf(one) for one in self.censuses[:size]]

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(ORIGIN, size, root_of(self.leaves(size)))

    def note(self, size: int) -> Note:
        text = self.checkpoint(size).text
        return Note(text, (self.signer.sign(text.encode()),))

    def consistency(self, old: int, new: int) -> Document:
        path = path_of(self.leaves(new), consistency_ranges(old, new))
        return {"from": old, "to": new, "path": path}

    def heads(self, size: int, since: int, after: UUID | None) -> Document:
        census = self.censuses[size - 1]
        before = self.heads_of[since - 1] if since else {}
        moved = [
            head
            for union_id, head in sorted(self.heads_of[size - 1].items())
            if (after is None or union_id > after) and before.get(union_id) != head
        ]
        shown = moved[: self._page]
        return {
            "size": size,
            "since": since,
            "census": {
                "number": census.number,
                "taken_at": (census.taken_at - _EPOCH) // _MICROSECOND,
                "unions": census.unions,
                "heads_root": census.heads_root.hex(),
                "path": path_of(self.leaves(size), inclusion_ranges(size - 1, size)),
            },
            "heads": [self._head(head, before.get(head.union_id)) for head in shown],
            "next_after": str(shown[-1].union_id) if len(moved) > len(shown) else None,
        }

    def _head(self, head: Head, before: Head | None) -> Document:
        digests = next(one.digests for one in self.unions if one.union_id == head.union_id)
        path = []
        if before is not None and 0 < before.position <= head.position:
            ranges = consistency_ranges(before.position, head.position)
            path = path_of(digests[: head.position], ranges)
        return {
            "union_id": str(head.union_id),
            "position": head.position,
            "hash": head.hash.hex(),
            "root": head.root.hex(),
            "before": None if before is None else {"position": before.position},
            "path": path,
        }

    def get(self, path: str, most: int) -> bytes:
        """Answer a question; a longer answer is cut off where a connection would."""
        answer = self.answer(path)
        if len(answer) > most:
            raise NotCosigned("answer_too_long")
        return answer

    def answer(self, path: str) -> bytes:
        if path == "/v1/checkpoints/latest":
            return self.note(self.size).raw
        if asked := _CONSISTENCY.match(path):
            return json.dumps(self.consistency(int(asked[1]), int(asked[2]))).encode()
        if asked := _HEADS.match(path):
            after = None if asked[3] is None else UUID(asked[3])
            return json.dumps(self.heads(int(asked[1]), int(asked[2]), after)).encode()
        raise NotAnswered(404)

    def post(self, path: str, body: bytes) -> None:
        asked = _COSIGNATURES.match(path)
        if asked is None:
            raise NotAnswered(404)
        self.delivered.append((int(asked[1]), json.loads(body)["cosignature"]))

    def moments(self, key: Any) -> list[int | None]:  # noqa: ANN401 # a public key
        """Return when each delivered line was made, None for one that is no good cosignature."""
        return [
            cosigned_at(parse_note(f"{self.checkpoint(size).text}\n{line}\n".encode()), key)
            for size, line in self.delivered
        ]


class Altered:
    """A log behind somebody who changes its answers on the way."""

    def __init__(
        self,
        log: FakeLog,
        *,
        latest: Callable[[Note], bytes] | None = None,
        consistency: Callable[[Document], Document | bytes] | None = None,
        heads: Callable[[Document], Document | bytes] | None = None,
    ) -> None:
        self._log = log
        self._latest, self._consistency, self._heads = latest, consistency, heads

    def get(self, path: str, most: int) -> bytes:
        answer = self._altered(path, self._log.answer(path))
        if len(answer) > most:
            raise NotCosigned("answer_too_long")
        return answer

    def _altered(self, path: str, answer: bytes) -> bytes:
        if self._latest and path.endswith("latest"):
            return self._latest(parse_note(answer))
        change = self._consistency if "consistency" in path else self._heads
        if change is None or path.endswith("latest"):
            return answer
        changed = change(json.loads(answer))
        return changed if isinstance(changed, bytes) else json.dumps(changed).encode()

    def post(self, path: str, body: bytes) -> None:
        self._log.post(path, body)


def base64_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def seeded(seed: int) -> random.Random:
    """Return dice that fall the same way again."""
    return random.Random(seed)  # noqa: S311 # nothing secret
