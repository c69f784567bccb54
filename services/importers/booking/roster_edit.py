"""A row of an exported roster that comes back: what of it was changed, and only that.

A row is known by its key. What its version has moved past must be looked at again by a person; a row that shows
what stands on the books is no change, whatever its version. A cell that is masked still is unchanged, and must be
the mask of what stands there: rows whose cells were sorted apart from their keys do not pass.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from domain.ids import MemberId
from domain.member import aggregate as member
from domain.member.commands import CorrectMemberFact
from services.importers import cells
from services.importers.booking.group import Desktop, RowGroup
from services.importers.booking.known import KnownFields
from services.importers.columns import (
    COLUMNS,
    ID_NUMBER,
    MEMBER_KEY,
    NAME,
    VERSION,
    Column,
)
from services.importers.records import RosterRow, RowRefusal
from services.importers.tables import Note
from services.reads.masking import masked_id_number, masked_mobile, masked_name
from services.words.workbooks import ROSTER_EDITED, ROW_CHANGE, ROW_CHANGE_NOTHING
from services.workbooks.formulas import safe_text

JOINED_ON: Final = "入会日期"
STATUS: Final = "会籍状态"
RETAINED_SINCE: Final = "保留会籍日期"
_MOBILE: Final = "mobile"
_BY_FIELD: Final = {column.field: column for column in COLUMNS["roster"]}


class Change(NamedTuple):
    """One cell that was changed; `field` is that of the profile, empty for what is none of it."""

    column: str
    before: str
    after: str
    field: str = ""


class Fault(NamedTuple):
    """The column and the kind a row is refused under."""

    column: str
    kind: str


class Edited(NamedTuple):
    """A row as it is booked, and a remark for each cell that changes."""

    group: RowGroup
    notes: list[Note]


ProfileColumns = Sequence[tuple[str, str]]
"""Field of the profile, field of the row."""


def edit(
    row: RosterRow, key: str, ordinal: int, desktop: Desktop, profile: ProfileColumns
) -> Edited | RowRefusal:
    """Return what becomes of an exported row that came back; `key` is the one it bears."""
    who = MemberId(UUID(key))
    known = desktop.known.get(who)
    if known is None:
        return row.refuse(MEMBER_KEY, "row_key_unknown")
    if known.identity is None:
        return row.refuse(MEMBER_KEY, "row_closed")
    state = desktop.states.of(who, member.State)
    found = list(_compared(row, known, state, desktop.today, profile))
    if found and known.profile is None:
        return row.refuse(MEMBER_KEY, "row_closed")
    if found and state.version != row.seen_version:
        return row.refuse(VERSION, "stale_row")
    faults = [one for one in found if isinstance(one, Fault)]
    if faults:
        return row.refuse(*faults[0])
    changes = [one for one in found if isinstance(one, Change)]
    if not changes:
        return Edited(RowGroup(row, []), [])
    command = _correction(row, changes, known, who=who, ordinal=ordinal, desktop=desktop)
    return Edited(RowGroup(row, [command]), [_note(row, change) for change in changes])


def versions_seen(groups: Sequence[RowGroup]) -> dict[UUID, int]:
    """Return the version each member who is corrected was seen at: nothing may come in between."""
    rows = [group.row for group in groups if group.commands]
    return {
        UUID(row.member_key): row.seen_version
        for row in rows
        if isinstance(row, RosterRow)
        and row.member_key is not None
        and row.seen_version is not None
    }


def _compared(
    row: RosterRow,
    known: KnownFields,
    state: member.State,
    today: date,
    profile: ProfileColumns,
) -> Iterator[Change | Fault]:
    identity, stated = known.identity or {}, known.profile or {}
    yield from _name(row, identity.get("name", ""))
    yield from _number(row, identity.get("id_number", ""))
    for field, attribute in profile:
        column = _BY_FIELD[attribute]
        if column.name in row.source.columns:
            yield from _of_profile(row, field, column, stated.get(field, ""))
    if row.joined_on != state.joined_on:
        yield Change(JOINED_ON, _day(state.joined_on), _day(row.joined_on))
    if row.status != state.timeline.on(today):
        yield Fault(STATUS, "status_not_here")
    if RETAINED_SINCE in row.source.columns and row.retained_since != state.retained_on:
        yield Fault(RETAINED_SINCE, "status_not_here")


def _name(row: RosterRow, before: str) -> Iterator[Change | Fault]:
    if cells.is_masked(row.name):
        if row.name != cells.plain(masked_name(before)):
            yield Fault(NAME, "masked_differs")
    elif row.name != before:
        yield Change(NAME, masked_name(before), masked_name(row.name))


def _number(row: RosterRow, before: str) -> Iterator[Fault]:
    """The number is who somebody is: it is not corrected here."""
    if cells.is_masked(row.id_number):
        if row.id_number != masked_id_number(before):
            yield Fault(ID_NUMBER, "masked_differs")
    elif row.id_number != before:
        yield Fault(ID_NUMBER, "id_number_differs")


def _of_profile(
    row: RosterRow, field: str, column: Column, before: str
) -> Iterator[Change | Fault]:
    after = text_of(getattr(row, column.field))
    if field == _MOBILE and cells.is_masked(after):
        if after != cells.plain(masked_mobile(before)):
            yield Fault(column.name, "masked_differs")
    elif after not in (before, as_read(column, before)):
        shown = masked_mobile if field == _MOBILE else str
        yield Change(column.name, shown(before), shown(after), field)


def as_read(column: Column, text: str) -> str:
    """Return what a text becomes that is written into a workbook and read again."""
    if not text:
        return ""
    if column.reader == "yes_no":
        return text
    is_day = column.reader == "date"
    read = cells.parse_date(text) if is_day else cells.parse_text(safe_text(text))
    return text if isinstance(read, cells.CellRefusal) else text_of(read)


def text_of(value: Any) -> str:  # noqa: ANN401 # a cell as parsed: text, date, yes or no, or nothing
    """Return a cell as the text that is sealed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _correction(
    row: RosterRow,
    changes: Sequence[Change],
    known: KnownFields,
    *,
    who: MemberId,
    ordinal: int,
    desktop: Desktop,
) -> CorrectMemberFact:
    """Correct what changed. Groups are sealed whole: what of them did not change is sealed again as it was."""
    changed = {change.column for change in changes}
    fields = {
        change.field: text_of(getattr(row, _field_of(change.column)))
        for change in changes
        if change.field
    }
    seal = desktop.sealer.seal
    identity = {**(known.identity or {}), "name": row.name}
    profile = {**(known.profile or {}), **fields}
    return CorrectMemberFact(
        occurred_on=desktop.today,
        member_id=who,
        reason=ROSTER_EDITED,
        identity=seal(who, "books", field="identity", ordinal=ordinal, fields=identity)
        if NAME in changed
        else None,
        profile=seal(who, "file", field="profile", ordinal=ordinal, fields=profile)
        if fields
        else None,
        joined_on=row.joined_on if JOINED_ON in changed else None,
    )


def _field_of(column: str) -> str:
    return next(one.field for one in COLUMNS["roster"] if one.name == column)


def _note(row: RosterRow, change: Change) -> Note:
    """Tell what a cell changes from and to, no more of a name or telephone than a screen shows."""
    text = ROW_CHANGE.format(
        column=change.column,
        before=change.before or ROW_CHANGE_NOTHING,
        after=change.after or ROW_CHANGE_NOTHING,
    )
    letter = row.source.columns.get(change.column, "")
    return Note("row_changes", row.source.sheet, row.row, letter, text)
