"""The county over its units: freezing, moving, rules for all, statistics, coverage, and the end of a unit."""

import uuid

import pytest

from services.errors import OutcomeUnknown
from tests.services.http.audits import engaged
from tests.services.http.calling import County, Json, receipts, unit

ON = {"occurred_on": "2026-03-01"}
PAPER = ON | {"document_no": "县总工〔2026〕12号"}


async def second_unit(county: County, code: str = "QZ002") -> str:
    answer = await county.county.post(f"{county.federation}/units", unit(code))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["unit_id"])


def of_unit(county: County, unit_id: str | None = None) -> str:
    return f"{county.federation}/units/{unit_id or county.union_id}"


async def test_a_frozen_unit_does_nothing_until_it_is_unfrozen(county: County) -> None:
    member_id = await county.member()
    freeze = PAPER | {"reason": "books_missing"}
    frozen = await county.county.post(f"{of_unit(county)}/freeze", freeze, key="freeze")
    assert frozen.status_code == 200, frozen.text
    again = await county.county.post(f"{of_unit(county)}/freeze", freeze, key="freeze")
    assert again.content == frozen.content
    twice = await county.county.post(f"{of_unit(county)}/freeze", freeze)
    assert twice.status_code == 409
    paid = await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    assert (paid.status_code, "union.frozen" in paid.text) in ((409, True), (422, True))
    page = (await county.unit.get(county.union)).json()["union"]
    assert (page["frozen_on"], page["frozen_reason"]) == ("2026-03-01", "books_missing")
    (row,) = (await county.county.get(f"{county.federation}/units")).json()["rows"]
    assert row["frozen_reason"] == "books_missing"
    thawed = await county.county.post(f"{of_unit(county)}/unfreeze", PAPER)
    assert thawed.status_code == 200, thawed.text
    assert (
        await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    ).status_code in (200, 201)


