"""The roster as a workbook to edit and import again: each row bears a key and the version it shows.

Columns are those the importer reads, and what is masked on the screen is masked here: left as it is, it stays.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from services.importers.columns import KEYS, MEMBER_KEY, VERSION, read_columns
from services.reads import Ledgers, Scope
from services.reads.rows import MemberRow
from services.words.codes import CODE_WORDS
from services.words.sheets import IN_YUAN, PERIOD, ROSTER_ABSENT, ROSTER_GUIDE, ROSTER_TITLE, UNION
from services.workbooks.cells import Cell, Cells
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook

_PAGE_ROWS: Final = 1_000


class RosterAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose roster, and the filters on the screen."""

    scope: Scope
    union: str
    membership: str | None = None
    place_id: UUID | None = None


class RosterWorkbook(msgspec.Struct, frozen=True):
    """The file, of how many people it is, and the position it shows."""

    content: bytes
    people: int
    position: int


_PROFILE: Final = {
    "会员证号": "certificate_no",
    "性别": "gender",
    "民族": "ethnicity",
    "政治面貌": "political_status",
    "学历": "education_level",
    "户籍类型": "household_type",
    "部门": "department",
    "用工形式": "employment_form",
    "联系电话": "mobile",
    "备注": "remark",
}
_CELLS: Final[dict[str, Callable[[MemberRow], Cell]]] = {
    MEMBER_KEY: lambda row: str(row.member_id),
    VERSION: lambda row: row.version,
    "姓名": lambda row: row.person.name,
    "身份证号": lambda row: row.person.id_number,
    "出生日期": lambda row: _day(row.profile.get("birth_date")),
    "是否农民工": lambda row: _word(row.profile.get("is_migrant_worker")),
    "入会日期": lambda row: row.joined_on,
    "会籍状态": lambda row: _word(row.membership),
    "保留会籍日期": lambda row: row.retained_on,
}
COLUMNS: Final = tuple(column.name for column in read_columns("roster"))


async def roster_pages(ledgers: Ledgers, asked: RosterAsked) -> tuple[list[MemberRow], int]:
    """Return everybody on the roster, as masked as on the screen, and the position it shows."""
    found: list[MemberRow] = []
    after: Sequence[str] | None = None
    while True:
        page = await ledgers.members(
            asked.scope,
            limit=_PAGE_ROWS,
            after=after,
            membership=asked.membership,
            place_id=asked.place_id,
        )
        found += [row for row in page.rows if row.membership is not None]
        if page.next_after is None:
            return found, page.position
        after = page.next_after


def roster_workbook(rows: Sequence[MemberRow], asked: RosterAsked, position: int) -> RosterWorkbook:
    """Return the workbook; whose fields no key opens any more is counted, not shown: there is nothing to edit."""
    told = [row for row in rows if row.person.id_number is not None]
    guide = [*ROSTER_GUIDE, ROSTER_ABSENT.format(absent=len(rows) - len(told))]
    sheet = Sheet(
        name=ROSTER_TITLE,
        title=ROSTER_TITLE,
        under_title=(
            UNION.format(union=asked.union),
            PERIOD.format(period=asked.scope.as_of.isoformat()),
            IN_YUAN,
        ),
        columns=COLUMNS,
        rows=[_cells(row) for row in told],
        guide=guide,
        locked=len(KEYS),
    )
    return RosterWorkbook(workbook([sheet]), len(told), position)


def _cells(row: MemberRow) -> Cells:
    return [
        _CELLS[name](row) if name in _CELLS else row.profile.get(_PROFILE[name]) for name in COLUMNS
    ]


def _word(code: str | None) -> str:
    return "" if code is None else CODE_WORDS.get(code, code)


def _day(text: str | None) -> Cell:
    """A day as a day; what is none, as somebody wrote it."""
    try:
        return None if not text else date.fromisoformat(text)
    except ValueError:
        return text
