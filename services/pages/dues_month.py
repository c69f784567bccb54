"""收缴登记: the sheet of one month, where what a list of members paid is typed or pasted, and booked at once."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

import msgspec

from domain.period import next_month, previous_month
from services.auth import may
from services.http.dues import Declared, Receipts
from services.http.problems import Problem, of_error
from services.pages import dues_sheet as sheet
from services.pages.dues import DUES, SECTION
from services.pages.forms import Filling, faults_of, inputs_of
from services.pages.kinds import kinds_of
from services.pages.lists import Filter
from services.pages.page import Reply, Shown, Went, page
from services.pages.places import place_choices
from services.pages.reading_forms import month_of
from services.pages.reasons import reason_on_page
from services.pages.visit import Visit
from services.reads.dues import BatchRow
from services.reads.dues_months import DuesCell
from services.words.forms import act_words

_MONTH: Final = f"{DUES}/months/{{period}}"
_PAGE: Final = 200
_MOST: Final = 600
"""How many members one sheet holds; a larger list is turned over, or taken branch by branch."""
_ONLY: Final = (("unpaid", "还没缴清的"), ("paid", "已缴清的"))
_FILTERS: Final = ("place_id", "only", "as_of", "known_at")
_CONTROLS: Final = (
    *(kind for kind in kinds_of(Receipts) if kind.name == "occurred_on"),
    *kinds_of(Declared),
)
"""What is typed from the head of the paper, before its lines."""
_OURS: Final = frozenset({"first_month", "last_month", "branch_id"})


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the books say of a month, as far as one sheet shows it."""

    month: str
    view: Any
    cells: list[DuesCell]
    next: str | None


@page("GET", _MONTH, "dues_month", policy=may("dues.read"), section=SECTION)
async def show_month(visit: Visit) -> Reply:
    """The month as the books have it, with room for what came in now."""
    read = await _read(visit)
    first = {"occurred_on": [visit.parts.today().isoformat()]}
    return await _shown(visit, read, {}, first=first, command_id=str(uuid4()))


@page(
    "POST",
    _MONTH,
    "dues_month",
    policy=may("dues.receive"),
    section=SECTION,
)
async def receive_month(visit: Visit) -> Reply:
    """Count, fill or place what was pasted; or book it all, or nothing."""
    read = await _read(visit)
    typed = sheet.typed_amounts(visit.posted)
    command_id = _command_id(visit)
    left: Sequence[sheet.Unplaced] = ()
    match visit.posted.text("more"):
        case "fill":
            typed = sheet.filled(read.cells, typed)
        case "paste":
            typed, left = await sheet.placed(
                visit.posted.text("pasted"), read.cells, typed, _finder(visit)
            )
        case "count":
            pass
        case _:
            return await _book(visit, read, typed, command_id)
    return await _shown(visit, read, typed, command_id=command_id, left=left)


def _command_id(visit: Visit) -> str:
    try:
        return str(UUID(visit.posted.text("command_id")))
    except ValueError:
        return str(uuid4())


async def _book(visit: Visit, read: Sheet, typed: Mapping[str, str], command_id: str) -> Reply:
    """What somebody entered meanwhile for the same people is shown first: the same money is not booked twice."""
    if any(
        sheet.is_moved(cell, visit.posted) for cell in read.cells if str(cell.member_id) in typed
    ):
        repeated = await _repeated(visit, read, typed, command_id)
        if repeated is not None:
            return repeated
        problem: Problem | None = Problem("store.version_moved")
        return await _shown(
            visit, read, typed, command_id=str(uuid4()), problem=problem, refresh=True
        )
    try:
        return await _written(visit, read, typed, command_id)
    except Exception as error:
        problem = of_error(error)
        if problem is None or problem.code.startswith("access."):
            raise
        return await _shown(visit, read, typed, command_id=command_id, problem=problem)


async def _written(visit: Visit, read: Sheet, typed: Mapping[str, str], command_id: str) -> Went:
    body = sheet.document(read.month, typed, visit.posted, visit.query.get("place_id") or None)
    answer = await visit.write("receiveDues", body=msgspec.json.encode(body), command_id=command_id)
    written = answer.body
    return Went(location=visit.at(f"/dues/batches/{written.batch_id}", done=written.position))


