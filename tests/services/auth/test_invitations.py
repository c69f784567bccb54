"""Invitations: one code, one account, one place, one week, once."""

import asyncio
import re
from uuid import uuid4

import asyncpg
import pytest

from domain.ids import AccountId
from services.auth.invitations import Invitations
from services.auth.one_time_codes import new_code, normal_code
from services.identifiers import new_id
from services.store.access_door_rows import InvitationRows
from services.store.pool import Pool
from tests.services.auth.conftest import Clock
from tests.support.database import Database

ACCOUNT, OTHER = AccountId(new_id()), AccountId(new_id())


@pytest.fixture
def invitations(pool: Pool, clock: Clock) -> Invitations:
    return Invitations(InvitationRows(pool), now=clock)


async def test_a_code_opens_its_place_once(invitations: Invitations) -> None:
    place_id = uuid4()
    code = await invitations.issue(ACCOUNT, place_id)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert await invitations.has_open(ACCOUNT)
    assert await invitations.match(ACCOUNT, code) == place_id
    assert await invitations.redeem(ACCOUNT, code) == place_id
    assert await invitations.redeem(ACCOUNT, code) is None
    assert await invitations.match(ACCOUNT, code) is None
    assert not await invitations.has_open(ACCOUNT)


async def test_a_code_is_its_accounts_alone(invitations: Invitations) -> None:
    code = await invitations.issue(ACCOUNT, uuid4())
    assert await invitations.redeem(OTHER, code) is None
    assert await invitations.match(OTHER, code) is None
    assert not await invitations.has_open(OTHER)
    assert await invitations.redeem(ACCOUNT, code) is not None


async def test_fifty_redeem_one_code_and_one_succeeds(invitations: Invitations) -> None:
    place_id = uuid4()
    code = await invitations.issue(ACCOUNT, place_id)
    answers = await asyncio.gather(
        *(invitations.redeem(ACCOUNT, code) for _ in range(50)), return_exceptions=True
    )
    assert answers.count(place_id) == 1


async def test_a_code_holds_for_a_week(invitations: Invitations, clock: Clock) -> None:
    code = await invitations.issue(ACCOUNT, uuid4())
    clock.go(days=7, seconds=-1)
    assert await invitations.has_open(ACCOUNT)
    clock.go(seconds=1)
    assert not await invitations.has_open(ACCOUNT)
    assert await invitations.redeem(ACCOUNT, code) is None


async def test_a_newer_code_voids_the_older_at_the_same_place_only(
    invitations: Invitations,
) -> None:
    here, there = uuid4(), uuid4()
    old, elsewhere = await invitations.issue(ACCOUNT, here), await invitations.issue(ACCOUNT, there)
    new = await invitations.issue(ACCOUNT, here)
    assert await invitations.redeem(ACCOUNT, old) is None
    assert await invitations.redeem(ACCOUNT, new) == here
    assert await invitations.redeem(ACCOUNT, elsewhere) == there
    again = await invitations.issue(ACCOUNT, here)
    assert await invitations.redeem(ACCOUNT, again) == here


async def test_a_withdrawn_code_opens_nothing(invitations: Invitations) -> None:
    place_id = uuid4()
    code = await invitations.issue(ACCOUNT, place_id)
    assert await invitations.withdraw(ACCOUNT, place_id)
    assert not await invitations.withdraw(ACCOUNT, place_id)
    assert await invitations.redeem(ACCOUNT, code) is None


async def test_the_code_is_not_stored(invitations: Invitations, database: Database) -> None:
    code = await invitations.issue(ACCOUNT, uuid4())
    connection = await asyncpg.connect(database.administrator)
    stored = await connection.fetchval("select i::text from books.invitation i")
    await connection.close()
    for text in (code, code.replace("-", "")):
        assert text not in stored
        assert text.encode().hex() not in stored


@pytest.mark.parametrize(
    "typed",
    ["AB01-2345-6789-CDEF", "abol23456789cdef", " ab0i 2345 6789 cdef ", "ABOl–2345—6789－CDEF"],
)
def test_what_people_confuse_is_read_as_meant(typed: str) -> None:
    assert normal_code(typed) == "AB0123456789CDEF"


@pytest.mark.parametrize(
    "typed", ["", "AB01", "U" * 16, "０" * 16, "-" * 100_000, "A" * 17, "甲" * 16]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normal_code(typed) is None


def test_codes_are_of_eighty_random_bits() -> None:
    codes = {normal_code(new_code()) for _ in range(1000)}
    assert len(codes) == 1000
    assert None not in codes
    assert {letter for code in codes if code for letter in code} == set(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    )
