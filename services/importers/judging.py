"""Rows that are well written and still cannot stand: told twice, of nobody, or half of an exported row."""

import re
from collections.abc import Sequence
from typing import Final

from services.importers import cells
from services.importers.columns import ID_NUMBER, MEMBER_KEY, VERSION, TableKind
from services.importers.records import (
    CaseRow,
    ChangeRow,
    CondolenceRow,
    DuesRow,
    PaymentRow,
    RosterRow,
    Row,
    RowRefusal,
    UnitRow,
)
from services.words.templates import SAMPLE_ID_NUMBER

ONE_ROW_PER: Final[dict[TableKind, tuple[str, str]]] = {
    "units": ("code", "单位编码"),
    "roster": ("id_number", ID_NUMBER),
    "dues": ("id_number", ID_NUMBER),
}
ROW_KEY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def without_unusable(rows: Sequence[Row]) -> tuple[list[Row], list[RowRefusal]]:
    """Rows that are well written and still nobody's: of the template's example, or half of an exported row."""
    kept: list[Row] = []
    refused: list[RowRefusal] = []
    for row in rows:
        fault = None if isinstance(row, UnitRow) else unusable(row)
        if fault is None:
            kept.append(row)
        else:
            refused.append(row.refuse(*fault))
    return kept, refused


def unusable(
    row: RosterRow | ChangeRow | DuesRow | CaseRow | PaymentRow | CondolenceRow,
) -> tuple[str, str] | None:
    """The column and the kind of what makes a row nobody's; None for a row that is somebody's."""
    if row.id_number == SAMPLE_ID_NUMBER:
        return ID_NUMBER, "sample_row"
    if not isinstance(row, RosterRow):
        return None
    if row.member_key is None:
        is_masked = cells.is_masked(row.name) or cells.is_masked(row.id_number)
        return (MEMBER_KEY, "masked_without_key") if is_masked else None
    if row.seen_version is None:
        return VERSION, cells.MISSING.kind
    return None if ROW_KEY.fullmatch(row.member_key) else (MEMBER_KEY, "row_key_unknown")


def without_repeats(rows: Sequence[Row]) -> tuple[list[Row], list[RowRefusal]]:
    """The first good row of a member (or unit) counts; one that comes later is refused.

    In dues two rows of a member are fine where no month stands in both.
    """
    kept: list[Row] = []
    refused: list[RowRefusal] = []
    seen: dict[str, frozenset[str]] = {}
    for row in rows:
        field, name = ONE_ROW_PER.get(row.source.kind, ("", ""))
        if isinstance(row, RosterRow) and row.member_key is not None:
            field, name = "member_key", MEMBER_KEY
        key, about = getattr(row, field, ""), row.source.months
        if key and key in seen and not seen[key].isdisjoint(about):
            refused.append(row.refuse(name, cells.DUPLICATE.kind))
        else:
            kept.append(row)
            seen[key] = seen[key] | about if key in seen else about
    return kept, refused
