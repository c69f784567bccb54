"""A key of an audit engagement reads the days of its books and no others, and what names no day is put inside."""

from datetime import date
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest

from domain.engagement.state import Scope
from services.http.engagement_days import NAMES_OF_DAYS, Days, days_asked, put_inside
from services.http.fields import Month, Year
from services.http.operation import OPERATIONS, Operation
from services.http.topics import EVERYTHING
from tests.services.http.audits import Audit, opened
from tests.services.http.calling import County, receipts

OPEN = ("members", "dues", "aid", "condolence", "books", "budget", "contribution", "funds")
LAST_YEAR: dict[str, Any] = {"books_from": "2025-01-01", "books_until": "2025-12-31"}
HALF = Scope(date(2026, 4, 1), date(2026, 9, 30), ("books",), date(2026, 12, 31))
TODAY = date(2026, 11, 21)


@pytest.fixture
async def of_2025(county: County) -> Audit:
    """An engagement about the books of 2025, carried out today, over books that begin in 2026."""
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member()))
    return await opened(county, topics=[*OPEN, EVERYTHING], **LAST_YEAR)


@pytest.mark.parametrize(
    "path",
    [
        "trial-balance?as_of=2024-12-31",
        "trial-balance?period=2026-01",
        "trial-balance?since=2024-12-31&as_of=2025-06-30",
        "entries?since=2024-01-01",
        "balance-sheet?period=2024-12",
        "vouchers?period=2024-01",
        "vouchers?since=2020-01-01",
        "dues?year=2023",
        "dues/months?year=2026",
        "members?as_of=2026-01-01",
        "contributions?year=2024",
        "contributions/2024-01",
        "budgets/2024",
        "periods/2026-01/checklist",
        "ledgers/L9?year=2024",
        "ledgers/L9?year=2026",
        "ledgers/L8?year=2025&month=2024-12&account=102",
        "ledgers/L3?year=2024&month=2025-01",
        "ledgers/L9?year=2025&as_of=2026-01-01",
        "ledgers/L9/difference?year=2025&to_as_of=2026-02-01",
        "statements/check?code=0123456789ABCDEF&ledger=L9&year=2024",
        "analytics?from=2024-01-01&until=2025-12-31",
        "analytics/R04?until=2026-01-01",
        "exports?format=iso21378&year=2026",
        "tasks?as_of=2026-01-01",
    ],
)
async def test_other_days_stay_closed(of_2025: Audit, path: str) -> None:
    before = await of_2025.county.head()
    answer = await of_2025.reader.get(f"{of_2025.county.union}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (403, "engagement.days_not_open")
    assert await of_2025.county.head() == before


async def test_what_names_no_day_is_of_the_books_last(of_2025: Audit) -> None:
    union, reader = of_2025.county.union, of_2025.reader
    for path in ("trial-balance", "dues?year=2025", "members", "vouchers", "ledgers/L9?year=2025"):
        answer = await reader.get(f"{union}/{path}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["as_of"] == "2025-12-31", path
    found = (await reader.get(f"{union}/analytics")).json()
    assert (found["first"], found["until"]) == ("2025-01-01", "2025-12-31")
    rows = (await of_2025.county.unit.get(f"{of_2025.path}/reads")).json()["rows"]
    assert rows[0]["as_of"] == "2025-12-31"


async def test_what_is_of_no_day_stays_open(of_2025: Audit) -> None:
    """The audit itself is of today, whatever books it is about; so is what its committee found."""
    union, reader = of_2025.county.union, of_2025.reader
    year = of_2025.day[:4]
    for path in ("", "officers", "findings", f"ledgers/L32?year={year}", "head", "events"):
        answer = await reader.get(f"{union}/{path}".rstrip("/"))
        assert answer.status_code == 200, answer.text
    assert (await reader.get(of_2025.path)).json()["engagement"]["books_until"] == "2025-12-31"
    report = await reader.get(f"{of_2025.path}/report", as_of=of_2025.day)
    assert report.json()["money"]["until"] == "2025-12-31"


async def test_the_pages_of_a_list_share_the_day_that_was_put(county: County) -> None:
    for number in (1, 2, 3):
        await county.member(number)
    audit = await opened(county, topics=["members"], books_until="2026-01-31")
    union = county.union
    first = (await audit.reader.get(f"{union}/members", limit=2)).json()
    assert first["as_of"] == "2026-01-31"
    second = await audit.reader.get(f"{union}/members", limit=2, cursor=first["next"])
    assert second.status_code == 200, second.text
    assert (second.json()["as_of"], len(second.json()["rows"])) == ("2026-01-31", 1)
    theirs = (await county.unit.get(f"{union}/members", limit=2)).json()
    foreign = await audit.reader.get(f"{union}/members", limit=2, cursor=theirs["next"])
    assert foreign.json()["code"] == "request.cursor_invalid"


async def test_an_event_is_of_its_day(county: County) -> None:
    await county.unit.post(f"{county.union}/dues/receipts", receipts(await county.member()))
    recorded = await county.parts.log.read_after(UUID(county.union_id), 0, 200)
    place = next(one.position for one in recorded if one.topic == "dues.received")
    path = f"{county.union}/events/{place}"
    after = await opened(county, topics=["dues"], books_from="2026-02-01")
    for name in (path, f"{path}/raw"):
        answer = await after.reader.get(name)
        assert (answer.status_code, answer.json()["code"]) == (403, "engagement.days_not_open")
    within = await opened(county, chair=after.chair, topics=["dues"])
    assert (await within.reader.get(path)).status_code == 200
    whole = await opened(county, chair=after.chair, topics=[EVERYTHING], books_from="2026-02-01")
    assert (await whole.reader.get(path)).status_code == 200  # who reads the log reads each event


async def test_today_stays_the_usual_day_while_the_books_run(county: County) -> None:
    audit = await opened(county, topics=["books"], books_until="2199-12-31")
    answer = await audit.reader.get(f"{county.union}/trial-balance")
    assert answer.json()["as_of"] == audit.day


def _operation(operation_id: str) -> Operation:
    return next(one for one in OPERATIONS if one.operation_id == operation_id)


@pytest.mark.parametrize(
    ("operation_id", "told", "days"),
    [
        ("listVouchers", {}, Days(HALF.books_from, HALF.books_until)),
        ("listEntries", {}, Days(HALF.books_from, HALF.books_until)),
        ("listEntries", {"since": date(2026, 5, 1)}, Days(date(2026, 5, 1), HALF.books_until)),
        ("readIncomeStatement", {}, Days(date(2026, 9, 1), HALF.books_until)),
        ("listPeriods", {}, Days(date(2026, 1, 1), HALF.books_until)),
        ("listDues", {"year": 2026}, Days(date(2026, 1, 1), HALF.books_until)),
        ("listIrregularities", {}, Days(HALF.books_from, HALF.books_until)),
        (
            "exportBooks",
            {"year": 2026, "format": "csv"},
            Days(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        ("readHead", {}, Days()),
    ],
)
def test_a_read_is_about_days(operation_id: str, told: dict[str, Any], days: Days) -> None:
    asked = _operation(operation_id)
    given = put_inside(asked, {"query": asked.query(**told)}, HALF, TODAY)
    assert days_asked(asked, given, TODAY) == days


@pytest.mark.parametrize(
    ("ledger", "month", "first"),
    [
        ("L9", "2026-05", date(2026, 5, 1)),
        ("L9", None, date(2026, 1, 1)),
        ("L3", "2026-05", date(2026, 1, 1)),
        ("L11", "2026-05", date(2026, 1, 1)),
        ("L9", "2027-05", date(2026, 1, 1)),
    ],
)
def test_a_ledger_of_a_month_is_about_the_month(
    ledger: str, month: str | None, first: date
) -> None:
    """But those that show their year all the same, and a month of another year."""
    asked = _operation("printLedger")
    query = asked.query(year=2026, month=month)
    given = put_inside(asked, {"query": query, "ledger": ledger}, HALF, TODAY)
    assert days_asked(asked, given, TODAY).first == first


def test_whatever_a_read_can_be_told_of_days_is_looked_at() -> None:
    """A date, month or year of tomorrow under another name would not be."""
    reads = [one for one in OPERATIONS if one.policy.tenant == "union" and one.method == "GET"]
    fields = [field for one in reads for field in msgspec.structs.fields(one.query)]
    assert {field.name for field in fields if _is_of_days(field.type)} == NAMES_OF_DAYS
    assert {name for one in reads for name in one.ids} & {"year", "period", "month", "day"} == {
        "year",
        "period",
    }


def _is_of_days(kind: Any) -> bool:  # noqa: ANN401 # an annotation
    parts = get_args(kind) or (kind,)
    return kind in (date, Month, Year) or any(one in (date, Month, Year) for one in parts)
