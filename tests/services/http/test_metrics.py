"""Figures: what a process did and holds, and what the books are like; shown to whoever may see them only."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar
from prometheus_client.parser import text_string_to_metric_families

from services.audit.ages import Attested
from services.errors import PoolExhausted
from services.settings import Settings
from services.store.addresses import Role
from services.store.pool import Pool
from tests.services.http.conftest import application_over, running
from tests.support.database import Database

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def figures_in(text: str) -> Figures:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def one(figures: Figures, figure: str, **labels: str) -> float:
    return figures[figure, frozenset(labels.items())]


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Litestar]:
    async with running(application_over(settings)) as made:
        yield made


async def scraped(app: Litestar, address: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    transport = httpx.ASGITransport(app, client=(address, 1))  # type: ignore[arg-type] # Litestar's own types
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as client:
        answer = await client.get("/metrics", headers=named)
    return answer.status_code, answer.text


@pytest.fixture
async def app(database: Database, operator_key: str, tmp_path: Path) -> AsyncIterator[Litestar]:
    assert operator_key
    base = tmp_path / "base" / "20200101T000000Z"
    base.mkdir(parents=True)
    settings = msgspec.structs.replace(database.settings, backups=tmp_path)
    async with opened(settings) as made:
        yield made


async def test_what_never_happened_is_infinitely_old(app: Litestar) -> None:
    figures = figures_in((await scraped(app))[1])
    assert one(figures, "books_reachable") == 1
    assert math.isinf(one(figures, "chain_verified_age_seconds"))
    assert math.isinf(one(figures, "drill_age_seconds"))
    assert ("last_drill_sound", frozenset()) not in figures
    assert one(figures, "witnesses") == 0
    assert one(figures, "parked_unions") == one(figures, "dead_letters") == 0
    assert one(figures, "projection_oldest_seconds", name="roster") == 0
    assert one(figures, "head_lock_wait_seconds") == 0
    assert one(figures, "wal_archive_failing") == 0
    assert one(figures, "database_bytes", database="books") > 1_000_000
    assert one(figures, "backup_age_seconds") > 5 * 365 * 86_400
    assert ("keystore_backup_age_seconds", frozenset()) not in figures


async def test_what_a_folder_holds_besides_copies_or_from_a_clock_ahead_vouches_for_nothing(
    database: Database, operator_key: str, tmp_path: Path
) -> None:
    assert operator_key
    books, keys = tmp_path / "books", tmp_path / "keys"
    books.mkdir()
    keys.mkdir()
    settings = msgspec.structs.replace(database.settings, backups=books, keystore_backups=keys)
    ages = ("backup_age_seconds", "keystore_backup_age_seconds")
    async with opened(settings) as app:
        for name in ("keystore-20261121T180000Z.part", "notes", "lost+found"):
            (keys / name).touch()
        figures = figures_in((await scraped(app))[1])
        assert [one(figures, age) for age in ages] == [math.inf, math.inf]
    for name in ("20200101T000000Z", "29990101T000000Z"):
        (books / "base" / name).mkdir(parents=True)
        (keys / f"keystore-{name}").touch()
    async with opened(settings) as app:
        figures = figures_in((await scraped(app))[1])
        assert all(5 * 365 * 86_400 < one(figures, age) < math.inf for age in ages)


@pytest.mark.parametrize("kind", ["fsck", "drill"])
async def test_a_run_of_a_clock_that_was_ahead_hides_none_of_today(
    app: Litestar, database: Database, kind: str
) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        await connection.execute(
            "insert into books.check_run (finished_at, kind, sound, report) values"
            " (now() + interval '1000 days', $1, true, ''), (now() - interval '9 days', $1, true, ''),"
            " (now(), $1, false, '')",
            kind,
        )
    finally:
        await connection.close()
    figures = figures_in((await scraped(app))[1])
    age = {"fsck": "chain_verified_age_seconds", "drill": "drill_age_seconds"}[kind]
    assert one(figures, f"last_{kind}_sound") == 0
    assert one(figures, age) == pytest.approx(9 * 86_400, abs=3_600)
    async with database.pool(Role.AUDITOR) as pool:
        attested = Attested(pool, ())
        assert await attested.sound_ages([kind]) == {kind: pytest.approx(9 * 86_400, abs=3_600)}
        assert (await attested.last_check()).sound is (False if kind == "fsck" else None)


async def test_a_process_tells_of_its_connections_and_its_requests(app: Litestar) -> None:
    await scraped(app)
    figures = figures_in((await scraped(app))[1])
    assert one(figures, "pool_size", role="projector") == 20
    assert one(figures, "pool_used", role="projector") == 0
    assert one(figures, "pool_waiting", role="app") == 0
    assert one(figures, "http_requests_in_progress") == 1, "the scrape itself"
    assert one(figures, "process_resident_memory_bytes") > 0
    assert any(name == "gonghui_build" for name, _ in figures)


async def test_strangers_do_not_see_figures(app: Litestar) -> None:
    assert (await scraped(app, "::1"))[0] == 200
    assert (await scraped(app, "192.0.2.7"))[0] == 404
    for header in ("x_forwarded_for", "forwarded", "x_real_ip", "via"):
        assert (await scraped(app, **{header: "192.0.2.7"}))[0] == 404, header


async def test_with_a_token_figures_are_for_whoever_sends_it(
    database: Database, operator_key: str
) -> None:
    assert operator_key
    settings = msgspec.structs.replace(database.settings, metrics_token="figures-0123456789")
    async with opened(settings) as app:
        assert (await scraped(app))[0] == 401
        assert (await scraped(app, authorization="Bearer another"))[0] == 401
        sent = "Bearer figures-0123456789"
        assert (await scraped(app, "192.0.2.7", authorization=sent))[0] == 200


async def test_who_waits_for_a_connection_in_vain_is_counted(database: Database) -> None:
    pool = Pool(database.settings.database_url or "", size=1, acquire_seconds=0.01)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(pool.close)
        async with pool.connection():
            assert pool.use[:3] == (1, 1, 0)
            waiting = asyncio.create_task(_borrow(pool))
            with pytest.raises(PoolExhausted):
                await waiting
        assert pool.use.used == pool.use.waiting == 0
        assert pool.use.exhausted == 1
        assert pool.use.waited_seconds > 0.005


async def _borrow(pool: Pool) -> None:
    async with pool.connection():
        raise AssertionError


async def test_what_cannot_be_seen_is_left_out_and_said(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Pool, "all_unions_tx", fail)
    figures = figures_in((await scraped(app))[1])
    assert one(figures, "books_reachable") == 0
    names = {name for name, _ in figures}
    assert not names & {"parked_unions", "projection_lag_events", "drill_age_seconds"}
    assert one(figures, "home_free_bytes") > 0
