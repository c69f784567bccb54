"""会费收缴: the months of a year, who is in arrears, and the collections with their receipts."""

from collections.abc import Sequence
from typing import Final

from domain.period import month_of, previous_month
from services.auth import may
from services.pages.asked import asked
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.papers import file_page
from services.pages.places import names_of_places, place_choices
from services.pages.visit import Visit
from services.reads.dues import BatchRow
from services.reads.dues_months import ArrearsRow
from services.reads.rows import DuesMonthRow
from services.words.forms import choice_text

DUES: Final = "/unions/{union_id}/dues"
SECTION: Final = "dues"
_MONTHS_SHOWN: Final = 12
_SUMS: Final = ("due_fen", "received_fen", "arrears_fen")


@page("GET", DUES, "dues", policy=may("dues.read"), section=SECTION)
async def dues(visit: Visit) -> Reply:
    """What was due, came in and is missing, month by month; the month that runs stands first."""
    now = month_of(visit.parts.today())
    year = year_asked(visit)
    answer = await visit.ask(
        "listDuesMonths",
        year=year,
        as_of=visit.query.get("as_of"),
        known_at=visit.query.get("known_at"),
    )
    rows: Sequence[DuesMonthRow] = answer.body.rows
    table = table_of(
        visit,
        f"{year} 年各月会费",
        _month_columns(visit),
        rows,
        filters=[Filter(name="year", title="年度", kind="number", value=str(year))],
        totals=[("合计", {name: sum(getattr(row, name) for row in rows) for name in _SUMS})],
        empty="这一年没有应缴的会费。会员登记了工资基数，才会算出应缴。",
        position=answer.body.position,
        as_of=answer.body.as_of,
        export=visit.at("/ledgers/L3/workbook", year=year) if visit.can("exportLedger") else None,
    )
    values = {
        "table": table,
        "year": year,
        "now": now,
        "before": previous_month(now),
        "labels": [row.month[-2:] for row in rows],
        "due": [row.due_fen // 100 for row in rows],
        "received": [row.received_fen // 100 for row in rows],
    }
    return Shown(template="dues/dues.html", values=values)


def _month_columns(visit: Visit) -> list[Column[DuesMonthRow]]:
    return [
        Column(
            name="month",
            title="月份",
            get=lambda row: row.month,
            href=lambda row: visit.at(f"/dues/months/{row.month}"),
            fixed=True,
        ),
        Column(
            name="members_due", title="应缴人数", get=lambda row: row.members_due, align="number"
        ),
        Column(
            name="members_paid", title="实缴人数", get=lambda row: row.members_paid, align="number"
        ),
        Column(name="due_fen", title="应缴（元）", get=lambda row: row.due_fen),
        Column(name="received_fen", title="实缴（元）", get=lambda row: row.received_fen),
        Column(
            name="arrears_fen", title="差额（元）", get=lambda row: row.arrears_fen, mark=_state
        ),
    ]


def _state(row: DuesMonthRow) -> tuple[str, str]:
    if row.arrears_fen <= 0:
        return ("green", "收齐")
    return ("amber", "未收齐") if row.received_fen else ("red", "未收")


@page("GET", f"{DUES}/arrears", "dues_arrears", policy=may("dues.read"), section="arrears")
async def arrears(visit: Visit) -> Reply:
    """Who owes for months that are over, by month."""
    answer = await asked(visit, "listArrears", "place_id", "as_of", limit=100)
    rows: Sequence[ArrearsRow] = answer.body.rows
    months = sorted({month for row in rows for month in row.unpaid_fen_by_month})
    recent, older = months[-_MONTHS_SHOWN:], frozenset(months[:-_MONTHS_SHOWN])
    table = table_of(
        visit,
        "欠缴名单",
        [*_who_owes(visit), *_owed(visit, recent, older)],
        rows,
        filters=[
            Filter(name="place_id", title="分会小组", choices=await place_choices(visit)),
            Filter(name="as_of", title="截至日期", kind="date"),
        ],
        totals=[("本页合计", _page_sums(rows, recent, older))],
        turning=by_cursor(visit, answer),
        empty="没有人欠缴会费。",
        position=answer.body.position,
        as_of=answer.body.as_of,
        export=visit.at("/ledgers/L5/workbook", year=answer.body.as_of.year)
        if visit.can("exportLedger")
        else None,
    )
    return Shown(template="dues/arrears.html", values={"table": table})


def _who_owes(visit: Visit) -> list[Column[ArrearsRow]]:
    return [
        Column(
            name="person",
            title="姓名",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/members/{row.member_id}/dues"),
            fixed=True,
        ),
        Column(
            name="place", title="部门", get=lambda row: row.department or row.group or row.branch
        ),
        Column(name="membership", title="会籍", get=lambda row: row.membership, hidden=True),
        Column(
            name="months_in_arrears",
            title="欠缴月数",
            get=lambda row: row.months_in_arrears,
            align="number",
        ),
        Column(name="unpaid_fen", title="欠缴（元）", get=lambda row: row.unpaid_fen),
        Column(name="last_reminded_on", title="上次催缴", get=lambda row: row.last_reminded_on),
    ]


def _owed(visit: Visit, recent: Sequence[str], older: frozenset[str]) -> list[Column[ArrearsRow]]:
    """One column for each month, and one for all before them."""
    columns = [_of_month(visit, month) for month in recent]
    if older:
        columns.insert(
            0,
            Column[ArrearsRow](
                name="older_fen",
                title=f"{min(recent)} 以前",
                get=lambda row: _sum_of(row, older) or None,
            ),
        )
    return columns


def _of_month(visit: Visit, month: str) -> Column[ArrearsRow]:
    """What was paid in full shows nothing: a zero would read as a sum."""

    def owed(row: ArrearsRow) -> int | None:
        return row.unpaid_fen_by_month.get(month)

    def leads(row: ArrearsRow) -> str | None:
        return visit.at(f"/dues/months/{month}", only="unpaid") if owed(row) else None

    return Column(name=f"{month}_fen", title=month, get=owed, href=leads)


def _page_sums(
    rows: Sequence[ArrearsRow], recent: Sequence[str], older: frozenset[str]
) -> dict[str, int]:
    by_month = {
        f"{month}_fen": sum(row.unpaid_fen_by_month.get(month, 0) for row in rows)
        for month in recent
    }
    return {
        "unpaid_fen": sum(row.unpaid_fen for row in rows),
        "older_fen": sum(_sum_of(row, older) for row in rows),
        **by_month,
    }


def _sum_of(row: ArrearsRow, months: frozenset[str]) -> int:
    return sum(fen for month, fen in row.unpaid_fen_by_month.items() if month in months)


@page("GET", f"{DUES}/batches", "dues_batches", policy=may("dues.read"), section=SECTION)
async def batches(visit: Visit) -> Reply:
    """Every collection, as declared and as counted."""
    answer = await asked(visit, "listDuesBatches", "since", limit=100)
    places = await names_of_places(visit)
    columns: list[Column[BatchRow]] = [
        Column(
            name="closed_on",
            title="收款日期",
            get=lambda row: row.closed_on,
            href=lambda row: visit.at(f"/dues/batches/{row.batch_id}"),
            fixed=True,
        ),
        Column(name="months", title="所属月份", get=months_of),
        Column(
            name="branch",
            title="分会",
            get=lambda row: places.get(str(row.branch_id)) if row.branch_id else "全会",
        ),
        Column(
            name="declared_heads",
            title="名单人数",
            get=lambda row: row.declared_heads,
            align="number",
        ),
        Column(name="heads", title="实收人数", get=lambda row: row.heads, align="number"),
        Column(name="declared_fen", title="名单金额（元）", get=lambda row: row.declared_fen),
        Column(
            name="amount_fen", title="实收（元）", get=lambda row: row.amount_fen, mark=_difference
        ),
        Column(
            name="reversed_fen",
            title="其中已冲销（元）",
            get=lambda row: row.reversed_fen or None,
            mark=lambda row: ("red", "红字") if row.reversed_fen else None,
        ),
    ]
    table = table_of(
        visit,
        "会费收缴批次",
        columns,
        answer.body.rows,
        filters=[Filter(name="since", title="从哪天起", kind="date")],
        turning=by_cursor(visit, answer),
        empty="还没有按批登记过会费。在某个月的收缴表里登记一次，就是一个批次。",
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    return Shown(template="dues/batches.html", values={"table": table})


@page("GET", f"{DUES}/batches/{{batch_id}}", "dues_batch", policy=may("dues.read"), section=SECTION)
async def batch(visit: Visit) -> Reply:
    """The receipt of one collection."""
    view = await visit.read("readDuesBatch")
    places = await names_of_places(visit)
    branch_id = view.batch.branch_id
    values = {
        "view": view,
        "row": view.batch,
        "months": months_of(view.batch),
        "place": places.get(str(branch_id), "全会") if branch_id else "全会",
    }
    return Shown(template="dues/batch.html", values=values)


def months_of(row: BatchRow) -> str | None:
    """Return the months a collection is for."""
    if row.first_month == row.last_month:
        return row.first_month
    return f"{row.first_month} ～ {row.last_month}"


def year_asked(visit: Visit) -> int:
    """Return the year a page is about: the one asked for, or the one that runs."""
    asked_for = visit.query.get("year", "")
    is_year = asked_for.isascii() and asked_for.isdigit() and len(asked_for) == 4  # noqa: PLR2004
    return int(asked_for) if is_year else visit.parts.today().year


def _difference(row: BatchRow) -> tuple[str, str] | None:
    if row.difference_reason is None:
        return None
    return ("amber", choice_text("difference_reason", row.difference_reason, "BatchRow"))


file_page("/prints/dues-receipts", "typesetDuesReceipts", action="dues.read", section=SECTION)
