"""fsck: everything the books rest on, checked again from nothing. Run after a restore and every night.

It says of each part how much was looked at, what could not be looked at, and what is wrong; it mends nothing.
Whoever owns the machine can make it lie: only the offline verifier and a checkpoint from outside cannot be.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.checkpoint import Census, census_leaf, heads_map, parse_checkpoint
from domain.merkle import Frontier
from domain.note import NoteMalformed, PublicKey, parse_note
from domain.sealed import sealed_in
from services.audit.fsck_lanes import Work, carried_out, in_lanes
from services.audit.fsck_parts import claim_faults, moves_checked, papers_checked
from services.audit.fsck_reading import claiming_events, sealing_events
from services.audit.fsck_report import (
    Checked,
    CheckPapers,
    CompareLedgers,
    Fault,
    FindStrangers,
    LastRun,
    Part,
    Recounting,
    Report,
)
from services.audit.heads import heads_at
from services.audit.held import CheckpointBroken, Held, held_of
from services.audit.proofs import (
    CheckpointSpoilt,
    NoSuchCheckpoint,
    StoredCheckpoint,
    stored_checkpoint,
)
from services.audit.trees import CENSUSES
from services.audit.verify import BooksVerifier, Vouching
from services.keys import Vault
from services.keys.signing import SigningKeys, is_signed
from services.store.contract import RecordedEvent
from services.store.keyring import Keyring
from services.store.pool import Connection, Pool
from services.store.sql import queries, text

_AUDIT = queries("services.store", "audit.sql")
_EVIDENCE = queries("services.store", "evidence.sql")
_LOG = queries("services.store")
_RIGHTS = queries("services.store", "rights.sql")
_STRETCH_EVENTS: Final = 5_000
_CENSUSES_COUNTED: Final = 1_000
"""Of so many censuses the heads are added up again, spread over all; of every one the leaf and root."""
KIND: Final = "fsck"


class Fsck:
    """Checks the books.

    `compare` is the projector's: the ledgers of unions against a replay of their logs; `strangers` tells which
    tables of the county hold rows of unions that are none; `recount` begins to count a union's claims again;
    `check_papers` opens a union's papers. `lanes`: how much is done at a time; each takes two connections.
    """

    def __init__(
        self,
        *,
        auditor: Pool,
        checkpointer: Pool,
        verifier: BooksVerifier,
        signing: SigningKeys,
        witnesses: Sequence[PublicKey],
        keyring: Keyring,
        vault: Vault,
        compare: CompareLedgers,
        strangers: FindStrangers,
        recount: Callable[[UUID], Recounting],
        check_papers: CheckPapers,
        lanes: int = 1,
    ) -> None:
        self._auditor = auditor
        self._checkpointer = checkpointer
        self._verifier = verifier
        self._signing = signing
        self._witnesses = witnesses
        self._keyring = keyring
        self._vault = vault
        self._compare = compare
        self._strangers = strangers
        self._recount = recount
        self._check_papers = check_papers
        self._lanes = lanes

    async def run(self, held: Held | None = None, *, without: Collection[Part] = ()) -> Report:
        """Check everything, against a checkpoint from outside or the last cosigned one; keep the report.

        A part that is left out is reported as not covered.
        """
        unions = await self._unions()
        parts: dict[Part, Work] = {
            "rights": self._rights,
            "logs": partial(self._logs, held),
            "trees": partial(self._trees, unions),
            "checkpoints": self._checkpoints,
            "ledgers": partial(self._ledgers, unions),
            "claims": partial(self._claims, unions),
            "keys": partial(self._keys, unions),
            "attachments": partial(papers_checked, self._check_papers, unions),
            "moves": partial(moves_checked, self._auditor, unions),
        }
        report = Report(parts=await carried_out(parts, without, self._lanes))
        async with self._checkpointer.all_unions_tx() as connection:
            encoded = msgspec.json.encode(report)
            await connection.execute(_EVIDENCE["add_check_run"], KIND, report.sound, encoded)
        return report

    async def last(self) -> LastRun | None:
        """Return the newest run; None when there was none yet."""
        async with self._auditor.all_unions_tx() as connection:
            rows = await connection.fetch(_EVIDENCE["newest_check_run"], KIND)
        if not rows:
            return None
        return LastRun(
            finished_at=rows[0]["finished_at"],
            sound=rows[0]["sound"],
            report=msgspec.json.decode(rows[0]["report"], type=Report),
        )

    async def _logs(self, held: Held | None) -> Checked:
        covered, faults, left = 0, [], []
        vouching: Vouching | None = None
        try:
            vouching = await self._vouching(held)
        except CheckpointBroken as broken:
            faults.append(Fault(kind=broken.fault, place="checkpoint"))
        vouched = 0
        async for found in self._verifier.every_union(vouching):
            covered += found.events
            vouched += found.vouched
            if found.broken is not None:
                faults.append(
                    Fault(
                        kind=found.broken.fault,
                        union_id=found.union_id,
                        position=found.broken.position,
                    )
                )
        if vouching is None:
            left.append("no_checkpoint")
        elif covered > vouched:
            left.append(f"not_under_checkpoint:{covered - vouched}")
        if vouching is not None and held is None and not await self.newest_cosigned():
            left.append("no_cosignature")
        return Checked(part="logs", covered=covered, not_covered=left, faults=faults)

    async def _vouching(self, held: Held | None) -> Vouching | None:
        if held is not None:
            return await self._verifier.vouching(held)
        cosigned = await self.newest_cosigned()
        if cosigned is not None:
            return await self._verifier.vouching(held_of(cosigned.checkpoint))
        return await self._verifier.newest_vouching(self._signing.own.public)

    async def newest_cosigned(self) -> StoredCheckpoint | None:
        """Return the newest checkpoint that a witness we know has cosigned."""
        async with self._auditor.all_unions_tx() as connection:
            for row in await connection.fetch(_EVIDENCE["cosigned_sizes"]):
                try:
                    stored = await stored_checkpoint(connection, row["size"])
                except (CheckpointSpoilt, NoSuchCheckpoint):
                    continue  # said among the checkpoints
                if any(is_signed(stored.note, witness) for witness in self._witnesses):
                    return stored
        return None

    async def _trees(self, unions: Sequence[UUID]) -> Checked:
        """Make every kept subtree again from the leaves, those of the tree of censuses among them."""
        covered, faults = 0, []
        for tree in (*unions, CENSUSES):
            async with self._auditor.union_tx(tree) as connection:
                kept = {
                    (row["level"], row["ordinal"]): row["hash"]
                    for row in await connection.fetch(_EVIDENCE["kept_subtrees"], tree)
                }
                covered += len(kept)
                if not kept:
                    continue
                frontier = Frontier()
                async for leaf in _leaves(connection, tree):
                    for one, hash_ in frontier.append(leaf):
                        if kept.pop((one.level, one.ordinal), hash_) != hash_:
                            faults.append(_subtree_fault(tree, one.level, one.ordinal))
                faults += [_subtree_fault(tree, *place) for place in kept]
        return Checked(part="trees", covered=covered, faults=faults)

    async def _checkpoints(self) -> Checked:
        """Every census leaf and root, every signature, and the heads of some censuses."""
        faults: list[Fault] = []
        frontier = Frontier()
        async with self._auditor.all_unions_tx() as connection:
            newest = await connection.fetchrow(_EVIDENCE["newest_checkpoint"])
            last = 0 if newest is None else newest["size"]
            every = max(1, last // _CENSUSES_COUNTED)
            async for row in _every_checkpoint(connection):
                size = row["size"]
                if size != frontier.size + 1:
                    faults.append(Fault(kind="checkpoint_missing", position=frontier.size + 1))
                    break
                frontier.append(row["leaf"])
                if not self._is_whole(row, frontier.root()):
                    faults.append(Fault(kind="checkpoint_differs", position=size))
                is_counted = size % every == 0 or size == last
                if is_counted and not await _heads_agree(connection, row):
                    faults.append(Fault(kind="heads_differ", position=size))
            counted = await connection.fetch(_EVIDENCE["miscounted"])
        faults += [Fault(kind="count_differs", union_id=row["union_id"]) for row in counted]
        return Checked(part="checkpoints", covered=frontier.size, faults=faults)

    def _is_whole(self, row: Any, root: bytes) -> bool:  # noqa: ANN401 # a row as the database gives it
        census = Census(
            number=row["size"],
            taken_at=row["taken_at"],
            unions=row["unions"],
            heads_root=row["heads_root"],
        )
        try:
            note = parse_note(row["note"])
            checkpoint = parse_checkpoint(note.text)
        except NoteMalformed:
            return False
        return (
            census_leaf(census) == row["leaf"]
            and root == row["root"] == checkpoint.root
            and checkpoint.size == row["size"]
            and is_signed(note, self._signing.own.public)
        )

    async def _ledgers(self, unions: Sequence[UUID]) -> Checked:
        """Every projection of every union against a replay of its log."""
        covered, faults, left = 0, [], []
        coming = iter(unions)  # each lane takes the next one from it
        lanes = await in_lanes(self._lanes, [coming] * self._lanes, self._compare)
        every = dict(chain.from_iterable(found.items() for found in lanes))
        for union_id in unions:
            compared = every[union_id]
            covered += compared.tables
            faults += [
                Fault(kind="ledger_differs", union_id=union_id, place=place)
                for place in compared.differing
            ]
            left += [f"{union_id}:{name}" for name in compared.skipped]
        faults += [
            Fault(kind="union_unknown", place=table) for table in await self._strangers(set(unions))
        ]
        left.append("unknown_unions_in_ledgers_of_units")
        return Checked(part="ledgers", covered=covered, not_covered=left, faults=faults)

    async def _rights(self) -> Checked:
        """Grants, row policies, roles and functions as the installation's files make them."""
        expected = set(text("services.store", "rights.txt").splitlines())
        async with self._auditor.all_unions_tx() as connection:
            found = {row["line"] for row in await connection.fetch(_RIGHTS["rights"])}
            open_ledgers = await connection.fetch(_RIGHTS["open_ledgers"])
            unsafe = await connection.fetch(_RIGHTS["durability"])
            ledgers = await connection.fetchval(_RIGHTS["ledger_tables"])
        faults = [Fault(kind="right_missing", place=line) for line in sorted(expected - found)]
        faults += [Fault(kind="right_added", place=line) for line in sorted(found - expected)]
        faults += [Fault(kind="ledger_open", place=row["line"]) for row in open_ledgers]
        faults += [Fault(kind="not_durable", place=row["line"]) for row in unsafe]
        return Checked(part="rights", covered=len(expected) + ledgers, faults=faults)

    async def _claims(self, unions: Sequence[UUID]) -> Checked:
        """Claims and the closed period as the events make them; every command's range is its events'."""
        covered, faults, left = 0, [], ["request_digests"]
        for union_id in unions:
            recount = self._recount(union_id)
            async with self._auditor.union_tx(union_id) as connection:
                async for row in claiming_events(connection, union_id, recount.passed_over):
                    recount.take(RecordedEvent(**row))
                covered += await connection.fetchval(_AUDIT["claims"], union_id)
                covered += await connection.fetchval(_AUDIT["commands"], union_id)
                rows = await connection.fetch(_AUDIT["claim_faults"], union_id)
                rows += await connection.fetch(_AUDIT["command_digests"], union_id)
                rows += await connection.fetch(_AUDIT["idle_commands"], union_id)
                held = await connection.fetch(_AUDIT["claims_of_union"], union_id)
                heads = await connection.fetch(_LOG["head"], union_id)
            faults += [
                Fault(kind=row["kind"], union_id=union_id, position=row["position"]) for row in rows
            ]
            if heads and heads[0]["closed_until"] != recount.closed_until():
                faults.append(Fault(kind="closed_period_differs", union_id=union_id))
            due = recount.claims | await self._member_claims(union_id, recount)
            faults += claim_faults(union_id, {row["claim"] for row in held}, due)
            left += [f"{union_id}:{position}" for position in recount.unread]
        return Checked(part="claims", covered=covered, not_covered=left, faults=faults)

    async def _member_claims(self, union_id: UUID, recount: Recounting) -> set[str]:
        live = recount.live_members()
        return set((await self._vault.claims_of(union_id, "member", live)).values())

    async def _keys(self, unions: Sequence[UUID]) -> Checked:
        """Every sealed value names a key there is, or one that was destroyed on purpose."""
        covered, faults = 0, []
        for union_id in unions:
            named: dict[tuple[UUID, str], int] = {}
            async with self._auditor.union_tx(union_id) as connection:
                async for row in sealing_events(connection, union_id):
                    for sealed in sealed_in(row["body"]):
                        named.setdefault((sealed.subject_id, sealed.key), row["position"])
            covered += len(named)
            faults += await self._keyless(union_id, named)
        return Checked(part="keys", covered=covered, faults=faults)

    async def _keyless(self, union_id: UUID, named: dict[tuple[UUID, str], int]) -> list[Fault]:
        subjects = sorted({subject_id for subject_id, _ in named})
        known = await self._keyring.subject_keys(union_id, subjects)
        return [
            Fault(kind="key_missing", union_id=union_id, position=position)
            for place, position in named.items()
            if place not in known
        ]

    async def _unions(self) -> list[UUID]:
        async with self._auditor.all_unions_tx() as connection:
            rows = await connection.fetch(_AUDIT["unions_with_events"])
        return [row["union_id"] for row in rows]


