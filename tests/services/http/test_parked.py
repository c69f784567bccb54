"""A ledger that stands still: seen in figures and on the operator's page, and let go on when it is mended."""

from typing import Any

import asyncpg
import httpx
import pytest

from projections.registry import PROJECTIONS
from services.projector import Builds
from services.settings import Settings
from services.words.watching import LEDGERS
from tests.services.http.calling import Caller, County, registration
from tests.services.http.people import People
from tests.services.http.test_metrics import figures_in, one
from tests.services.pages.walking import Walker
from tests.support.database import Database


async def _altered(settings: Settings, statement: str) -> None:
    """Change a table as nobody but the administrator can."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        schema = await connection.fetchval(
            "select schemaname from pg_tables where schemaname like 'roster_%' and tablename = 'member'"
        )
        await connection.execute(statement.format(table=f"{schema}.member"))
    finally:
        await connection.close()


async def _spoil(settings: Settings) -> None:
    await _altered(settings, "alter table {table} rename column warned_on to warned_when")


async def _mend(settings: Settings) -> None:
    await _altered(settings, "alter table {table} rename column warned_when to warned_on")


async def _stopped(county: County, settings: Settings) -> int:
    """Let the roster of a unit stumble until it stands still; returns the position it stands before."""
    before = await county.head()
    await _spoil(settings)
    for number in (1, 2, 3):
        answer = await county.unit.post(f"{county.union}/members/register", registration(number))
        assert answer.status_code == 201, answer.text
    return before


async def _health(caller: Caller) -> Any:  # noqa: ANN401 # JSON
    return (await caller.get("/v1/platform/health")).json()


def _retry(county: County, ledger: str = "roster") -> str:
    return f"/v1/platform/parked/{county.union_id}/{ledger}/retry"


async def test_a_ledger_that_stands_still_is_named_and_goes_on_when_mended(
    county: County, database: Database
) -> None:
    before = await _stopped(county, database.settings)
    seen = (await _health(county.operator))["seen"]
    (parked,) = seen["parked"]
    assert (parked["union_id"], parked["projection"]) == (county.union_id, "roster")
    assert parked["position"] > before
    assert parked["error_code"] == "UndefinedColumnError"
    assert parked["topic"].startswith("member.")
    figures = figures_in((await county.client.get("/metrics")).text)
    assert one(figures, "parked_unions") == one(figures, "dead_letters") == 1
    assert one(figures, "projection_lag_events", name="roster") > 0
    assert one(figures, "projection_lag_events", name="dues") == 0, "the others go on"

    again = (await county.operator.post(_retry(county), {})).json()
    assert again["is_parked"] is True
    await _mend(database.settings)
    retried = (await county.operator.post(_retry(county), {})).json()
    assert retried["is_parked"] is False
    assert retried["ledger_position"] == await county.head()
    assert not (await _health(county.operator))["seen"]["parked"]


async def test_one_unions_parked_ledger_takes_no_process_out_of_the_proxy(
    county: County, database: Database
) -> None:
    await _stopped(county, database.settings)
    answer = await county.client.get("/health/ready")
    assert answer.status_code == 200
    told = answer.json()
    assert told["parked_unions"] == 1
    assert "parked" in told["warnings"]


async def test_what_does_not_stand_still_may_be_asked_to_try_again(county: County) -> None:
    retried = (await county.operator.post(_retry(county), {})).json()
    assert (retried["is_parked"], retried["ledger_position"]) == (False, await county.head())


@pytest.mark.parametrize("who", ["county", "unit", "county_auditor", "unit_auditor", "nobody"])
async def test_nobody_else_may(county: County, who: str) -> None:
    caller: Caller = getattr(county, who)
    answer: httpx.Response = await caller.post(_retry(county), {})
    assert answer.status_code in {401, 403}


async def test_a_ledger_there_is_not_is_not_found(county: County) -> None:
    assert (await county.operator.post(_retry(county, "nothing"), {})).status_code == 404
    elsewhere = "/v1/platform/parked/01959000-0000-7000-8000-000000000009/roster/retry"
    assert (await county.operator.post(elsewhere, {})).status_code == 404


async def test_the_operator_reads_what_to_do_and_lets_it_try_again(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _stopped(people.county, database.settings)
    admin = Walker(people.admin)
    page = await admin.open("/platform/health")
    assert page.status == 200, page.text
    for told in (
        "青石公路项目部工会",
        "会员名册",
        "UndefinedColumnError",
        "请运行 gonghui migrate",
    ):
        assert told in page.text, told
    form = await admin.open(page.href("再试一次"))
    assert "只重算这一本台账" in form.text
    again = await admin.submit(form, form.form())
    assert "仍在同一处停住" in again.text
    await _mend(database.settings)
    form = await admin.open(again.href("再试一次"))
    done = await admin.submit(form, form.form())
    assert "台账重新开始更新" in done.text
    assert "没有停住的台账" in done.text
    monkeypatch.setattr(Builds, "live", lambda _: _fail())
    assert (await admin.open("/platform/health")).status == 200, "health has no failures"


async def _fail() -> None:
    raise OSError


async def test_the_page_says_what_is_late(people: People) -> None:
    page = await Walker(people.admin).open("/platform/health")
    for told in ("恢复演练应当每月进行", "全面核对应当每夜进行", "没有配置见证人", "连续归档"):
        assert told in page.text, told
    assert "检查点已久没有更新" not in page.text


def test_words_are_there_for_every_ledger() -> None:
    assert {projection.name for projection in PROJECTIONS} == LEDGERS.keys()
