"""The controls: a guard is taken out of a soaked installation, and the checker must say so (assurance R2).

The database is altered, or what a process has loaded; the product has no switch for any of it.
"""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple

import asyncpg

from services.store.sql import queries
from tests.soak.engine import connected
from tests.soak.faults import Figure, Tally, kill_postgresql, lose_answer
from tests.soak.installation import Installation

_SQL: Final = queries("tests.soak", "soak.sql")
_CLERKS: Final = (2, 4)
_MOST_TIMES: Final = 6
"""Two clerks must meet at one stream: on a busy machine that may take a while."""
_PATIENCE_SECONDS: Final = 5.0
"""For ledgers that may never catch up: as they stand then, they must differ."""


class Control(NamedTuple):
    """What is taken away, what is done then, and which letters of the checker must be among what it says."""

    take: Callable[[asyncpg.Connection], Awaitable[None]]
    provoke: Callable[[Installation, random.Random], Awaitable[None]]
    letters: str
    spoil: str | None = None

    def noticed(self, said: Sequence[str]) -> list[str]:
        """Return what of all that is said is about what was taken away."""
        return [fault for fault in said if fault[0] in self.letters]


async def notice(installation: Installation, name: str, control: Control, seed: int) -> Figure:
    """Return whether the loss of a guard was noticed; before it is taken away nothing is wrong."""
    await installation.checker.begin()
    connection = await connected(installation.engine.address)
    try:
        await control.take(connection)
    finally:
        await connection.close()
    await installation.open(spoil=control.spoil)
    dice = random.Random(f"{seed}/{name}")  # noqa: S311 # repeatable
    await installation.employ(seed, processes=_CLERKS[0], each=_CLERKS[1])
    said: list[str] = []
    for _ in range(_MOST_TIMES):
        await control.provoke(installation, dice)
        said += await installation.check()
        if control.noticed(said) or "P" in control.letters:
            break
    await installation.dismiss()
    said += await installation.check()
    if "P" in control.letters:
        said += await installation.compare_ledgers(patience=_PATIENCE_SECONDS)
    noticed = control.noticed(said)
    text = f"{len(noticed)} faults said: {noticed[0]}" if noticed else f"NOT noticed; said: {said}"
    return Figure(f"control: {name}", text, bool(noticed))


async def _commit_late(connection: asyncpg.Connection) -> None:
    for name in ("commit_late", "write_late", "reload"):
        await connection.execute(_SQL[name])


async def _forget_commands(connection: asyncpg.Connection) -> None:
    known = "where c.union_id = p_union and c.command_id = p_command"
    await connection.execute(_SQL["forget_command_key"])
    for function in ("append_event", "append_one"):
        await _redefine(connection, function, {known: f"{known} and false"})


async def _forget_versions(connection: asyncpg.Connection) -> None:
    """Neither the expected version counts nor what happened to the stream since it was read."""
    moved = "(e.topic = any (p_fail_if_topics) or e.stream_id = any (p_fail_if_streams))"
    one = {
        "if p_version <> v_current + 1 or": "if false and p_version <> v_current + 1 or",
        "or p_expected <> coalesce(v_current, 0) or (p_expected = 0 and": "or (false and",
    }
    await connection.execute(_SQL["forget_version_key"])
    await _redefine(connection, "moved_version", {"begin\n": "begin\n  return null;\n"})
    await _redefine(connection, "append_event", one | {moved: f"{moved} and false"})
    await _redefine(connection, "append_one", {moved: f"{moved} and false"})


async def _open_rows(connection: asyncpg.Connection) -> None:
    for name in ("open_event", "open_union_head"):
        await connection.execute(_SQL[name])


async def _nothing(_connection: asyncpg.Connection) -> None:
    """What is taken away is in the processes, not in the database."""


async def _redefine(
    connection: asyncpg.Connection, function: str, replaced: Mapping[str, str]
) -> None:
    definition: str = await connection.fetchval(_SQL["definition"], function)
    for text, other in replaced.items():
        assert text in definition, f"{function} no longer says {text!r}"
        definition = definition.replace(text, other, 1)
    await connection.execute(definition)


async def _work(installation: Installation, _dice: random.Random) -> None:
    await installation.progress(120)


async def _kill(installation: Installation, dice: random.Random) -> None:
    await installation.progress(40)
    await kill_postgresql(installation, dice, Tally())


async def _lose(installation: Installation, dice: random.Random) -> None:
    for _ in range(4):
        await lose_answer(installation, dice, Tally())


CONTROLS: Final[Mapping[str, Control]] = {
    "commits not durable": Control(_commit_late, _kill, "LC"),
    "command ids off": Control(_forget_commands, _lose, "D"),
    "fencing off": Control(_nothing, _work, "P", spoil="fencing"),
    "version check off": Control(_forget_versions, _work, "C"),
    "row policies off": Control(_open_rows, _work, "I"),
}
