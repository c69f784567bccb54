"""Workbooks through the API: under their names, on record before they leave, masked as on the screen."""

import uuid
from urllib.parse import unquote

from domain.encoding import decode
from domain.export.events import ExportDelivered
from tests.services.exporters.reading import lines, sheets, table
from tests.services.http.calling import Caller, County, receipts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def exports(county: County, log: str) -> list[ExportDelivered]:
    events = await county.parts.log.read_after(uuid.UUID(log), 0, 10_000)
    bodies = [decode(event.topic, event.schema_version, event.body) for event in events]
    return [body for body in bodies if isinstance(body, ExportDelivered)]


async def taken(caller: Caller, path: str, **query: object) -> tuple[bytes, str]:
    answer = await caller.get(path, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == XLSX
    name = answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2]
    return answer.content, unquote(name)


async def test_a_ledger_leaves_as_the_screen_shows_it(county: County) -> None:
    member_id = await county.member()
    received = receipts(member_id, "2026-01", amount_fen=2615)
    assert (await county.unit.post(f"{county.union}/dues/receipts", received)).status_code < 300
    path = f"{county.union}/ledgers/L3"
    content, name = await taken(county.unit, f"{path}/workbook", year=2026)
    assert name.startswith("青石公路项目部工会_会费收缴明细表_2026_")
    document = (await county.unit.get(path, year=2026)).json()
    (rows,) = sheets(content).values()
    heads, data = table(rows, "序号")
    assert heads == document["columns"]
    assert [row[1] for row in data] == [row[1] for row in document["rows"]] + [""]
    paid = heads.index("1月实缴")
    assert (data[0][paid], data[-1][paid]) == (26.15, 26.15)
    assert data[-1][0] == "合计"
    assert f"回执码：{document['footer']['回执码']}" in lines(rows)
    (told,) = await exports(county, county.union_id)
    assert (told.kind, told.people) == ("workbook", 0)
    assert told.about == "L3 2026 2026-12-31"


async def test_the_same_books_are_the_same_bytes_though_the_taking_is_on_record(
    county: County,
) -> None:
    await county.member()
    path = f"{county.union}/ledgers/L1/workbook"
    first, _ = await taken(county.unit, path, year=2026)
    again, _ = await taken(county.unit, path, year=2026)
    assert first == again
    assert len(await exports(county, county.union_id)) == 2


async def test_an_issued_statement_leaves_under_its_code(county: County) -> None:
    await county.member()
    wish = {"ledger": "L1", "year": 2026}
    code = (await county.unit.post(f"{county.union}/statements", wish)).json()["code"]
    content, name = await taken(county.unit, f"{county.union}/statements/{code}/workbook")
    assert "_会员名册_2026_" in name
    (rows,) = sheets(content).values()
    assert any(line.startswith("回执码：") and len(line) > 8 for line in lines(rows))
    (told,) = await exports(county, county.union_id)
    assert told.about == f"L1 {code}"
    absent = await county.unit.get(f"{county.union}/statements/NOSUCHCODE/workbook")
    assert absent.status_code == 404


async def test_no_ledger_no_workbook(county: County) -> None:
    answer = await county.unit.get(f"{county.union}/ledgers/L99/workbook", year=2026)
    assert (answer.status_code, answer.json()["code"]) == (404, "request.path_unknown")
    assert await exports(county, county.union_id) == []


async def test_the_roster_leaves_masked_with_keys_and_says_of_how_many(county: County) -> None:
    ids = {await county.member(number) for number in (1, 2)}
    content, name = await taken(county.unit, f"{county.union}/members/workbook")
    assert name.startswith("青石公路项目部工会_会员花名册_")
    (rows,) = sheets(content).values()
    heads, data = table(rows, "会员编号")
    told = [dict(zip(heads, row, strict=True)) for row in data]
    assert {row["会员编号"] for row in told} == ids
    assert {(row["版本"], row["姓名"], row["联系电话"], row["部门"]) for row in told} == {
        ("1", "王*明", "138****8000", "办公室")
    }
    assert all("*" in row["身份证号"] for row in told)
    (record,) = await exports(county, county.union_id)
    assert (record.kind, record.people) == ("workbook", 2)
    nobody, _ = await taken(county.unit, f"{county.union}/members/workbook", membership="retained")
    (rows,) = sheets(nobody).values()
    assert table(rows, "会员编号")[1] == []


async def test_the_county_takes_its_tables_and_its_own_log_knows(county: County) -> None:
    await county.member()
    for path, title, first in (
        ("rollup", "全县汇总表", "单位编码"),
        ("indicators", "全县指标表", "指标"),
        ("coverage", "账目进度表", "单位编码"),
    ):
        content, name = await taken(
            county.county, f"{county.federation}/{path}/workbook", year=2026
        )
        assert name.startswith(f"青峙县总工会_{title}_2026")
        (rows,) = sheets(content).values()
        assert rows[0][0] == title
        _, data = table(rows, first)
        assert any("QZ001" in row for row in data)
        refused = await county.unit.get(f"{county.federation}/{path}/workbook", year=2026)
        assert refused.status_code in {403, 404}
    told = await exports(county, county.federation_id)
    assert [one.about for one in told] == [
        "全县汇总表 2026",
        "全县指标表 2026-12",
        "账目进度表 2026",
    ]


async def test_small_counts_stay_out_of_the_county_s_workbook(county: County) -> None:
    await county.member()
    content, _ = await taken(county.county, f"{county.federation}/rollup/workbook", year=2026)
    (rows,) = sheets(content).values()
    heads, data = table(rows, "单位编码")
    assert [row[heads.index("在册")] for row in data] == ["*", "*"]


async def test_templates_are_open_to_whoever_is_logged_in(county: County) -> None:
    listed = (await county.unit.get("/v1/templates")).json()
    assert [one["kind"] for one in listed["templates"]] == [
        "units",
        "roster",
        "changes",
        "dues",
        "aid",
        "condolence",
    ]
    assert listed["rows_most"] == 100_000
    for one in listed["templates"]:
        _, name = await taken(county.county, one["href"])
        assert name.startswith(f"{one['title']}_模板")
    assert (await county.nobody.get("/v1/templates/roster")).status_code == 401
    unknown = await county.unit.get("/v1/templates/nothing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "request.path_unknown")