async def test_a_freeze_cut_short_is_finished_by_a_repeat(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, freeze = f"{of_unit(county)}/freeze", PAPER | {"reason": "other"}
    desk = county.parts.desk
    carry_out = desk.carry_out

    async def crash(asked: object) -> object:
        if getattr(asked, "union_id", None) == uuid.UUID(county.union_id) and not getattr(
            asked, "dry_run", False
        ):
            raise OutcomeUnknown
        return await carry_out(asked)  # type: ignore[arg-type] # asked as it came

    with monkeypatch.context() as broken:
        broken.setattr(desk, "carry_out", crash)
        assert (await county.county.post(path, freeze, key="f")).status_code == 503
    mended = await county.county.post(path, freeze, key="f")
    assert mended.status_code == 200, mended.text
    assert (await county.unit.get(county.union)).json()["union"]["frozen_reason"] == "other"


async def test_a_unit_of_another_county_is_unknown(county: County) -> None:
    stranger = of_unit(county, str(uuid.uuid4()))
    for path, body in (
        ("freeze", PAPER | {"reason": "other"}),
        ("move", PAPER | {"edge": "zone"}),
        ("dissolve", PAPER),
        ("merge", PAPER | {"into_id": county.union_id}),
    ):
        answer = await county.county.post(f"{stranger}/{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "federation.unit_unknown")
        by_unit = await county.unit.post(f"{of_unit(county)}/{path}", body)
        assert by_unit.status_code in (403, 404)


async def test_a_unit_hangs_elsewhere_from_a_date_on(county: County) -> None:
    below = await second_unit(county)
    moved = await county.county.post(
        f"{of_unit(county, below)}/move", PAPER | {"parent_id": county.union_id, "edge": "zone"}
    )
    assert moved.status_code == 200, moved.text
    units = f"{county.federation}/units"
    now = (await county.county.get(units, as_of="2026-03-01")).json()["rows"]
    before = (await county.county.get(units, as_of="2026-02-28")).json()["rows"]
    assert [row["parent_id"] for row in now] == [county.federation_id, county.union_id]
    assert [row["parent_id"] for row in before] == [county.federation_id] * 2
    circle = PAPER | {"parent_id": below}
    answer = await county.county.post(f"{of_unit(county)}/move", circle)
    assert (answer.status_code, answer.json()["code"]) == (422, "federation.unit_below_itself")


async def test_a_rule_for_all_units_holds_in_units_founded_later(county: County) -> None:
    rule = ON | {
        "preset_id": "sharing.beijing",
        "valid_from": "2026-04-01",
        "document_no": "县〔2〕",
    }
    adopted = await county.county.post(f"{county.federation}/adoptions", rule)
    assert adopted.status_code == 201, adopted.text
    adoption_id = adopted.json()["adoption_id"]
    later = await second_unit(county)
    path = f"{county.federation}/adoptions/{adoption_id}"
    standing = (await county.county.get(path)).json()
    assert (set(standing["done"]), standing["waiting"]) == ({county.union_id, later}, {})
    policies = await county.unit.get(f"{county.union}/policies", as_of="2026-04-01")
    assert adoption_id in {row["adoption_id"] for row in policies.json()["rows"]}
    again = await county.county.post(f"{path}/carry-out", {"occurred_on": "2026-04-01"})
    assert set(again.json()["done"]) == {county.union_id, later}
    absent = f"{county.federation}/adoptions/{uuid.uuid4()}"
    assert (await county.county.get(absent)).json()["code"] == "policy.adoption_unknown"
    (row,) = (await county.county.get(f"{county.federation}/adoptions")).json()["rows"]
    assert (row["policy_id"], row["units"]) == ("sharing.beijing", [])


async def indicator(county: County, code: str, **query: object) -> Json:
    answer = await county.county.get(f"{county.federation}/indicators", year=2026, **query)
    assert answer.status_code == 200, answer.text
    found: Json = next(row for row in answer.json()["indicators"] if row["indicator"] == code)
    return found


async def test_a_rate_is_a_sum_over_a_sum_and_the_missing_are_named(county: County) -> None:
    silent = await second_unit(county)
    months = f"{county.union}/contributions"
    payroll = ON | {"employees": 10, "payroll_fen": 1_000_000}
    await county.unit.post(f"{months}/2026-01/payroll", payroll)
    await county.unit.post(f"{months}/2026-02/payroll", payroll)
    await county.unit.post(f"{months}/2026-01/receipts", ON | {"amount_fen": 15_000})
    rate = await indicator(county, "contribution_rate")
    assert (rate["numerator"], rate["denominator"], rate["missing"]) == (15_000, 40_000, [silent])
    january = await indicator(county, "contribution_rate", month="2026-01")
    assert (january["numerator"], january["denominator"]) == (15_000, 20_000)
    own = next(one for one in rate["units"] if one["unit_id"] == county.union_id)
    assert (await county.county_auditor.get(own["lines"])).status_code == 404
    lines = await (await engaged(county)).get(own["lines"])
    assert lines.json()["totals_fen"]["实拨"] == 15_000
    assert (await indicator(county, "members"))["numerator"] == 0
    wrong = await county.county.get(f"{county.federation}/indicators", year=2026, month="2025-12")
    assert wrong.json()["code"] == "request.query_invalid"


async def test_coverage_names_what_is_missing(county: County) -> None:
    silent = await second_unit(county)
    payroll = ON | {"employees": 10, "payroll_fen": 1_000_000}
    await county.unit.post(f"{county.union}/contributions/2026-02/payroll", payroll)
    answer = await county.county.get(f"{county.federation}/coverage", year=2026)
    units = {row["unit_id"]: row for row in answer.json()["units"]}
    assert units[county.union_id]["months"][1]["payroll_declared"]["recorded_on"]
    assert units[county.union_id]["months"][0]["payroll_declared"] is None
    assert units[silent]["closed_through"] is None
    assert not any(month["is_closed"] for month in units[silent]["months"])


async def test_a_merger_through_the_api(county: County) -> None:
    await county.member()
    into = await second_unit(county)
    body = PAPER | {"into_id": into}
    path = f"{of_unit(county)}/merge"
    merged = await county.county.post(path, body, key="merge")
    assert merged.status_code == 200, merged.text
    assert merged.json()["members_moved"] == 1
    assert (await county.county.post(path, body, key="merge")).status_code == 200
    page = (await county.unit.get(county.union)).json()["union"]
    assert (page["dissolved_on"], page["merged_into"]) == ("2026-03-01", into)
    rows = (await county.county.get(f"{county.federation}/units")).json()["rows"]
    assert {row["unit_id"]: row["merged_into"] for row in rows}[county.union_id] == into
    members = await indicator(county, "members")
    assert (members["numerator"], members["suppressed"]) == (None, True)


async def test_a_union_with_money_is_dissolved_by_the_county(county: County) -> None:
    await county.unit.post(
        f"{county.union}/subsidies",
        ON | {"kind": "hardship", "amount_fen": 100, "document_no": "x"},
    )
    version = (await county.unit.get(county.union)).headers["ETag"]
    own = await county.unit.post(f"{county.union}/dissolve", PAPER, if_match=version)
    assert (own.status_code, own.json()["code"]) == (409, "union.balances_not_closed")
    done = await county.county.post(f"{of_unit(county)}/dissolve", PAPER)
    assert done.status_code == 200, done.text
    assert sorted(line["fen"] for line in done.json()["lines"]) == [-100, 100]
