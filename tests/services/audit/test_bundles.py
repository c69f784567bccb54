"""The bundle of real books passes the offline verifier, and what was done to the books behind our back does not."""

import random
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from domain.attachment import PAPER_FIELDS, PAPER_FIELDS_OF
from domain.note import COSIGNATURE
from services.audit import NoSuchCheckpoint, NotCovered, offline_verifier
from services.audit.bundle import BundleName, Bundles, parse_name
from services.audit.offline_verifier import Report, Wishes, verify_bundle
from services.commands.founding import federation_id_of
from services.projector.replay import ReplayStumbled
from services.wiring import Wired
from services.words.bundle import FILES
from tests.offline.making import TestKey
from tests.services.audit.growing import receive
from tests.services.audit.test_census_follower import append
from tests.services.projector.histories import KINDS, PEOPLE, Teller, Wish
from tests.support.books import Office, import_county, new_office, part_of_county

UNITS = ("QZ001", "QZ003")


async def bundled(
    books: Wired, union_id: UUID, folder: Path, *, held: tuple[int, ...] = ()
) -> Path:
    """Write the newest bundle of a union."""
    name = await books.bundles.name(union_id, held=held)
    path = folder / f"{union_id}.zip"
    with path.open("wb") as file:
        await books.bundles.write(union_id, name, file)
    return path


async def checked(
    books: Wired,
    union_id: UUID,
    folder: Path,
    wishes: Wishes = Wishes(),  # noqa: B008 # never changes
) -> Report:
    """Write the newest bundle that begins with what is held, and check it."""
    held = tuple(one.size for one in wishes.held)
    return verify_bundle(str(await bundled(books, union_id, folder, held=held)), wishes)


def key_of(books: Wired) -> offline_verifier.Key:
    return offline_verifier.read_key(books.signing.own.public.text)


async def tell(office: Office, seed: int, count: int) -> None:
    """A history of wishes, many of which are rightly refused."""
    dice = random.Random(seed)  # noqa: S311 # repeatable on purpose
    teller = await Teller.of(office)
    for _ in range(count):
        kind, who = dice.choice(KINDS), dice.randrange(PEOPLE)
        day, amount, which = dice.randrange(641), dice.randrange(1, 2_000_000), dice.randrange(6)
        await teller.tell(Wish(kind, who, day, amount, which, "none"))


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_histories_pass_and_nothing_in_them_is_unknown(
    office: Office, tmp_path: Path, seed: int
) -> None:
    books = office.books
    first = await books.checkpointer.take()
    assert first.checkpoint is not None
    await tell(office, seed, 220)
    await books.checkpointer.take()
    held = offline_verifier.read_held(first.checkpoint.short_code)
    for union_id in (office.union_id, federation_id_of("C000")):
        found = await checked(books, union_id, tmp_path, Wishes(held=(held,), key=key_of(books)))
        assert found.status == 0, offline_verifier.told(found, 1)
        assert not {what for what, _, _ in found.open} & {"topics", "no_held", "signer_identity"}
        assert found.facts["events"] == (await books.log.head(union_id)).position
        if union_id == office.union_id:
            assert found.covered["separation"] > 0


async def test_the_rebuilt_totals_are_the_known_ones(books: Wired, tmp_path: Path) -> None:
    """Two units of the sample county: the events add up to what the roll-up says."""
    folder = part_of_county(tmp_path / "county", UNITS)
    await import_county(books, folder)
    await books.checkpointer.take()
    for unit in await books.directory.units():
        if unit.code not in UNITS:
            continue
        found = await checked(books, unit.unit_id, tmp_path)
        assert found.status == 0, offline_verifier.told(found, 1)
        assert found.facts["code"] == unit.code
        assert found.covered["amounts"] > 0
        year = (await books.rollup.year([unit.unit_id], 2026)).county
        (dues,) = (row for row in found.facts["dues"] if row["year"] == 2026)
        assert dues["received_fen"] == sum(year.dues.received_fen_by_month) > 0
        aid = {row["year"]: row for row in found.facts["aid"]}[2026]
        assert (aid["payments"], aid["amount_fen"]) == (year.aid.payments, year.aid.amount_fen)


async def test_the_same_name_gives_the_same_bytes(office: Office, tmp_path: Path) -> None:
    books = office.books
    await receive(office, await office.member(1), times=30)
    await books.checkpointer.take()
    name = await books.bundles.name(office.union_id)
    (tmp_path / "a").mkdir()
    first = (await bundled(books, office.union_id, tmp_path / "a")).read_bytes()
    await receive(office, await office.member(2), times=5)
    await books.checkpointer.take()
    again = tmp_path / "again.zip"
    with again.open("wb") as file:
        await books.bundles.write(office.union_id, name, file)
    assert again.read_bytes() == first


async def test_cosignatures_that_come_later_are_not_in_a_bundle_named_before(
    office: Office, tmp_path: Path
) -> None:
    books = office.books
    witness = TestKey("county.example/witness", "w", COSIGNATURE)
    await books.checkpointer.take()
    made = Bundles(
        books.pools.auditor,
        books.proofs,
        shows=books.bundles._shows,
        signing=books.signing,
        witnesses=[witness.public],
        stumbled=(ReplayStumbled,),
    )
    before = await made.name(office.union_id)
    stored = await books.proofs.checkpoint()
    line = witness.cosigned(stored.note.text, 1_800_000_000).text
    superuser = await asyncpg.connect(books.settings.database_url)
    await superuser.execute(
        "insert into books.cosignature (size, witness, cosigned_at, line) values ($1, $2, now(), $3)",
        stored.size,
        witness.public.name,
        line,
    )
    await superuser.close()
    after = await made.name(office.union_id)
    assert (before.cosigned_until, after.cosigned_until) == (0, 1_800_000_000)
    cosigned = []
    for name in (before, after):
        path = tmp_path / f"{name.text}.zip"
        with path.open("wb") as file:
            await made.write(office.union_id, name, file)
        found = verify_bundle(str(path), Wishes())
        assert found.status == 0
        cosigned.append(found.covered["cosignatures"])
    assert cosigned == [0, 1]


