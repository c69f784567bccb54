"""Sessions: opaque, over in time, dead the moment they are ended, and a new token at every change of rights."""

import asyncio
import re
from datetime import timedelta

import asyncpg
import pytest

from domain.ids import AccountId
from services.auth.sessions import (
    Begun,
    SessionGone,
    SessionLimits,
    Sessions,
    csrf_token,
    family,
    is_csrf_token,
)
from services.errors import PoolExhausted
from services.keys import Vault
from services.store.access_door_rows import SessionRows
from services.store.access_rows import CredentialRows
from services.store.pool import Pool
from tests.services.auth.conftest import NOON, Clock, opened_account
from tests.support.database import Database

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def sessions(pool: Pool, clock: Clock) -> Sessions:
    return Sessions(SessionRows(pool), now=clock)


async def begun(sessions: Sessions, account_id: AccountId, *, second_factor: bool = False) -> Begun:
    return await sessions.begin(
        account_id, generation=1, agent=FIREFOX, second_factor=second_factor
    )


async def test_a_session_is_found_by_its_token_alone(
    sessions: Sessions, account_id: AccountId, database: Database
) -> None:
    one = await begun(sessions, account_id, second_factor=True)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", one.token)
    assert await sessions.find(one.token) == one.session
    assert (one.session.second_factor_at, one.session.must_change_password) == (NOON, False)
    last = "A" if one.token[-1] != "A" else "B"
    for text in ("", one.token[:-1], one.token[:-1] + last, f"{one.token}A", "甲" * 43):
        assert await sessions.find(text) is None
    connection = await asyncpg.connect(database.administrator)
    stored = await connection.fetchval("select s::text from books.account_session s")
    await connection.close()
    assert one.token not in stored
    assert one.token.encode().hex() not in stored


async def test_a_session_left_idle_is_over(
    sessions: Sessions, account_id: AccountId, clock: Clock
) -> None:
    one = await begun(sessions, account_id)
    clock.go(minutes=29)
    assert await sessions.find(one.token) is not None
    clock.go(minutes=29)
    assert await sessions.find(one.token) is not None
    clock.go(minutes=30)
    assert await sessions.find(one.token) is None
    assert await sessions.listed(account_id) == []


async def test_a_session_in_use_is_over_after_twelve_hours(
    sessions: Sessions, account_id: AccountId, clock: Clock
) -> None:
    one = await begun(sessions, account_id)
    for _ in range(36):
        clock.go(minutes=19, seconds=59)
        assert await sessions.find(one.token) is not None
    clock.go(minutes=1)
    assert await sessions.find(one.token) is None


async def test_a_renewed_session_keeps_its_absolute_end(
    sessions: Sessions, account_id: AccountId, clock: Clock
) -> None:
    one = await begun(sessions, account_id)
    for _ in range(30):
        clock.go(minutes=23)
        found = await sessions.find(one.token)
        assert found is not None
        one = await sessions.renew(found)
    clock.go(minutes=30)
    assert await sessions.find(one.token) is None


async def test_the_limits_can_be_set(pool: Pool, account_id: AccountId, clock: Clock) -> None:
    limits = SessionLimits(idle=timedelta(minutes=5), absolute=timedelta(minutes=8))
    sessions = Sessions(SessionRows(pool), limits, now=clock)
    one = await begun(sessions, account_id)
    clock.go(minutes=4)
    assert await sessions.find(one.token) is not None
    clock.go(minutes=4)
    assert await sessions.find(one.token) is None


async def test_a_clock_that_stepped_back_ends_no_session(
    sessions: Sessions, account_id: AccountId, clock: Clock
) -> None:
    one = await begun(sessions, account_id)
    clock.go(hours=-1)
    assert await sessions.find(one.token) is not None
    assert len(await sessions.listed(account_id)) == 1


