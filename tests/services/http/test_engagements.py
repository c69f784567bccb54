"""审计项目 through the API: from plan to report, samples drawn again, and the audits of the county."""

import csv
import io
from uuid import UUID

import asyncpg
import pytest

from tests.services.http.audits import Audit, opened, scope_of
from tests.services.http.calling import County, Json, found_county, receipts
from tests.support.database import Database

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
REPORT = {
    "document_no": "经审〔2026〕2号",
    "report": {"sha256": "ef" * 32, "byte_count": 1, "media_type": "application/pdf"},
    "opinion": "sound",
    "reported_from": "2026-01-01",
    "reported_until": "2026-06-30",
    "income_fen": 15690,
    "expense_fen": 0,
    "balance_fen": 15690,
}


@pytest.fixture
async def audit(county: County) -> Audit:
    """An engagement over books with six receipts of dues."""
    member_id = await county.member()
    for number, month in enumerate(MONTHS, start=1):
        body = receipts(member_id, month, amount_fen=1000 * number)
        answer = await county.unit.post(f"{county.union}/dues/receipts", body)
        assert answer.status_code < 300, answer.text
    return await opened(county)


def drawing(**changed: object) -> Json:
    body: Json = {
        "method": "random",
        "size": 3,
        "seed": "bKLkJlfB2cJmT8xQ0l1eEw==",
        "topics": ["dues", "books"],
        "sampled_from": "2026-01-01",
        "sampled_until": "2026-12-31",
    }
    return body | changed


async def test_an_audit_from_plan_to_report(county: County, audit: Audit) -> None:
    head = await county.parts.log.head(UUID(county.union_id))
    verification = {
        "position": head.position,
        "hash": head.hash.hex(),
        "covered": head.position,
        "not_covered": 0,
        "failed": 0,
        "verified_with": "offline_verifier",
    }
    wrong = verification | {"hash": "00" * 32}
    ahead = verification | {"position": head.position + 10_000}
    for body in (verification, wrong, ahead):
        assert (await audit.do("verifications", body)).status_code == 200
    early = await audit.close("reported")
    assert (early.status_code, early.json()["code"]) == (409, "engagement.report_missing")
    unknown = await audit.do("report", REPORT, finding_ids=[county.union_id])
    assert unknown.json()["code"] in ("engagement.finding_unknown", "request.id_of_another_kind")
    assert (await audit.do("report", REPORT)).status_code == 200
    assert (await audit.close("reported")).status_code == 200
    view = (await county.unit.get(audit.path)).json()
    shown = view["engagement"]
    assert (shown["report_no"], shown["opinion"], shown["outcome"]) == (
        REPORT["document_no"],
        "sound",
        "reported",
    )
    assert [one["agrees"] for one in view["verifications"]] == [True, False, None]
    assert view["reports"][0]["balance_fen"] == 15690
    assert view["accesses"][0]["holder"] == "audit_firm"
    before = await county.unit.get(f"{county.union}/engagements", as_of="2026-01-01")
    assert before.json()["rows"] == []


async def test_a_sample_is_drawn_and_comes_out_the_same_again(county: County, audit: Audit) -> None:
    methods = ("random", "stratified", "monetary_unit")
    for method in methods:
        bands = [2000, 5000] if method == "stratified" else []
        drawn = await audit.do("samples", drawing(method=method, bands_fen=bands))
        assert drawn.status_code == 201, drawn.text
    await county.unit.post(
        f"{county.union}/dues/receipts", receipts(await county.member(2), "2026-07")
    )
    for number in (1, 2, 3):
        sheet = (await audit.reader.get(f"{audit.path}/samples/{number}")).json()
        sample = sheet["sample"]["sample"]
        assert (sample["population_count"], sample["population_fen"]) == (6, 21_000)
        assert sum(line["hits"] for line in sheet["lines"]) == 3
        assert {line["topic"] for line in sheet["lines"]} == {"dues.received"}
        check = (await audit.reader.get(f"{audit.path}/samples/{number}/check")).json()
        assert check == {
            "sample_no": number,
            "same": True,
            "population_same": True,
            "drawn_same": True,
            "population_count": 6,
            "population_sha256": sample["population_sha256"],
        }
    rows = (await county.unit.get(audit.path)).json()["samples"]
    assert [row["method"] for row in rows] == list(methods)


async def test_the_same_request_draws_once(county: County, audit: Audit) -> None:
    body, version = audit.signed() | drawing(), await audit.version()
    first = await county.unit.post(f"{audit.path}/samples", body, if_match=version, key="s")
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member(2)))
    again = await county.unit.post(f"{audit.path}/samples", body, if_match=version, key="s")
    assert first.content == again.content


