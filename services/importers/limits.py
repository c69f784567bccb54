"""How much of a workbook is believed and how long it may take: one table, every bound named.

A roster of 20,000 rows and 19 columns is 2 MB packed and 16 to 25 MB unpacked, 10 parts,
380,000 cells; each bound leaves room above that.
"""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file_bytes: int = 16 * 2**20
    parts: int = 200
    unpacked_bytes: int = 48 * 2**20
    ratio: int = 100  # unpacked to packed, for a part above `ratio_from_bytes`
    ratio_from_bytes: int = 2**20
    rows: int = 100_000
    columns: int = 200
    cells: int = 2_000_000
    formulas: int = 400_000
    merged_ranges: int = 50_000
    unusual_elements: int = 1_600_000  # of a sheet written so oddly that every element is looked at
    answer_bytes: int = 96 * 2**20
    memory_bytes: int = 640 * 2**20
    old_memory_bytes: int = (
        256 * 2**20
    )  # an .xls of 16 MB takes 200; its texts are not counted before
    cpu_seconds: int = 10
    wall_seconds: int = 10


DEFAULT_LIMITS = Limits()
