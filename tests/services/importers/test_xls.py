"""The old format is read under the same rules: hidden sheets, lost digits and formulas as well."""

import struct
from pathlib import Path

import pytest

from services.importers.refused import WorkbookRefused
from services.importers.sandbox import read_workbook
from tests.services.importers.making import faults, read

CONTENT = (Path(__file__).parent / "books" / "roster.xls").read_bytes()


def test_an_old_workbook_is_read() -> None:
    found = read(CONTENT)
    assert [sheet.name for sheet in read_workbook(CONTENT).sheets] == ["会员花名册"]
    assert [row.row for row in found.rows] == [3, 4, 5]
    assert faults(found) == [(6, "C", "id_destroyed"), (7, "F", "formula_cell")]


def test_a_loop_in_the_sector_chain_is_refused() -> None:
    (table,) = struct.unpack_from("<I", CONTENT, 76)
    looped = bytearray(CONTENT)
    for sector in range(len(CONTENT) // 512 - 1):
        struct.pack_into("<I", looped, (table + 1) * 512 + 4 * sector, sector)
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(bytes(looped))
    assert refused.value.kind == "unreadable"


@pytest.mark.parametrize("length", [100, 600, 2000, 5000])
def test_a_truncated_old_workbook_is_refused(length: int) -> None:
    with pytest.raises(WorkbookRefused):
        read_workbook(CONTENT[:length])
