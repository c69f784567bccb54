"""What an auditor takes along through the API: the year's books as a zip, and what differs between two states."""

import io
import zipfile

import pytest

from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.calling import County


@pytest.fixture
async def keeper(county: County) -> Bookkeeper:
    """Books with an opening balance and an income."""
    made = await staffed(county)
    await made.post(
        "opening", ("102", 1_000_000), ("331", -1_000_000), day="2026-01-01", by="accountant",
        money=False,
    )  # fmt: skip
    await made.post("income", ("102", 300_000), ("408", -300_000), day="2026-01-10")
    return made


async def position_of(keeper: Bookkeeper) -> int:
    return int((await keeper.get("trial-balance", period="2026-01"))["position"])


@pytest.mark.parametrize("profile", ["gbt24589", "iso21378", "csv"])
async def test_a_year_is_taken_along_as_a_zip(keeper: Bookkeeper, profile: str) -> None:
    position = await position_of(keeper)
    first = await keeper.county.unit.get(f"{keeper.union}/exports", format=profile, year=2026)
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/zip"
    assert first.headers["etag"] == f'W/"{position}"'
    assert f"{profile}-2026-{position}.zip" in first.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(first.content)) as opened:
        assert {"README.txt", "dictionary.csv"} <= set(opened.namelist())
    await keeper.post("income", ("102", 5), ("408", -5), day="2026-01-11")
    again = await keeper.county.unit.get(
        f"{keeper.union}/exports", format=profile, year=2026, known_at=position
    )
    assert again.content == first.content


async def test_an_export_is_refused_for_what_is_not_there(keeper: Bookkeeper) -> None:
    unit, path = keeper.county.unit, f"{keeper.union}/exports"
    assert (await unit.get(path, format="pdf", year=2026)).status_code == 400
    ahead = await unit.get(path, format="csv", year=2026, known_at=10**6)
    assert ahead.json()["code"] == "request.known_at_ahead"
    assert (await unit.get(path, year=2026)).status_code == 400


async def test_a_ledger_is_compared_with_itself_as_it_was_known(keeper: Bookkeeper) -> None:
    before = await position_of(keeper)
    instant = (await keeper.get("ledgers/L9/difference", year=2026))["second"]["position"]
    assert instant == before
    await keeper.post("expense", ("50102", 120_000), ("102", -120_000), day="2026-02-11")
    found = await keeper.get("ledgers/L9/difference", year=2026, known_at=before)
    lines = {line["key"][0]: line for line in found["lines"]}
    assert lines["50102"]["change"] == "added"
    cells = {cell["column"]: cell["after"] for cell in lines["102"]["cells"]}
    assert cells["本期贷方"] == "1200.00"
    (event,) = found["events"]
    assert event["topic"] == "voucher.posted"
    assert event["occurred_on"] == "2026-02-11"
    assert lines["102"]["moved_by"] == [event["position"]]
    assert found["passed_over"] == []


async def test_a_ledger_is_compared_with_itself_at_another_date(keeper: Bookkeeper) -> None:
    found = await keeper.get(
        "ledgers/L9/difference", year=2026, as_of="2026-01-05", to_as_of="2026-01-31"
    )
    lines = {line["key"][0]: line for line in found["lines"]}
    assert lines["408"]["change"] == "added"
    assert lines["408"]["moved_on"] == ["2026-01-10"]
    assert [event["topic"] for event in found["events"]] == ["voucher.posted"]


async def test_a_difference_can_be_asked_between_instants(keeper: Bookkeeper) -> None:
    found = await keeper.get(
        "ledgers/L9/difference",
        year=2026,
        known_at="2000-01-01T00:00:00Z",
        to_known_at="2099-01-01T00:00:00Z",
    )
    assert found["first"]["position"] == 0
    assert {line["change"] for line in found["lines"]} == {"added"}


async def test_a_difference_too_wide_or_of_no_ledger_is_a_problem(
    keeper: Bookkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = keeper.county.unit
    unknown = await unit.get(f"{keeper.union}/ledgers/L99/difference", year=2026)
    assert unknown.json()["code"] == "request.path_unknown"
    monkeypatch.setattr("services.exporters.difference.search.LOOKS_MAX", 1)
    wide = await unit.get(f"{keeper.union}/ledgers/L9/difference", year=2026, known_at=0)
    assert (wide.status_code, wide.json()["code"]) == (422, "ledgers.difference_too_wide")
