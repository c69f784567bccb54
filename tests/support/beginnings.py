"""What databases of tests begin as: made once in a run, kept as a template, copied for each test that asks for it.

Laying out ledgers or founding a county takes longer than most tests; all of it is rows, and rows copy.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec

from tests.support.database import KEPT, Server, one_at_a_time, run_folder


class Begun(msgspec.Struct, frozen=True):
    """A database that others are copied from: nobody is connected to it any more."""

    template: str


class FirstLedgers(Begun):
    """Empty books, with a first build of each projection."""


class FirstUnit(FirstLedgers):
    """Books of a county with one unit."""

    union_id: UUID


_Kept = TypeVar("_Kept", bound=Begun)


async def once(
    server: Server, kind: type[_Kept], make: Callable[[Server], Awaitable[_Kept]]
) -> _Kept:
    """Whoever comes first in a run makes it; past any pooler, which would stay connected."""
    folder = run_folder() / kind.__name__.lower()
    with one_at_a_time(folder):
        kept = folder / KEPT
        if not kept.exists():
            made = await make(msgspec.structs.replace(server, pooler=None))
            kept.write_bytes(msgspec.json.encode(made))
        return msgspec.json.decode(kept.read_bytes(), type=kind)
