"""What is recorded about somebody after their data were erased: nothing that would bring them back."""

import asyncio
from datetime import UTC, date, datetime

import asyncpg
import pytest

from domain.dues.commands import ReceiveDues
from domain.member.commands import (
    AnnounceWithdrawal,
    GiveConsent,
    RecordDeath,
    ReverseMembershipChange,
)
from services.reads import Scope
from services.store.addresses import Addresses
from services.store.keyring import Keyring
from tests.services.erasure.erasing import DAY, appoint, approved, erased, execute, left, wrapped
from tests.support.books import TODAY, Office


@pytest.fixture
async def staffed(office: Office) -> Office:
    await appoint(office)
    return office


async def test_whoever_was_erased_is_no_member_again(staffed: Office) -> None:
    """Without keys and blind index nobody could tell who that member is, or that they are one twice."""
    who = await left(staffed, 1)
    await erased(staffed, who)
    for command in (
        ReverseMembershipChange(
            occurred_on=DAY, member_id=who, reversed_version=2, reason="录入有误"
        ),
        GiveConsent(occurred_on=DAY, member_id=who, notice_version="2026-1"),
        RecordDeath(occurred_on=DAY, member_id=who),
    ):
        assert await staffed.refused(command) == "member.unknown"


async def test_money_that_comes_in_later_keeps_the_books_key_longer(staffed: Office) -> None:
    """会计档案管理办法 art. 14: the term runs from the last voucher, also of one after the erasure."""
    who = await staffed.member(1)

    def receipt(day: date, month: str) -> ReceiveDues:
        return ReceiveDues(occurred_on=day, member_id=who, dues_month=month, amount_fen=500)

    await staffed.do(receipt(date(2026, 1, 31), "2026-01"))
    await staffed.do(AnnounceWithdrawal(occurred_on=date(2026, 5, 1), member_id=who))
    await erased(staffed, who)
    await staffed.do(receipt(date(2027, 2, 1), "2026-02"))
    early = await execute(staffed, who, date(2057, 1, 1))
    assert early.refused[0].refused.code == "erasure.retention_runs"
    assert set(await wrapped(staffed.books, staffed.union_id, who)) == {"books"}
    assert (await execute(staffed, who, date(2058, 1, 1))).receipt is not None


async def test_a_lost_key_is_not_taken_for_an_erasure(staffed: Office) -> None:
    who, scope = await left(staffed, 1), Scope(union_id=staffed.union_id, as_of=TODAY)
    address = Addresses(staffed.books.settings).keystore_administrator
    connection = await asyncpg.connect(address)
    try:
        await connection.execute("delete from keyring.subject_key")
    finally:
        await connection.close()
    await asyncio.sleep(1.1)
    await Keyring(staffed.books.pools.keys).destroy_subject_keys(
        staffed.union_id, [], "file", datetime.now(UTC)
    )
    row = await staffed.books.ledgers.member(scope, who)
    assert row is not None
    assert row.person.name is None


@pytest.mark.parametrize("serial", range(3))
async def test_an_erasure_and_a_return_at_the_same_moment_never_both_hold(
    staffed: Office, serial: int
) -> None:
    who = await left(staffed, serial + 1)
    await approved(staffed, who)
    back = ReverseMembershipChange(
        occurred_on=DAY, member_id=who, reversed_version=2, reason="录入有误"
    )
    execution, reversal = await asyncio.gather(execute(staffed, who), staffed.ask([back]))
    codes = {one.refused[0].refused.code for one in (execution, reversal) if one.refused}
    assert codes in ({"member.unknown"}, {"erasure.member_is_live"})
    kept = await wrapped(staffed.books, staffed.union_id, who)
    assert set(kept) == (set() if execution.receipt else {"books", "file"})