async def _repeated(
    visit: Visit, read: Sheet, typed: Mapping[str, str], command_id: str
) -> Went | None:
    """A form sent twice is answered as the first time; only then its own receipts are what moved the accounts."""
    own = uuid5(UUID(command_id), "dues_batch")
    is_written = any(one.batch_id == own for one in await _batches(visit, read))
    return await _written(visit, read, typed, command_id) if is_written else None


async def _read(visit: Visit) -> Sheet:
    month = month_of(visit.ids["period"])
    cursor = visit.query.get("cursor")
    asked = {name: visit.query.get(name) for name in _FILTERS}
    view = await visit.read("readDuesMonth", {"period": month}, **asked, cursor=cursor, limit=_PAGE)
    cells, cursor = [*view.rows], view.next
    while cursor is not None and len(cells) < _MOST:
        more = await visit.read(
            "readDuesMonth",
            {"period": month},
            **asked,
            totals="left_out",
            cursor=cursor,
            limit=_PAGE,
        )
        cells += more.rows
        cursor = more.next
    return Sheet(month=month, view=view, cells=cells, next=cursor)


async def _batches(visit: Visit, read: Sheet) -> list[BatchRow]:
    rows = (await visit.read("listDuesBatches", since=f"{read.month}-01", limit=_PAGE)).rows
    return [row for row in rows if row.first_month == read.month == row.last_month]


def _finder(visit: Visit) -> sheet.Finder:
    async def find(name: str) -> list[UUID] | None:
        if not visit.can("searchMembersPrivately"):
            return None
        body = msgspec.json.encode({"q": name, "size": _PAGE, "page": 1})
        rows = (await visit.write("searchMembersPrivately", body=body)).body.rows
        return [row.member_id for row in rows]

    return find


async def _shown(
    visit: Visit,
    read: Sheet,
    typed: Mapping[str, str],
    *,
    command_id: str,
    first: Mapping[str, list[str]] | None = None,
    problem: Problem | None = None,
    left: Sequence[sheet.Unplaced] = (),
    refresh: bool = False,
) -> Shown:
    faults = {} if problem is None else faults_of(problem)
    rows = sheet.rows_of(read.cells, typed, visit.posted, sheet.by_member(faults, typed))
    named = _of_inputs(faults, rows)
    values = {
        "month": read.month,
        "view": read.view,
        "rows": rows,
        "counted": sheet.counted(rows, typed, visit.posted),
        "controls": inputs_of(
            _CONTROLS,
            Filling(texts={**visit.posted.texts, **(first or {})}, faults=named, left_out=_OURS),
        ),
        "pasted": "\n".join(one.line for one in left),
        "left": left,
        "elsewhere": _elsewhere(read, typed),
        "may_receive": visit.can("receiveDues") and bool(read.cells),
        "refresh": refresh,
        "command_id": command_id,
        "words": act_words("receiveDues"),
        "filters": {"filters": await _filters(visit)},
        "before": previous_month(read.month),
        "after": next_month(read.month),
        "next_href": visit.with_query(cursor=read.next) if read.next else None,
        "batches": await _batches(visit, read),
        "problem": problem,
        "reason": None if problem is None else reason_on_page(problem.code),
        "faults": named,
    }
    return Shown(template="dues/month.html", values=values, status=200 if problem is None else 422)


def _elsewhere(read: Sheet, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed for members who are not on this page of the sheet: it is sent along."""
    here = {str(cell.member_id) for cell in read.cells}
    return {member: text for member, text in typed.items() if member not in here}


def _of_inputs(faults: Mapping[str, str], rows: Sequence[sheet.SheetRow]) -> dict[str, str]:
    """What is wrong, by the input it is wrong in."""
    named = {
        name.removeprefix("batch."): text
        for name, text in faults.items()
        if not name.startswith("receipts.")
    }
    wrong = {f"{sheet.AMOUNT}{row.cell.member_id}": row.error for row in rows if row.error}
    return {**named, **wrong}


async def _filters(visit: Visit) -> list[Filter]:
    offered = [
        Filter(name="place_id", title="分会小组", choices=await place_choices(visit)),
        Filter(name="only", title="缴纳情况", choices=_ONLY),
    ]
    return [
        msgspec.structs.replace(one, value=visit.query.get(one.name, ""))
        for one in offered
        if one.choices
    ]