async def test_a_sheet_is_a_table_to_tick_off(audit: Audit) -> None:
    await audit.do("samples", drawing(seed="=2026+03-02:7"))
    answer = await audit.reader.get(f"{audit.path}/samples/1", format="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert rows[0] == ["审计抽样清单"]
    assert ["随机种子", "'=2026+03-02:7"] in rows
    heading = next(number for number, row in enumerate(rows) if row[0] == "序号")
    lines = rows[heading + 1 :]
    assert len(lines) == 3
    assert all(row[3] == "会费" and row[7:] == [""] * 7 for row in lines)


async def test_a_changed_event_shows_in_the_check(
    county: County, audit: Audit, database: Database
) -> None:
    """Whoever owns the database changes an amount: the sample of before no longer comes out of it."""
    await audit.do("samples", drawing(size=6))
    connection = await asyncpg.connect(database.administrator)
    try:
        await connection.execute(
            "update books.event set body = replace(convert_from(body, 'UTF8'), '3000', '3999')::bytea"
            " where topic = 'dues.received' and union_id = $1",
            UUID(county.union_id),
        )
    finally:
        await connection.close()
    check = (await audit.reader.get(f"{audit.path}/samples/1/check")).json()
    assert (check["same"], check["population_same"], check["drawn_same"]) == (False, False, False)


async def test_a_sample_stays_within_the_books_and_the_log(audit: Audit) -> None:
    for changed, status, code in (
        ({"until_position": 10_000}, 422, "request.known_at_ahead"),
        ({"until_position": 2}, 409, "engagement.population_empty"),
        ({"topics": ["aid"]}, 422, "engagement.outside_the_scope"),
        ({"sampled_from": "2025-01-01"}, 422, "engagement.outside_the_scope"),
        ({"size": 7}, 422, "engagement.sample_size_out_of_range"),
        ({"seed": "a seed"}, 400, "request.body_invalid"),
    ):
        answer = await audit.do("samples", drawing(**changed))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    absent = await audit.reader.get(f"{audit.path}/samples/1")
    assert (absent.status_code, absent.json()["code"]) == (404, "request.path_unknown")


async def test_an_audit_that_nobody_closes_is_a_task(county: County, audit: Audit) -> None:
    def titles(answer: Json) -> list[str]:
        return [row["kind"] for row in answer["rows"] if row["subject_id"] == audit.engagement_id]

    path = f"{county.union}/tasks"
    assert titles((await county.unit.get(path)).json()) == []
    late = (await county.unit.get(path, as_of="2027-12-31")).json()
    assert titles(late) == ["engagement_to_close"]


async def test_the_county_audits_a_unit(county: County) -> None:
    """章程 art. 13: its own officers, the unit's log; the unit sees it and cannot touch it."""
    day = str(county.parts.today())
    officer = {"occurred_on": "2026-01-01", "name": "县经审", "office": "audit_committee_chair"}
    tag = (await county.county.get(county.federation)).headers["ETag"]
    named = await county.county.post(f"{county.federation}/officers", officer, if_match=tag)
    assert named.status_code == 200, named.text
    chair = named.json()["officer_id"]
    of_unit = f"{county.federation}/units/{county.union_id}/engagements"
    body = scope_of(day, chair) | {"kind": "accountability_audit", "basis_no": "委〔2026〕1号"}
    own = await county.unit.post(f"{county.union}/engagements", body)
    assert own.json()["code"] == "engagement.office_not_held"
    answer = await county.county.post(of_unit, body)
    assert answer.status_code == 201, answer.text
    engagement_id = answer.json()["engagement_id"]
    path = f"{of_unit}/{engagement_id}"
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member()))
    signed = {"occurred_on": day, "officer_id": chair}
    steps = [
        ("plan", scope_of(day, chair) | {"topics": ["dues"]}, 200),
        ("access", signed | {"holder": "higher_audit_committee", "until": day}, 201),
        ("samples", signed | drawing(topics=["dues"], size=1), 201),
        (
            "verifications",
            signed
            | {"position": 1, "hash": "ab" * 32, "covered": 1, "not_covered": 0, "failed": 0}
            | {"verified_with": "server"},
            200,
        ),
        ("report", signed | REPORT, 200),
    ]
    for version, (name, asked, status) in enumerate(steps, start=1):
        taken = await county.county.post(f"{path}/{name}", asked, if_match=version)
        assert taken.status_code == status, taken.text
    view = (await county.county.get(path)).json()
    assert (view["engagement"]["ordered_by"], view["version"]) == ("county", 6)
    access_id = view["accesses"][0]["access_id"]
    revoke = await county.county.post(f"{path}/access/{access_id}/revoke", signed, if_match=6)
    assert revoke.status_code == 200, revoke.text
    assert (await county.county.get(f"{path}/samples/1")).status_code == 200
    assert (await county.county_auditor.get(f"{path}/samples/1/check")).json()["same"] is True
    listed = (await county.county.get(of_unit)).json()["rows"]
    assert [row["engagement_id"] for row in listed] == [engagement_id]
    by_unit = f"{county.union}/engagements/{engagement_id}"
    theirs = await county.unit.post(
        f"{by_unit}/close", signed | {"outcome": "reported"}, if_match=7
    )
    assert theirs.json()["code"] == "engagement.ordered_by_another"
    assert (await county.unit.get(by_unit)).status_code == 200
    closed = await county.county.post(f"{path}/close", signed | {"outcome": "reported"}, if_match=7)
    assert closed.status_code == 200, closed.text


async def test_a_county_lists_the_audits_of_its_own_units(
    county: County, operator_key: str
) -> None:
    audit = await opened(county)
    seen = (await county.county.get(f"{county.federation}/audits")).json()
    assert [(row["unit_id"], row["engagement_id"], row["open_until"]) for row in seen["rows"]] == [
        (county.union_id, audit.engagement_id, None)
    ]
    mine = await county.county_auditor.get(f"{county.federation}/audits", open_to_me="true")
    assert mine.json()["rows"] == []
    other = await found_county(county.client, county.parts, operator_key, "ZZ")
    assert (await other.county.get(f"{other.federation}/audits")).json()["rows"] == []
    assert (await other.county.get(f"{county.federation}/audits")).status_code == 404
