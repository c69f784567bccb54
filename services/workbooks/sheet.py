"""What a sheet of a workbook is, before it is written: cells under headings, and what stands around them."""

from collections.abc import Sequence

import msgspec

from services.workbooks.cells import Cells


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A table on paper.

    `below` are lines of heading and value under the table, `signatures` who signs. `guide` are lines of prose above
    the headings. `locked`: how many columns at the left are not to be edited.
    """

    name: str
    title: str
    under_title: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Cells]
    totals: Cells | None = None
    below: Sequence[tuple[str, str]] = ()
    signatures: Sequence[str] = ()
    guide: Sequence[str] = ()
    locked: int = 0
