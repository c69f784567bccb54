"""Jobs: one file is one job, a commit goes by what was shown, another process takes over, files go in time."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from python_calamine import CalamineWorkbook

from services.importers.jobs.job import KEPT
from services.importers.jobs.jobs import ImportJobs
from services.importers.jobs.sealing import JobSafe
from services.store.import_jobs import ImportJobRows
from services.wiring import wired
from tests.services.http.calling import County, keyed
from tests.services.importers.making import ROSTER, book, member
from tests.services.imports.importing import DEMO, Clerk, demo
from tests.support.books import ROOT
from tests.support.database import Database

XLS = ROOT / "tests" / "services" / "importers" / "books" / "roster.xls"


def roster(*serials: int) -> bytes:
    return book([ROSTER, *map(member, serials)])


def rows_of(content: bytes) -> list[list[Any]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in found.get_sheet_by_index(0).to_python(skip_empty_area=False)]


async def test_the_same_file_again_is_answered_with_its_job(county: County) -> None:
    clerk, content = Clerk(county), roster(1, 2)
    job = await clerk.tried(content, "会员花名册.xlsx")
    again = (await clerk.upload(content, "另一个名字.xlsx")).json()
    assert again == job
    done = await clerk.committed(job)
    assert (await clerk.upload(content, "会员花名册.xlsx")).json() == done
    repeated = await clerk.commit(job)
    assert (repeated.status_code, repeated.json()["state"]) == (202, "committed")
    head = await county.head()
    await clerk.work()
    assert await county.head() == head


async def test_a_commit_that_would_come_out_otherwise_shows_that_instead(county: County) -> None:
    clerk = Clerk(county)
    one = await clerk.tried(roster(1, 2), "甲.xlsx")
    two = await clerk.tried(roster(2, 3), "乙.xlsx")
    assert (await clerk.committed(one))["state"] == "committed"
    head = await county.head()
    stale = await clerk.committed(two)
    assert (stale["state"], stale["problem"]) == ("ready", "import_run.outcome_changed")
    assert (stale["rows_refused"], stale["rows_accepted"]) == (1, 1)
    assert await county.head() == head
    assert stale["digest"] != two["digest"]
    refused = await clerk.commit(two)
    assert refused.json()["code"] == "import_run.outcome_changed"
    assert (await clerk.commit(stale)).json()["code"] == "import_run.rows_refused"
    done = await clerk.committed(stale, skip_refused=True)
    assert (done["state"], done["rows_accepted"]) == ("committed", 1)


async def test_another_process_takes_up_what_a_killed_one_held(
    county: County, database: Database
) -> None:
    clerk = Clerk(county)
    job = (await clerk.upload(roster(1), "会员花名册.xlsx")).json()
    async with wired(database.settings) as made:
        rows, now = ImportJobRows(made.pools.app), datetime.now(UTC)
        held = await rows.claim(uuid4(), now, now + timedelta(seconds=60))
        assert held is not None
        assert str(held[1].import_id) == job["import_id"]
        assert not await county.parts.import_runner.run_next(), "held by another one"
    late = datetime.now(UTC) + timedelta(minutes=5)
    async with wired(database.settings) as made:
        runner = made.import_runner
        runner._now = lambda: late
        assert await runner.run_next()
    assert (await clerk.job(job["import_id"]))["state"] == "ready"


async def test_a_job_that_kills_its_process_again_and_again_is_given_up(
    county: County, database: Database
) -> None:
    clerk = Clerk(county)
    job = (await clerk.upload(roster(1), "会员花名册.xlsx")).json()
    async with wired(database.settings) as made:
        rows, past = ImportJobRows(made.pools.app), datetime.now(UTC) - timedelta(hours=1)
        for _ in range(5):
            assert await rows.claim(uuid4(), datetime.now(UTC), past)
    await clerk.work()
    job = await clerk.job(job["import_id"])
    assert (job["state"], job["problem"]) == ("failed", "import_run.gave_up")
    assert (await clerk.tried(roster(1), "会员花名册.xlsx"))["state"] == "ready"


async def test_files_are_thrown_away_in_time_with_their_keys(
    county: County, database: Database
) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(roster(1), "张三的花名册.xlsx")
    done = await clerk.imported(roster(2), "会员花名册.xlsx")
    async with wired(database.settings) as made:
        jobs: ImportJobs = made.imports
        late = datetime.now(UTC) + KEPT + timedelta(days=1)
        jobs._now = lambda: late
        row = await ImportJobRows(made.pools.app).find(
            UUID(county.union_id), UUID(job["import_id"])
        )
        assert row is not None
        assert await jobs.expire() == 2
        safe = JobSafe(made.vault, made.keyring)
        assert await safe.open(UUID(county.union_id), row.key_id, "name", row.named) is None
    gone = await clerk.job(job["import_id"])
    assert (gone["state"], gone["name"]) == ("expired", None)
    assert (await clerk.job(done["import_id"]))["state"] == "committed"
    for path in ("rows", "workbook"):
        answer = await county.unit.get(f"{clerk.at}/{job['import_id']}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (410, "import_run.file_gone")
    assert (await clerk.tried(roster(1), "会员花名册.xlsx"))["state"] == "ready"


async def test_nothing_that_was_uploaded_lies_in_clear(county: County, database: Database) -> None:
    clerk = Clerk(county)
    await clerk.tried(roster(1), "张三的花名册.xlsx")
    union_id = UUID(county.union_id)
    async with wired(database.settings) as made, made.pools.app.union_tx(union_id) as connection:
        rows = await connection.fetch("select import_job::text as line from books.import_job")
    assert len(rows) == 1
    assert "张三" not in rows[0]["line"]
    assert "张三".encode().hex() not in rows[0]["line"]
    assert b"PK\x03\x04".hex() not in rows[0]["line"]


async def test_another_union_sees_none_of_it(county: County) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(roster(1), "会员花名册.xlsx")
    units = f"{county.federation}/units"
    body = {
        "occurred_on": "2026-01-01",
        "code": "QZ002",
        "name": "邻会",
        "parent_id": county.federation_id,
        "edge": "territorial",
    }
    answer = await county.county.post(units, body)
    assert answer.status_code == 201, answer.text
    neighbour = answer.json()["unit_id"]
    caller = await keyed(county.client, county.parts, "unit", neighbour)
    foreign = await caller.get(f"/v1/unions/{neighbour}/imports/{job['import_id']}")
    absent = await caller.get(f"/v1/unions/{neighbour}/imports/{uuid4()}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json()["code"] == absent.json()["code"] == "import_run.unknown"
    assert (await caller.get(f"/v1/unions/{neighbour}/imports")).json()["rows"] == []


@pytest.mark.parametrize("content", [b"not a workbook at all", b"PK\x03\x04broken"])
async def test_what_is_no_workbook_is_refused_with_its_reason(
    county: County, content: bytes
) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(content, "会员花名册.xlsx")
    assert job["state"] == "refused"
    rows = (await county.unit.get(f"{clerk.at}/{job['import_id']}/rows")).json()
    assert (rows["of"], rows["rows"][0]["row"]) == (1, 0)
    assert rows["rows"][0]["reason"]
    assert (await clerk.commit(job | {"digest": "0f" * 32})).json()[
        "code"
    ] == "import_run.not_ready"


async def test_faulty_rows_are_shown_and_come_back_in_red(county: County) -> None:
    clerk = Clerk(county)
    content = demo("会员花名册.xlsx", "errors/01-id-check-digit/QZ007")
    job = await clerk.tried(content, "会员花名册.xlsx")
    assert (job["state"], job["rows_refused"]) == ("ready", 2)
    rows = (await county.unit.get(f"{clerk.at}/{job['import_id']}/rows", limit=1)).json()
    assert (rows["of"], rows["next"], len(rows["rows"])) == (2, 1, 1)
    first = rows["rows"][0]
    assert (first["row"], first["column"], first["kind"]) == (5, "G", "id_check_digit")
    assert len(first["value"]) == 18
    assert first["reason"]
    before = await county.head()
    answer = await county.unit.get(f"{clerk.at}/{job['import_id']}/workbook")
    assert answer.status_code == 200, answer.text
    assert await county.head() == before + 1, "an export is on record before it leaves"
    back, sent = rows_of(answer.content), rows_of(content)
    assert [row[: len(sent[0])] for row in back] == sent
    assert [number for number, row in enumerate(back, 1) if "校验码" in str(row[-1])] == [5, 7]
    assert "错误原因" in [row[-1] for row in back]
    only = await county.unit.get(f"{clerk.at}/{job['import_id']}/workbook", only="refused")
    kept = rows_of(only.content)
    assert sum(bool(row[-1]) and row[-1] != "错误原因" for row in kept) == 2
    assert len(kept) < len(back)
    mended = await clerk.tried(only.content, "改.xlsx")
    assert (mended["rows_read"], mended["rows_refused"]) == (2, 2), "what came back is understood"


async def test_an_old_xls_comes_back_as_xlsx(county: County) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(XLS.read_bytes(), "花名册.xls")
    assert job["state"] == "ready", job
    answer = await county.unit.get(f"{clerk.at}/{job['import_id']}/workbook")
    assert answer.content.startswith(b"PK\x03\x04")
    again = await county.unit.get(f"{clerk.at}/{job['import_id']}/workbook")
    assert again.content == answer.content, "the same file, the same bytes"


async def test_the_faulty_files_of_a_unit_are_refused_row_by_row(county: County) -> None:
    """The known answer of the demo county, and every one comes back with its reasons."""
    clerk = Clerk(county)
    for name in ("会员花名册", "会员变动_2026", "会费收缴明细_2026", "困难职工帮扶_2026"):
        job = await clerk.tried(demo(f"{name}.xlsx", "QZ007"), f"{name}.xlsx")
        await clerk.committed(job, skip_refused=True)
    known = json.loads((DEMO / "expected.json").read_text("utf-8"))["errors"]
    for path in sorted((DEMO / "errors").glob("*/QZ007/*.xlsx")):
        job = await clerk.tried(path.read_bytes(), path.name)
        rows = (await county.unit.get(f"{clerk.at}/{job['import_id']}/rows")).json()["rows"]
        found = [(row["sheet"], row["row"], row["column"], row["kind"]) for row in rows]
        place = path.relative_to(DEMO).as_posix()
        assert found == [
            (one["sheet"], one["row"], one["column"], one["kind"])
            for one in known
            if one["file"] == place
        ], place
        assert all(row["reason"] for row in rows)
        back = await county.unit.get(f"{clerk.at}/{job['import_id']}/workbook")
        assert back.status_code == 200, (path, back.text)


async def test_the_year_of_a_dues_file_may_be_said(county: County) -> None:
    clerk = Clerk(county)
    await clerk.imported(demo("会员花名册.xlsx"), "会员花名册.xlsx")
    content = demo("会费收缴明细_2026.xlsx")
    job = await clerk.tried(content, "会费.xlsx", year="2025")
    other = await clerk.tried(content, "会费.xlsx", year="2026")
    assert job["import_id"] != other["import_id"]
    assert (job["year"], other["year"]) == (2025, 2026)
    assert job["digest"] != other["digest"]


async def test_progress_and_limits_are_told(county: County) -> None:
    clerk = Clerk(county)
    waiting = (await clerk.upload(roster(1), "会员花名册.xlsx")).json()
    assert waiting["state"] == "waiting"
    listed = (await county.unit.get(clerk.at, limit=1)).json()
    assert listed["limits"]["kinds"] == ["roster", "changes", "dues", "aid", "condolence"]
    assert listed["limits"]["bytes"] == 16 << 20
    assert listed["next"] == waiting["import_id"]
    following = (await county.unit.get(clerk.at, after=listed["next"])).json()
    assert following["rows"] == []
