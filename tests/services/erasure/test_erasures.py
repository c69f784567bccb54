"""An erasure from request to destroyed keys: repeatable, killable between any two steps, seen by every process."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from domain.dues.commands import ReceiveDues
from domain.encoding import decode
from domain.erasure.commands import HoldRecords
from domain.ids import MemberId
from domain.member.commands import AnnounceWithdrawal
from services.erasure.scan import scan
from services.keys import Vault, read_root_key
from services.reads import Scope
from services.store.addresses import Addresses
from services.store.keyring import Keyring
from services.store.scanning import compact_key_store
from services.wiring import Wired
from services.words.personal import ERASED
from tests.services.erasure.erasing import (
    DAY,
    FIRST,
    appoint,
    approved,
    erased,
    execute,
    left,
    wrapped,
)
from tests.support.books import TODAY, Office, id_number, new_office

SENTINEL = "哨兵删龘龘"
_OF_THE_BOOKS = {"logs", "trees", "ledgers", "claims", "keys"}
"""What fsck checks that an erasure could have touched."""


async def paid(office: Office, who: MemberId) -> None:
    await office.do(
        ReceiveDues(
            occurred_on=date(2026, 1, 31), member_id=who, dues_month="2026-01", amount_fen=500
        )
    )


@pytest.fixture
async def staffed(office: Office) -> Office:
    await appoint(office)
    return office


async def shown(office: Office, who: UUID) -> tuple[str | None, dict[str, str]]:
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    row = await office.books.ledgers.member(scope, who)
    assert row is not None
    return row.person.name, row.profile


async def test_whom_no_voucher_names_goes_whole(staffed: Office) -> None:
    who = await left(staffed, 1)
    assert (await shown(staffed, who))[0] == "仲*妮"
    await erased(staffed, who)
    assert await wrapped(staffed.books, staffed.union_id, who) == {}
    await asyncio.sleep(1.1)
    assert await shown(staffed, who) == (ERASED, {})


async def test_vouchers_keep_the_books_key_under_restriction(staffed: Office) -> None:
    """PIPL art. 47 sentence 2: stored and protected, nothing else; then destroyed when the term is over."""
    books, union_id = staffed.books, staffed.union_id
    who = await staffed.member(1)
    await paid(staffed, who)
    await _leave(staffed, who)
    await erased(staffed, who)
    assert set(await wrapped(books, union_id, who)) == {"books"}
    await asyncio.sleep(1.1)
    assert await shown(staffed, who) == (ERASED, {})
    revealed = await books.revealing.fields(union_id, who, ["identity.name"], restricted=False)
    assert revealed == {"identity.name": None}
    for_authority = await books.revealing.fields(union_id, who, ["identity.name"], restricted=True)
    assert for_authority == {"identity.name": "仲小妮"}
    early = await execute(staffed, who, date(2056, 12, 31))
    assert early.refused[0].refused.code == "erasure.retention_runs"
    (row,) = await books.erasures.ready(date(2057, 1, 1))
    assert (row.subject_id, row.stage) == (who, "restricted")
    ended = await execute(staffed, who, date(2057, 1, 1))
    assert ended.receipt is not None
    assert await wrapped(books, union_id, who) == {}


async def _leave(office: Office, who: MemberId) -> None:
    await office.do(AnnounceWithdrawal(occurred_on=date(2026, 5, 1), member_id=who))


async def test_a_live_member_is_not_erased(staffed: Office) -> None:
    who = await staffed.member(1)
    with pytest.raises(AssertionError, match="member_is_live"):
        await approved(staffed, who)


async def test_a_hold_that_comes_after_the_approvals_stops_it(staffed: Office) -> None:
    who = await left(staffed, 1)
    await approved(staffed, who)
    hold = HoldRecords(
        occurred_on=DAY, subject_id=who, reason="lawsuit", document_no="民初1号", officer_id=FIRST
    )
    await staffed.do(hold)
    outcome = await execute(staffed, who)
    assert outcome.refused[0].refused.code == "erasure.records_held"
    assert set(await wrapped(staffed.books, staffed.union_id, who)) == {"books", "file"}


async def test_chain_money_and_ledgers_are_what_they_were(staffed: Office) -> None:
    books, union_id = staffed.books, staffed.union_id
    who = await staffed.member(1)
    await paid(staffed, who)
    await _leave(staffed, who)
    before = await _money(staffed)
    head = await staffed.head()
    await erased(staffed, who)
    assert await _money(staffed) == before
    assert (await books.verifier.union(union_id)).broken is None
    assert (await books.log.read_after(union_id, head.position - 1, 1))[0].hash == head.hash
    await books.follower.round()
    report = await books.fsck.run()
    faults = [fault for part in report.parts if part.part in _OF_THE_BOOKS for fault in part.faults]
    assert faults == []


async def _money(office: Office) -> object:
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    return (await office.books.ledgers.dues_by_month(scope, year=2026)).rows


@pytest.mark.parametrize(
    "step",
    [
        "destroy_subject_keys",
        "restrict_subject_keys",
        "remove_blinds",
        "remove_from_every_county",
    ],
)
async def test_killed_between_any_two_steps_it_is_finished_later(
    staffed: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    books, union_id = staffed.books, staffed.union_id
    who = await staffed.member(1)
    await paid(staffed, who)
    federation_id = (await staffed.desk.read_union(union_id)).federation_id
    assert federation_id is not None
    await books.vault.list_in_county(federation_id, union_id, {id_number(1): who})
    await _leave(staffed, who)
    await approved(staffed, who)

    async def die(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as killed:
        killed.setattr(Keyring, step, die)
        with pytest.raises(ConnectionError):
            await execute(staffed, who)
    assert await books.erasures.settle_all() == 1
    assert await books.erasures.settle_all() == 1
    assert set(await wrapped(books, union_id, who)) == {"books"}
    keyring = Keyring(books.pools.keys)
    assert await keyring.blinds_of(union_id, [who]) == {}
    assert await keyring.listed_in_counties(union_id, [who]) == 0
    assert await books.vault.county_listing(federation_id, id_number(1)) == []


async def test_another_process_forgets_within_a_second(staffed: Office) -> None:
    books, union_id = staffed.books, staffed.union_id
    who = await left(staffed, 1)
    now = 100.0
    other = Vault(
        Keyring(books.pools.keys),
        read_root_key(books.settings.root_key_file),
        clock=lambda: now,
    )
    (first,) = [
        event for event in await books.log.read_after(union_id, 0, 100) if event.stream_id == who
    ][:1]
    sealed = decode(first.topic, first.schema_version, first.body).profile  # type: ignore[attr-defined] # registered
    opener = await other.opener(union_id, [who])
    assert opener.open(sealed, command_id=first.command_id, field="profile") is not None
    await erased(staffed, who)
    now = 101.0
    opener = await other.opener(union_id, [who])
    assert opener.open(sealed, command_id=first.command_id, field="profile") is None


async def test_whoever_comes_back_is_somebody_new(staffed: Office) -> None:
    who = await left(staffed, 1)
    await erased(staffed, who)
    assert await staffed.person(1) != who


async def test_only_the_erased_are_touched(staffed: Office) -> None:
    who, other = await left(staffed, 1), await left(staffed, 2, name="张三丰")
    await erased(staffed, who)
    neighbours = await new_office(staffed.books, code="U002")
    there = await neighbours.member(1)
    assert await staffed.books.erasures.settle_all() == 1
    assert set(await wrapped(staffed.books, staffed.union_id, other)) == {"books", "file"}
    assert set(await wrapped(staffed.books, neighbours.union_id, there)) == {"books", "file"}


async def test_the_scan_finds_no_trace_in_rows_and_files(staffed: Office) -> None:
    """Goal A4: plaintext and data key, in both live databases and the files beneath them."""
    books, union_id = staffed.books, staffed.union_id
    who = await left(staffed, 1, name=SENTINEL)
    keys = await wrapped(books, union_id, who)
    needles = {f"{kind} key": key for kind, key in keys.items()} | {"name": SENTINEL.encode()}
    addresses = Addresses(books.settings)
    places = [addresses.administrator, addresses.keystore_administrator]
    before = await scan(places, needles)
    assert {one.name for one in before.found if one.place == "keyring.subject_key"} == {
        "books key",
        "file key",
    }
    assert "name" not in {one.name for one in before.found}
    await erased(staffed, who)
    await compact_key_store(addresses.keystore_administrator or "")
    after = await scan(places, needles)
    left_in = {one.place.rpartition("/")[2] for one in after.found}
    assert left_in <= {"pg_wal"}, after.found
    assert any(place.endswith("keyring.subject_key") for place in after.covered)
    assert any("backups" in place for place in after.not_covered)


async def test_execution_names_the_last_voucher_day(books: Wired, staffed: Office) -> None:
    who = await staffed.member(1)
    await paid(staffed, who)
    await _leave(staffed, who)
    await approved(staffed, who)
    outcome = await execute(staffed, who)
    assert outcome.receipt is not None
    last = await books.log.read_after(staffed.union_id, outcome.receipt.first_position - 1, 2)
    assert [event.topic for event in last] == ["erasure.executed", "erasure.restricted"]
    assert b'"last_posting_on":"2026-01-31"' in last[0].body
