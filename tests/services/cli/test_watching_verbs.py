"""What whoever watches over an installation sees at the machine: figures of jobs, ledgers that stand still."""

import asyncio

import asyncpg
import httpx
import msgspec
import pytest

from services.cli import VERBS
from services.cli.arguments import parser
from services.cli.figures import watched
from services.http.operating import is_of_this_machine
from services.log import ROUNDS
from services.projector import Rebuilder
from services.wiring import Wired
from tests.services.http.test_metrics import figures_in, one
from tests.support.books import Office
from tests.support.database import Database
from tests.support.serving import free_port


def _read(port: int, path: str = "/metrics", **headers: str) -> tuple[int, str]:
    answer = httpx.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=5)
    return answer.status_code, answer.text


async def test_a_job_shows_its_rounds_and_its_connections(
    books: Wired, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office
    port = free_port()
    settings = msgspec.structs.replace(books.settings, metrics_port=port)
    stop = asyncio.Event()

    async def stopped_after_one_round(_: Rebuilder) -> None:
        stop.set()

    monkeypatch.setattr(Rebuilder, "finish_begun", stopped_after_one_round)
    before = ROUNDS["projection"].done if "projection" in ROUNDS else 0
    with watched(settings, "project", books.pools.uses):
        await books.follower.follow(stop)
        status, text = await asyncio.to_thread(_read, port)
    figures = figures_in(text)
    assert status == 200
    assert one(figures, "job_rounds_total", name="projection") > before
    assert one(figures, "job_ended_timestamp_seconds", name="projection") > 1_700_000_000
    assert one(figures, "pool_size", role="projector") == 20
    assert (await asyncio.to_thread(_unanswered, port)) is True


def _unanswered(port: int) -> bool:
    try:
        _read(port)
    except httpx.ConnectError:
        return True
    return False


def test_a_job_shows_nothing_else_and_asks_for_the_token(books: Wired) -> None:
    port = free_port()
    settings = msgspec.structs.replace(books.settings, metrics_port=port, metrics_token="t-123")
    with watched(settings, "witness"):
        assert _read(port, "/")[0] == 404
        assert _read(port, "/health/live") == (200, '{"live":true}')
        assert _read(port)[0] == 401
        assert _read(port, Authorization="Bearer t-124")[0] == 401
        assert _read(port, Authorization="Bearer t-123")[0] == 200


def test_without_a_token_only_this_machine_sees_them_and_nobody_through_a_proxy(
    books: Wired,
) -> None:
    port = free_port()
    with watched(msgspec.structs.replace(books.settings, metrics_port=port), "project"):
        assert _read(port)[0] == 200
        for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
            assert _read(port, "/metrics", **{name: "192.0.2.7"})[0] == 404, name
    assert is_of_this_machine("::1", {})
    for stranger in ("192.0.2.7", "2001:db8::7", "localhost", ""):
        assert not is_of_this_machine(stranger, {})


async def typed(database: Database, *words: str) -> int:
    """Run a verb on the test's own database; returns its exit status."""
    arguments = parser().parse_args(words)
    return await VERBS[arguments.verb](database.settings, arguments)


async def _alter(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.settings.database_url)
    try:
        schema = await connection.fetchval(
            "select schemaname from pg_tables where schemaname like 'roster_%' and tablename = 'member'"
        )
        await connection.execute(statement.format(table=f"{schema}.member"))
    finally:
        await connection.close()


async def test_what_stands_still_is_listed_and_tries_again(
    database: Database, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await typed(database, "parked") == 0
    assert capsys.readouterr().out == ""
    await _alter(database, "alter table {table} rename column warned_on to warned_when")
    for serial in (1, 2, 3):
        await office.member(serial)
    assert await typed(database, "parked") == 1
    told = capsys.readouterr().out
    for part in ("U001 roster", "UndefinedColumnError", "会员名册", "gonghui migrate"):
        assert part in told, told
    assert await typed(database, "parked", "--retry", "U001", "roster") == 1
    await _alter(database, "alter table {table} rename column warned_when to warned_on")
    assert await typed(database, "parked", "--retry", "U001", "roster") == 0
    assert await typed(database, "parked") == 0
    assert await typed(database, "parked", "--retry", "U001", "nothing") == 2
    assert await typed(database, "parked", "--retry", "U009", "roster") == 2


async def test_what_stood_still_in_a_build_that_is_gone_is_no_news(
    database: Database, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await _alter(database, "alter table {table} rename column warned_on to warned_when")
    for serial in (1, 2, 3):
        await office.member(serial)
    assert await typed(database, "parked") == 1
    assert await typed(database, "rebuild", "--no-compare", "roster") == 0
    capsys.readouterr()
    assert await typed(database, "parked") == 0
    assert capsys.readouterr().out == ""
