"""Makes bundles without any server: clean ones, and ones a dishonest keeper of the books would sign.

Everything between an event and the signed index can be changed at any stage, and all that follows is made
anew and signed with the right key: so a bundle can be wrong in exactly one place.
"""

import base64
import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.chain import genesis
from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map
from domain.heads_map import key_of
from domain.merkle import consistency_ranges, prove, root_of
from domain.note import Note
from services.audit import offline_verifier as verifier
from tests.offline.history import BEGUN, History
from tests.offline.making import (
    LOG_KEY,
    ORIGIN,
    WITNESS_KEY,
    Files,
    Json,
    as_json,
    counted,
    path_to,
    paths_over,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_CENSUS, SECOND_CENSUS, CENSUSES = 3, 5, 7
OTHERS = 4


class Workshop(History):
    """A union's log and the log of censuses above it."""

    def __init__(self, seed: int = 1, events: int = 40) -> None:
        super().__init__(seed, events)
        dice = self.dice
        self.others = [
            Head(
                union_id=UUID(int=dice.getrandbits(128)),
                position=dice.randrange(1, 900),
                hash=dice.randbytes(32),
                root=dice.randbytes(32),
            )
            for _ in range(OTHERS)
        ]
        self.signers = [LOG_KEY]
        self.index_signers = [LOG_KEY]
        self.cosigners = [WITNESS_KEY]
        self.held_at = {FIRST_CENSUS: events // 3, SECOND_CENSUS: events // 2}
        self.changed_lines: dict[int, Json] = {}
        self.head_told: Json = {}

    def counted_with(self, other: "Workshop") -> None:
        """Let the censuses count another union beside this one, in one log of logs."""
        mine = self.others

        def others(number: int) -> list[Head]:
            return (
                [*mine, other.head(other.position_at(number))] if number >= FIRST_CENSUS else mine
            )

        self.others_at = others  # type: ignore[method-assign] # two workshops of one keeper

    # what is proven

    def others_at(self, _number: int) -> list[Head]:
        """The heads of other unions in a census."""
        return self.others

    def head(self, position: int | None = None) -> Head:
        """The union's head at a position, with what `head_told` says otherwise at the newest."""
        at = len(self.fields) if position is None else position
        honest = Head(
            union_id=self.union_id,
            position=at,
            hash=self.hashes[at - 1],
            root=root_of(self.digests[:at]),
        )
        return msgspec.structs.replace(honest, **(self.head_told if position is None else {}))

    def heads(self, number: int) -> list[Head]:
        """The heads a census counts: those before the first held one do not know the union."""
        if number < FIRST_CENSUS:
            return self.others_at(number)
        return [*self.others_at(number), self.head(self.position_at(number))]

    def position_at(self, number: int) -> int | None:
        """Where the union's head was at a census; None at the newest: where it is now."""
        if number == CENSUSES:
            return None
        return self.held_at[max(size for size in self.held_at if size <= number)]

    def censuses(self) -> list[Census]:
        """A census for each number."""
        return [
            Census(
                number=number,
                taken_at=BEGUN + timedelta(minutes=10 * number),
                unions=len(self.heads(number)),
                heads_root=heads_map(self.heads(number)).root(),
            )
            for number in range(1, CENSUSES + 1)
        ]

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(ORIGIN, CENSUSES, root_of(map(census_leaf, self.censuses())))

    def held_checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(ORIGIN, size, root_of(map(census_leaf, self.censuses()[:size])))

    def note(self, text: str | None = None) -> bytes:
        text = self.checkpoint().text if text is None else text
        lines = [key.line(text) for key in self.signers]
        lines += [key.cosigned(text, 1_767_300_000) for key in self.cosigners]
        return Note(text, tuple(lines)).raw

    def _census_json(self, number: int, size: int) -> Json:
        census = self.censuses()[number - 1]
        leaves = [census_leaf(one) for one in self.censuses()[:size]]
        return {
            "number": census.number,
            "taken_at": (census.taken_at - EPOCH) // timedelta(microseconds=1),
            "unions": census.unions,
            "heads_root": census.heads_root.hex(),
            "path": path_to(leaves, number - 1),
        }

    def _head_json(self, number: int) -> Json:
        heads = self.heads(number)
        head = next(one for one in heads if one.union_id == self.union_id)
        return {
            "position": head.position,
            "hash": head.hash.hex(),
            "root": head.root.hex(),
            "path": [step.hex() for step in heads_map(heads).siblings(key_of(self.union_id))],
        }

    def absence_json(self, number: int) -> Json:
        """That the union is not among the heads of a census."""
        heads, key = heads_map(self.heads(number)), key_of(self.union_id)
        other = heads.stranger(key)
        return {
            "path": [step.hex() for step in heads.siblings(key)],
            "stranger": other and {"key": other.key.hex(), "entry_hash": other.entry_hash.hex()},
        }

    def proof(self, number: int = CENSUSES) -> Json:
        """From the head in a census to the checkpoint."""
        return {
            "format": "gonghui.union-proof/2",
            "union_id": str(self.union_id),
            "checkpoint": self.note().decode(),
            "census": self._census_json(number, CENSUSES),
            "head": self._head_json(number),
        }

    def held_proof(self, size: int) -> Json:
        leaves = [census_leaf(one) for one in self.censuses()]
        path = prove(consistency_ranges(size, CENSUSES), paths_over(leaves))
        is_counted = any(one.union_id == self.union_id for one in self.heads(size))
        return {
            "format": "gonghui.held-proof/2",
            "size": size,
            "root": self.held_checkpoint(size).root.hex(),
            "consistency": [step.hex() for step in path],
            "census": self._census_json(size, size),
            "head": self._head_json(size) if is_counted else None,
            "absence": None if is_counted else self.absence_json(size),
        }

    def first_over(self, position: int) -> tuple[int, int]:
        """The first census that counts an event, and where the head was then."""
        for number in range(FIRST_CENSUS, CENSUSES):
            at = self.position_at(number)
            if at is not None and at >= position:
                return number, at
        return CENSUSES, len(self.fields)

    def event_proof(self, position: int) -> Json:
        previous = (
            self.hashes[position - 2] if position > 1 else genesis(self.union_id, self.charter)
        )
        number, head = self.first_over(position)
        return {
            "format": "gonghui.event-proof/2",
            "position": position,
            "digest": self.digests[position - 1].hex(),
            "previous_hash": previous.hex(),
            "hash": self.hashes[position - 1].hex(),
            "path": path_to(self.digests[:head], position - 1),
            "following": [digest.hex() for digest in self.digests[position:head]],
            "of": self.proof(number),
        }

    # files

    def line(self, position: int) -> Json:
        fields = self.fields[position - 1]
        made = {
            "position": fields.position,
            "stream": str(fields.stream_id),
            "version": fields.version,
            "topic": fields.topic,
            "schema_version": fields.schema_version,
            "recorded_at": (fields.recorded_at - EPOCH) // timedelta(microseconds=1),
            "occurred_on": fields.occurred_on.isoformat(),
            "actor": fields.actor_id,
            "command": str(fields.command_id),
            "digest": self.digests[position - 1].hex(),
            "hash": self.hashes[position - 1].hex(),
        }
        try:
            made["body"] = fields.body.decode()
        except UnicodeDecodeError:
            made["body_base64"] = base64.b64encode(fields.body).decode()
        return made | self.changed_lines.get(position, {})

    def claims(self) -> Json:
        totals = verifier.Totals()
        for position in range(1, len(self.fields) + 1):
            line = (json.dumps(self.line(position))).encode()
            event = verifier.read_event(line)
            with suppress(ValueError, KeyError):
                totals.add(event, json.loads(event.body))
        return {
            "format": "gonghui.claims/1",
            "position": len(self.fields),
            "trial_balances": [
                {
                    "year": year,
                    "from": f"{year}-01-01",
                    "as_of": f"{year}-12-31",
                    "rows": [
                        {"fund": fund, "account": account}
                        | dict(zip(verifier.TRIAL_COLUMNS, row, strict=True))
                        for (fund, account), row in rows.items()
                    ],
                }
                for year, rows in totals.trial_balances().items()
            ],
            "dues": [
                {"year": year, "as_of": "9999-12-31", "received_fen": fen}
                for year, fen in totals.dues.items()
            ],
            "aid": counted(totals.aid),
            "condolences": counted(totals.condolences),
        }

    def attachments(self) -> list[Json]:
        named: dict[str, list[int]] = {}
        for fields in self.fields:
            with suppress(ValueError):
                for paper in json.loads(fields.body).get("attachments", []):
                    named.setdefault(paper["sha256"], []).append(fields.position)
        return [{"sha256": digest, "positions": places} for digest, places in sorted(named.items())]

    def files(self) -> Files:
        """Every file but the index."""
        topics = sorted({fields.topic for fields in self.fields})
        held: Files = {
            f"held/{size}.json": as_json(self.held_proof(size))
            for size in (1, FIRST_CENSUS, SECOND_CENSUS)
        }
        return held | {
            "README.txt": "如何核验 / how to verify\n".encode(),
            "attachments.json": as_json(
                {"format": "gonghui.attachments/1", "attachments": self.attachments()}
            ),
            "catalogue.json": as_json(
                {
                    "format": "gonghui.catalogue/1",
                    "events": [{"topic": topic, "schema_version": 1} for topic in topics],
                }
            ),
            "checkpoint.note": self.note(),
            "claims.json": as_json(self.claims()),
            "events.jsonl": b"".join(
                as_json(self.line(position)) + b"\n" for position in range(1, len(self.fields) + 1)
            ),
            "proof.json": as_json(self.proof()),
            "union.json": as_json(
                {
                    "format": "gonghui.union/1",
                    "union_id": str(self.union_id),
                    "code": self.named[0],
                    "name": self.named[1],
                    "charter": base64.b64encode(self.charter).decode(),
                    "log_keys": [key.public.text for key in self.signers],
                    "witness_keys": [WITNESS_KEY.public.text],
                }
            ),
        }

    def index(self, files: Files) -> Json:
        return {
            "format": "gonghui.bundle/1",
            "union_id": str(self.union_id),
            "checkpoint": {"size": CENSUSES, "root": self.checkpoint().root.hex()},
            "position": len(self.fields),
            "held": [1, FIRST_CENSUS, SECOND_CENSUS],
            "files": [
                {"name": name, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
                for name, raw in sorted(files.items())
            ],
        }

    def index_note(self, index: bytes) -> bytes:
        digest = hashlib.sha256(index).hexdigest()
        text = f"{ORIGIN}/bundle\n{self.union_id}\n{digest}\n"
        return Note(text, tuple(key.line(text) for key in self.index_signers)).raw

    def signed(self, files: Files, **changed: Any) -> Files:  # noqa: ANN401
        """Files with an index over them, signed; `changed` are fields of the index."""
        index = as_json(self.index(files) | changed)
        return files | {"index.json": index, "index.note": self.index_note(index)}
