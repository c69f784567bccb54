"""The demo county's workbooks through the API: tried, agreed to, booked, and all of it taken back again."""

import json
from typing import Any
from uuid import UUID

from domain.encoding import decode
from domain.import_run.events import ControlTotals, ImportCommitted
from services.exporters.totals import ledger_totals
from services.projector import Replayer
from services.projector.comparing import LedgerComparer
from services.wiring import wired
from tests.services.http.calling import County
from tests.services.imports.importing import DEMO, Clerk, demo
from tests.support.database import Database

EXPECTED: dict[str, Any] = json.loads((DEMO / "expected.json").read_text("utf-8"))
FILES = {
    "roster": "会员花名册.xlsx",
    "changes": "会员变动_2026.xlsx",
    "dues": "会费收缴明细_2026.xlsx",
    "aid": "困难职工帮扶_2026.xlsx",
    "condolence": "慰问台账_2026.xlsx",
}
UNIT = "QZ001"


async def balances(county: County) -> list[int]:
    answer = await county.unit.get(
        f"{county.union}/trial-balance", since="2026-01-01", as_of="2026-12-31"
    )
    assert answer.status_code == 200, answer.text
    return [row["after_fen"] for row in answer.json()["rows"]]


async def differences(database: Database, county: County) -> list[Any]:
    """What the live ledgers show otherwise than a replay of the log."""
    async with wired(database.settings) as made:
        replayer = Replayer(made.pools.auditor)
        comparer = LedgerComparer(made.pools.projector, made.pools.county, made.builds, replayer)
        found = await comparer.compare(UUID(county.union_id))
        return [*found.differences, *found.skipped]


async def test_a_units_books_are_imported_and_taken_back_file_by_file(
    county: County, database: Database
) -> None:
    clerk = Clerk(county)
    empty = await ledger_totals(county.parts.ledgers, UUID(county.union_id), 2026)
    done = {}
    for kind, name in FILES.items():
        before = await county.head()
        job = await clerk.tried(demo(name), name)
        assert await county.head() == before, "a dry run writes nothing"
        assert (job["state"], job["kind"], job["rows_refused"]) == ("ready", kind, 0), job
        done[kind] = await clerk.committed(job)
        assert done[kind]["state"] == "committed", done[kind]
    imported = await ledger_totals(county.parts.ledgers, UUID(county.union_id), 2026)
    known = EXPECTED["units"][UNIT]
    assert done["dues"]["totals"]["total_fen"] == sum(known["dues"]["received_fen_by_month"])
    assert done["aid"]["totals"]["total_fen"] == known["aid"]["amount_fen"]
    assert done["condolence"]["totals"]["total_fen"] == known["condolence"]["amount_fen"]
    assert any(await balances(county))

    for kind in reversed(FILES):
        taken = await clerk.reversed(done[kind])
        assert (taken["state"], taken["problem"]) == ("reversed", None), (kind, taken)
    assert await ledger_totals(county.parts.ledgers, UUID(county.union_id), 2026) == empty
    assert not any(await balances(county))
    for path in ("members", "households", "aid-cases", "condolences", "changes"):
        rows = (await county.unit.get(f"{county.union}/{path}", as_of="2026-12-31")).json()["rows"]
        assert rows == [], path
    assert await differences(database, county) == []

    for name in FILES.values():
        await clerk.imported(demo(name), name)
    again = await ledger_totals(county.parts.ledgers, UUID(county.union_id), 2026)
    assert again == imported
    assert await differences(database, county) == []
    listed = (await county.unit.get(clerk.at)).json()
    assert [job["state"] for job in listed["rows"]] == ["committed"] * 5 + ["reversed"] * 5


async def test_control_totals_are_compared_and_on_record(county: County) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(demo(FILES["roster"]), "会员花名册.xlsx")
    refused = await clerk.commit(job, control={"count": job["totals"]["count"] + 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "import_run.control_differs")
    needless = await clerk.commit(
        job, control={"count": job["totals"]["count"]}, control_reason="没有原因"
    )
    assert needless.json()["code"] == "import_run.control_agrees"
    control = {"count": job["totals"]["count"] + 1}
    done = await clerk.committed(job, control=control, control_reason="一人当月调出")
    assert done["state"] == "committed"
    [event] = await county.parts.desk.read_events(UUID(county.union_id), [UUID(job["import_id"])])
    run = decode(event.topic, event.schema_version, event.body)
    assert isinstance(run, ImportCommitted)
    assert run.outcome == job["digest"]
    assert run.found == ControlTotals(count=job["totals"]["count"])
    assert run.control == ControlTotals(count=control["count"])
    assert run.control_reason == "一人当月调出"