async def _leaves(connection: Connection, tree: UUID) -> AsyncIterator[bytes]:
    """Yield the leaves of a union's tree, or of that of the censuses."""
    if tree == CENSUSES:
        async for row in _every_checkpoint(connection):
            yield row["leaf"]
        return
    reached = 0
    while True:
        rows = await connection.fetch(
            _EVIDENCE["digests_after"], tree, reached, reached + _STRETCH_EVENTS
        )
        for row in rows:
            yield row["digest"]
        if len(rows) < _STRETCH_EVENTS:
            return
        reached += _STRETCH_EVENTS


async def _every_checkpoint(connection: Connection) -> AsyncIterator[Any]:
    """Yield the checkpoints in order."""
    reached = 0
    while True:
        rows = await connection.fetch(_EVIDENCE["checkpoints_after"], reached, _STRETCH_EVENTS)
        for row in rows:
            yield row
        if len(rows) < _STRETCH_EVENTS:
            return
        reached = rows[-1]["size"]


async def _heads_agree(connection: Connection, row: Any) -> bool:  # noqa: ANN401 # a row
    heads = await heads_at(connection, row["size"])
    root = heads_map(heads.values()).root()
    return bool(len(heads) == row["unions"] and root == row["heads_root"])


def _subtree_fault(tree: UUID, level: int, ordinal: int) -> Fault:
    position = (ordinal << level) + 1
    if tree == CENSUSES:
        return Fault(kind="subtree_of_censuses_differs", position=position)
    return Fault(kind="subtree_differs", union_id=tree, position=position)