KEPT = ("event", "union_head")
UPDATE = "update books.event set {} where union_id = $1 and position = 5"
TAMPERED = {
    "a body": (UPDATE.format("body = body || ' '"), {"digest"}),
    "a body that is no text": (UPDATE.format("body = '\\xff'"), {"digest", "body"}),
    "an actor": (UPDATE.format("actor_id = 'x'"), {"digest"}),
    "a time no clock shows": (UPDATE.format("recorded_at = 'infinity'"), {"readable"}),
    "a date no calendar has": (UPDATE.format("occurred_on = 'infinity'"), {"digest"}),
    "a topic nobody knows": (UPDATE.format("topic = 'a.b'"), {"digest", "catalogue"}),
    "a digest": (UPDATE.format("digest = sha256('x')"), {"digest", "link", "root"}),
    "a hash": (UPDATE.format("hash = sha256('x')"), {"link"}),
    "one taken out": (
        "delete from books.event where union_id = $1 and position = 5",
        {"positions", "link", "root", "head_position"},
    ),
    "the charter": (
        "update books.union_head set charter = 'x' where union_id = $1",
        {"genesis"},
    ),
}


async def test_tampered_books_are_written_as_they_are_and_refused(
    office: Office, tmp_path: Path
) -> None:
    books = office.books
    await receive(office, await office.member(1), times=3)
    await books.checkpointer.take()
    superuser = await asyncpg.connect(books.settings.database_url)
    for table in KEPT:
        await superuser.execute(f"create temp table kept_{table} as select * from books.{table}")
    for case, (script, checks) in TAMPERED.items():
        await superuser.execute(script, office.union_id)
        found = await checked(books, office.union_id, tmp_path)
        assert found.status == 1, case
        assert checks <= set(found.failed), case
        assert {failure.union for failure in found.failures} == {str(office.union_id)}
        if case not in ("the charter", "a time no clock shows"):
            assert 5 in {failure.position for failure in found.failures}, case
        for table in KEPT:
            await superuser.execute(f"delete from books.{table}")
            await superuser.execute(f"insert into books.{table} select * from kept_{table}")
    assert (await checked(books, office.union_id, tmp_path)).status == 0
    await superuser.close()


async def test_a_union_founded_after_a_checkpoint_loses_nothing(
    office: Office, tmp_path: Path
) -> None:
    """It is proven not to have been there; the bundles of all unions agree."""
    books = office.books
    await books.checkpointer.take()
    newcomer = await new_office(books, code="U2", county="C1")
    await books.checkpointer.take()
    stored = await books.proofs.checkpoint(1)
    held = offline_verifier.read_held(stored.checkpoint.short_code)
    reports = [
        await checked(books, union_id, tmp_path, Wishes(held=(held,), key=key_of(books)))
        for union_id in (office.union_id, newcomer.union_id)
    ]
    offline_verifier.compare(reports)
    for found in reports:
        assert found.status == 0, offline_verifier.told(found, 1)
        assert found.covered["held_head"] == found.covered["held_given"] == 1
        assert found.covered["agreement"] == 3


async def test_an_event_of_an_unknown_kind_leaves_the_totals_uncovered(
    office: Office, tmp_path: Path
) -> None:
    books = office.books
    await append(office, "lottery.drawn")
    await books.checkpointer.take()
    found = await checked(books, office.union_id, tmp_path)
    assert found.status == 1
    assert ("topics", "lottery.drawn/1", 1) in found.open


async def test_what_cannot_be_made_is_said(office: Office) -> None:
    books = office.books
    with pytest.raises(NoSuchCheckpoint):
        await books.bundles.name(office.union_id)
    await books.checkpointer.take()
    newcomer = await new_office(books, code="U2", county="C1")
    with pytest.raises(NotCovered):
        await books.bundles.name(newcomer.union_id)
    for wish in ({"checkpoint": 9}, {"held": (9,)}, {"held": tuple(range(1, 30))}):
        with pytest.raises(NoSuchCheckpoint):
            await books.bundles.name(office.union_id, **wish)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", [BundleName(1, 0), BundleName(12, 1_767_225_600, (3, 7)), BundleName(10**17, 5, (1,))]
)
def test_a_name_is_read_back(name: BundleName) -> None:
    assert parse_name(name.text) == name


@pytest.mark.parametrize(
    "text",
    ["", "c1", "c0.t0", "c1.t01", "c1.t0.h0", "c1.t0.h2.h1", "c1.t0.h1.h1", "c1.t0x", "c١.t0"],
)
def test_no_other_spelling_is_a_name(text: str) -> None:
    assert parse_name(text) is None


def test_writer_and_verifier_know_the_same_papers() -> None:
    assert PAPER_FIELDS == offline_verifier.ATTACHMENT_FIELDS
    assert PAPER_FIELDS_OF == offline_verifier.ATTACHMENT_FIELDS_OF


def test_every_file_explains_itself_in_both_languages() -> None:
    assert set(FILES) == set(offline_verifier.FIXED_FILES)
    assert all(said.zh and said.en for said in FILES.values())
