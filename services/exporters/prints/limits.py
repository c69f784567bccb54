"""How long a paper may be and what typesetting may take: one table, every bound named.

A roster of 4,700 members, 17 columns, is 128 pages; typesetting it takes 3.5 seconds and 750 MB.
"""

import msgspec


class PrintLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cells` of all tables of a paper; `tagged_cells`: above, it is made without marks for screen readers.

    `at_once` papers in this process, `each_at_once` of them waiting or made for one login.
    """

    cells: int = 80_000
    tagged_cells: int = 10_000
    memory_bytes: int = 3 * 2**30
    cpu_seconds: int = 40
    wall_seconds: int = 30
    at_once: int = 2
    each_at_once: int = 2
    patience_seconds: int = 10


DEFAULT_LIMITS = PrintLimits()
