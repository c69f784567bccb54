"""The door in short: guesses at once, writes of unknown origin, and the test that tells two samples apart."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from litestar.connection import Request

from domain.ids import PLATFORM
from services.http.cookies import refuse_cross_site
from services.http.problems import Problem
from services.store.addresses import Role
from services.store.sql import queries
from tests.fuzz.door import guessed
from tests.fuzz.ground import open_ground
from tests.fuzz.ranks import mann_whitney_p
from tests.support.database import Database, Server

GUESSES = 100
NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)
PAUSE = timedelta(minutes=1)
AT_ONCE, TURNS = 12, 60


async def test_of_many_guesses_few_count_and_the_owner_gets_in(server: Server) -> None:
    async with open_ground(server) as ground:
        done = await guessed(ground, GUESSES)
    assert done.at_once == 3
    assert done.verified <= 10
    assert all(done.owner)
    assert not done.stranger


async def test_of_guesses_at_the_same_instant_one_counts(database: Database) -> None:
    """Whoever comes second finds what the first one left, also where the counter is an old one."""
    many = [await asyncpg.connect(database.of(Role.APP)) for _ in range(AT_ONCE)]
    try:
        for turn in range(TURNS):
            now = NOON + turn * timedelta(hours=2)
            waits = await asyncio.gather(*(_reserved(one, now) for one in many))
            assert sorted(waits, key=bool) == [None, *[PAUSE] * (AT_ONCE - 1)]
    finally:
        for one in many:
            await one.close()


async def _reserved(connection: asyncpg.Connection, now: datetime) -> timedelta | None:
    """One try is free, the next has to wait; nothing is shared with others."""
    reserve = queries("services.store", "access_queries.sql")["reserve_login"]
    hour, quarter = timedelta(hours=1), timedelta(minutes=15)
    account = (PLATFORM, now, b"c" * 32, b"b" * 32, None, None, now - hour)
    wait: timedelta | None = await connection.fetchval(
        reserve, *account, 1, PAUSE, quarter, hour, [], [], []
    )
    return wait


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ([(b"host", b"gonghui.test")], True),
        ([(b"host", b"gonghui.test"), (b"sec-fetch-site", b"same-origin")], False),
        ([(b"host", b"gonghui.test"), (b"origin", b"http://gonghui.test")], False),
    ],
)
def test_who_does_not_say_where_a_write_comes_from_is_not_believed(
    headers: list[tuple[bytes, bytes]], *, is_refused: bool
) -> None:
    scope = {"type": "http", "method": "POST", "path": "/v1/x", "headers": headers}
    request: Request[None, None, dict[str, object]] = Request(scope)  # type: ignore[arg-type]
    if not is_refused:
        return refuse_cross_site(request)
    with pytest.raises(Problem, match=r"access\.cross_site"):
        refuse_cross_site(request)
    return None


def test_samples_are_told_apart_by_their_ranks() -> None:
    """The last is Mann and Whitney's statistic by hand: U = 2, mean 12.5, variance 22.92."""
    same = [float(value) for value in range(100)]
    assert mann_whitney_p(same, same) == 1.0
    assert mann_whitney_p([1.0] * 9, [1.0] * 9) == 1.0
    assert mann_whitney_p(same, [value + 40 for value in same]) < 1e-6
    assert mann_whitney_p([1, 2, 3, 4, 7], [5, 6, 8, 9, 10]) == pytest.approx(0.0367, abs=1e-3)
