"""A list as it is shown: every list of the console is one of these, filled from the rows of an operation."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Generic, TypeVar
from uuid import uuid4

import msgspec

from services.http.asking import Answer
from services.pages.forms import Choices
from services.pages.rendering import shown
from services.pages.visit import Visit

R = TypeVar("R")
_DENSITIES: Final = ("middle", "compact")


class Column(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """One column. `get` returns what stands in a cell; `field` tells money and choices by its name.

    `href`: where a cell leads. `mark`: a word with a colour beside it. `sort`: what the operation sorts by.
    `hidden`: shown only when asked for; `fixed`: always shown.
    """

    name: str
    title: str
    get: Callable[[R], Any]
    field: str = ""
    align: str = ""
    href: Callable[[R], str | None] | None = None
    mark: Callable[[R], tuple[str, str] | None] | None = None
    sort: str = ""
    hidden: bool = False
    fixed: bool = False


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the query form."""

    name: str
    title: str
    kind: str = "search"
    choices: Choices = ()
    value: str = ""
    placeholder: str = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a cell."""

    text: str
    align: str = ""
    href: str | None = None
    mark: tuple[str, str] | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its number, its cells, what a batch calls it, a class that marks it."""

    number: int
    cells: Sequence[Cell]
    key: str = ""
    mark: str = ""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a column, with the way to sort by it."""

    name: str
    title: str
    align: str
    fixed: bool
    sorted: str
    sort_href: str | None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done with the rows that are ticked: where it is sent, and the buttons."""

    action: str
    buttons: Choices
    command_id: str = msgspec.field(default_factory=lambda: str(uuid4()))


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A list, ready for the macro `list_of`."""

    caption: str
    columns: Sequence[Heading]
    all_columns: Sequence[Heading]
    rows: Sequence[Line]
    density: str
    filters: Sequence[Filter] = ()
    totals: Sequence[tuple[str, Sequence[Cell]]] = ()
    batch: Batch | None = None
    export: str | None = None
    empty: str = "没有符合条件的记录。"
    total: int | None = None
    first_href: str | None = None
    previous_href: str | None = None
    next_href: str | None = None
    place: str = ""
    position: int | None = None
    as_of: date | None = None


class Turning(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list stands among its pages."""

    first_number: int = 1
    total: int | None = None
    first_href: str | None = None
    previous_href: str | None = None
    next_href: str | None = None
    place: str = ""


def table_of(
    visit: Visit,
    caption: str,
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    *,
    key: Callable[[R], str] | None = None,
    mark: Callable[[R], str] | None = None,
    filters: Sequence[Filter] = (),
    totals: Sequence[tuple[str, dict[str, Any]]] = (),
    batch: Batch | None = None,
    export: str | None = None,
    empty: str = "没有符合条件的记录。",
    turning: Turning | None = None,
    position: int | None = None,
    as_of: date | None = None,
) -> Table:
    """Return a list. `totals`: title and values by column name; sums come from the operation, not from here."""
    turned = turning or Turning()
    chosen = _chosen(visit, columns)
    lines = [
        Line(
            number=turned.first_number + place,
            cells=[_cell(column, row) for column in chosen],
            key="" if key is None else key(row),
            mark="" if mark is None else mark(row),
        )
        for place, row in enumerate(rows)
    ]
    return Table(
        caption=caption,
        columns=[_heading(visit, column) for column in chosen],
        all_columns=[_heading(visit, column) for column in columns],
        rows=lines,
        density=_density(visit),
        filters=[
            msgspec.structs.replace(one, value=visit.query.get(one.name, one.value))
            for one in filters
        ],
        totals=[(title, [_total(column, values) for column in chosen]) for title, values in totals],
        batch=batch,
        export=export,
        empty=empty,
        total=turned.total,
        first_href=turned.first_href,
        previous_href=turned.previous_href,
        next_href=turned.next_href,
        place=turned.place,
        position=position,
        as_of=as_of,
    )


def by_cursor(visit: Visit, answer: Answer) -> Turning:
    """Return where a list stands that is turned by cursors: to its first page, and on."""
    body = answer.body
    following = getattr(body, "next", None)
    return Turning(
        total=getattr(body, "total", None),
        first_href=visit.with_query(cursor=None) if "cursor" in visit.query else None,
        next_href=None if following is None else visit.with_query(cursor=following),
    )


def by_number(visit: Visit, *, page: int, pages: int, total: int, size: int) -> Turning:
    """Return where a list stands whose pages are numbered."""
    return Turning(
        first_number=(page - 1) * size + 1,
        total=total,
        first_href=visit.with_query(page=None) if page > 1 else None,
        previous_href=visit.with_query(page=page - 1) if page > 1 else None,
        next_href=visit.with_query(page=page + 1) if page < pages else None,
        place=f"第 {page} / {max(pages, 1)} 页",
    )


def _density(visit: Visit) -> str:
    asked = visit.query.get("density", "")
    return asked if asked in _DENSITIES else _DENSITIES[0]


def _chosen(visit: Visit, columns: Sequence[Column[R]]) -> list[Column[R]]:
    """The columns asked for in the address; without any, those that are not hidden."""
    asked = visit.query_all("columns")
    if not asked:
        return [column for column in columns if not column.hidden]
    return [column for column in columns if column.fixed or column.name in asked]


def _cell(column: Column[R], row: R) -> Cell:
    value = column.get(row)
    is_money = (column.field or column.name).endswith("fen")
    return Cell(
        text=shown(value, column.field or column.name),
        align=column.align or ("money" if is_money else ""),
        href=None if column.href is None else column.href(row),
        mark=None if column.mark is None else column.mark(row),
    )


def _total(column: Column[R], values: dict[str, Any]) -> Cell:
    name = column.field or column.name
    text = shown(values[column.name], name) if column.name in values else ""
    return Cell(text=text, align=column.align or ("money" if name.endswith("fen") else ""))


def _heading(visit: Visit, column: Column[R]) -> Heading:
    sorted_by = visit.query.get("sort", "")
    direction = {column.sort: "ascending", f"-{column.sort}": "descending"} if column.sort else {}
    turned = f"-{column.sort}" if sorted_by == column.sort else column.sort
    return Heading(
        name=column.name,
        title=column.title,
        align=column.align or ("money" if (column.field or column.name).endswith("fen") else ""),
        fixed=column.fixed,
        sorted=direction.get(sorted_by, ""),
        sort_href=visit.with_query(sort=turned, page=None, cursor=None) if column.sort else None,
    )
