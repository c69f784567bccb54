"""Restored books against heads known from elsewhere: short, another history, unknown, or whole."""

import uuid
from typing import Any

import msgspec
import pytest

from domain.checkpoint import Checkpoint, Head, heads_map
from domain.note import Note, SignatureLine
from services.audit.held import HeldMalformed
from services.backups.standing import Lacking, heads_of, standing_of
from services.backups.witnessed import FORMAT, HeldHead, HeldHeads, parse_witnessed
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from tests.support.appends import append, new_union
from tests.support.database import Database


async def test_what_lacks_and_what_differs_is_told_of_each_union(
    database: Database, log_store: PostgresLogStore
) -> None:
    unions = [await new_union(log_store) for _ in range(3)]
    for union_id in unions:
        await log_store.append(append(union_id))
        await log_store.append(append(union_id))
    unknown = uuid.uuid4()
    async with database.pool(Role.AUDITOR) as auditor:
        known = await heads_of(auditor)
        assert set(known) == set(unions)
        assert (await standing_of(auditor, known)).is_whole
        earlier = (await log_store.read_after(unions[0], 0, 1))[0]
        standing = await standing_of(
            auditor,
            {
                unions[0]: (1, earlier.hash),
                unions[1]: (5, known[unions[1]][1]),
                unions[2]: (2, b"\0" * 32),
                unknown: (4, b"\0" * 32),
            },
        )
    assert {one.union_id: one.events for one in standing.lacking} == {unions[1]: 3, unknown: 4}
    assert Lacking(union_id=unions[1], position=2, known=5) in standing.lacking
    assert standing.differing == [unions[2]]
    assert standing.events_lacking == 7


SIGNED = SignatureLine("log.example/books", b"key1", b"s" * 64)
HEAD = Head(union_id=uuid.UUID(int=7), position=3, hash=b"h" * 32, root=b"r" * 32)


def document(**changed: Any) -> str:  # noqa: ANN401
    note = Note(Checkpoint("log.example/books", 4, b"x" * 32).text, (SIGNED,)).raw.decode()
    head = HeldHead(HEAD.union_id, HEAD.position, HEAD.hash.hex(), HEAD.root.hex())
    made = HeldHeads(FORMAT, note, heads_map([HEAD]).root().hex(), [head])
    return msgspec.json.encode(msgspec.structs.replace(made, **changed)).decode()


def test_a_witnesss_file_gives_its_heads() -> None:
    found = parse_witnessed(document())
    assert (found.held.size, found.held.root) == (4, (b"x" * 32).hex())
    assert found.heads == {HEAD.union_id: HEAD}


OTHER = HeldHead(HEAD.union_id, 4, HEAD.hash.hex(), HEAD.root.hex())


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "gonghui.held/2"},
        {"heads_root": "00" * 32},
        {"heads": []},
        {"heads": [OTHER]},
        {"note": "log.example/books\n4\n"},
    ],
)
def test_a_file_whose_heads_are_not_those_of_its_census_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(HeldMalformed):
        parse_witnessed(document(**changed))
    with pytest.raises(HeldMalformed):
        parse_witnessed("{")