async def test_use_is_noted_at_most_once_a_minute(
    sessions: Sessions, account_id: AccountId, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched = []
    inner = SessionRows.touch

    async def counted(*told: object) -> None:
        touched.append(told)
        await inner(*told)  # type: ignore[arg-type] # what `touch` was called with

    monkeypatch.setattr(SessionRows, "touch", counted)
    one = await begun(sessions, account_id)
    for _ in range(12):
        clock.go(seconds=10)
        assert await sessions.find(one.token) is not None
    assert len(touched) == 2


async def test_a_busy_database_turns_nobody_away_for_a_note(
    sessions: Sessions, account_id: AccountId, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise PoolExhausted

    monkeypatch.setattr(SessionRows, "touch", busy)
    one = await begun(sessions, account_id)
    clock.go(minutes=5)
    assert await sessions.find(one.token) is not None


async def test_a_renewed_session_has_a_new_token_and_the_old_one_is_dead(
    sessions: Sessions, account_id: AccountId, clock: Clock
) -> None:
    one = await begun(sessions, account_id)
    clock.go(minutes=1)
    two = await sessions.renew(one.session, second_factor=True, must_change_password=True)
    assert two.session.session_id == one.session.session_id
    assert two.session.second_factor_at == clock.now
    assert two.session.must_change_password
    assert await sessions.find(one.token) is None
    assert await sessions.find(two.token) == two.session
    three = await sessions.renew(two.session)
    assert three.session.second_factor_at == two.session.second_factor_at
    four = await sessions.renew(three.session, second_factor=False, must_change_password=False)
    assert (four.session.second_factor_at, four.session.must_change_password) == (None, False)
    with pytest.raises(SessionGone):
        await sessions.renew(one.session)


async def test_fifty_renew_one_session_and_one_token_is_left(
    sessions: Sessions, account_id: AccountId
) -> None:
    one = await begun(sessions, account_id)
    answers = await asyncio.gather(
        *(sessions.renew(one.session) for _ in range(50)), return_exceptions=True
    )
    winners = [answer for answer in answers if isinstance(answer, Begun)]
    assert len(winners) == 1
    assert await sessions.find(winners[0].token) is not None


async def test_an_ended_session_is_dead_at_once_and_only_its_owner_ends_it(
    sessions: Sessions, account_id: AccountId, vault: Vault, pool: Pool
) -> None:
    other = await opened_account(vault, pool, "li.si")
    one, two = await begun(sessions, account_id), await begun(sessions, account_id)
    assert not await sessions.end(other, one.session.session_id)
    assert await sessions.end(account_id, one.session.session_id)
    assert not await sessions.end(account_id, one.session.session_id)
    assert await sessions.find(one.token) is None
    assert await sessions.find(two.token) is not None
    with pytest.raises(SessionGone):
        await sessions.renew(one.session)


async def test_all_sessions_but_this_one_are_ended(
    sessions: Sessions, account_id: AccountId, vault: Vault, pool: Pool, clock: Clock
) -> None:
    strangers = await begun(sessions, await opened_account(vault, pool, "li.si"))
    mine = []
    for _ in range(3):
        clock.go(seconds=1)
        mine.append(await begun(sessions, account_id))
    assert [one.session_id for one in await sessions.listed(account_id)] == [
        one.session.session_id for one in reversed(mine)
    ]
    ended = await sessions.end_all(account_id, but=mine[1].session.session_id)
    assert set(ended) == {mine[0].session.session_id, mine[2].session.session_id}
    assert [one.session_id for one in await sessions.listed(account_id)] == [
        mine[1].session.session_id
    ]
    assert await sessions.end_all(account_id) == [mine[1].session.session_id]
    assert await sessions.find(strangers.token) is not None


async def test_a_reset_or_closed_account_has_no_sessions(
    sessions: Sessions, account_id: AccountId, pool: Pool, clock: Clock
) -> None:
    credentials = CredentialRows(pool)
    one = await begun(sessions, account_id)
    assert await credentials.reset(account_id, None, drop_second_factor=False) == 2
    assert await sessions.find(one.token) is None
    assert await sessions.listed(account_id) == []
    two = await sessions.begin(account_id, generation=2, agent="", second_factor=False)
    assert await credentials.close(account_id, clock.now)
    assert await sessions.find(two.token) is None
    assert await credentials.reopen(account_id) == 3
    assert await sessions.find(two.token) is None


async def test_a_form_belongs_to_its_session_and_token(
    sessions: Sessions, account_id: AccountId
) -> None:
    one, two = await begun(sessions, account_id), await begun(sessions, account_id)
    token = csrf_token(one.session)
    found = await sessions.find(one.token)
    assert found is not None
    assert is_csrf_token(found, token)
    for text in ("", token[:-1], csrf_token(two.session), one.token, "甲\ud800"):
        assert not is_csrf_token(one.session, text)
    assert not is_csrf_token((await sessions.renew(one.session)).session, token)


async def test_sessions_long_over_are_removed(
    sessions: Sessions, account_id: AccountId, clock: Clock, database: Database
) -> None:
    await begun(sessions, account_id)
    clock.go(days=31)
    kept = await begun(sessions, account_id)
    await sessions.tidy()
    connection = await asyncpg.connect(database.administrator)
    left = await connection.fetch("select session_id from books.account_session")
    await connection.close()
    assert [row[0] for row in left] == [kept.session.session_id]


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        (FIREFOX, "Firefox · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/120 MicroMessenger/8.0.50", "WeChat · Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605.1.15", "Safari · macOS"),
        ("curl/8.5", "other"),
        ("", "other"),
        ("x" * 10_000, "other"),
    ],
)
def test_of_a_browser_only_its_family_is_kept(agent: str, kept: str) -> None:
    assert family(agent) == kept
