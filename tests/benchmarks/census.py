"""What a checkpoint costs: by the unions there are, and by the logs that have grown since the last one."""

from collections.abc import Sequence
from uuid import UUID

from tests.benchmarks.dues import single
from tests.benchmarks.filling import Filled, Size, fill
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Clock, Row, append_all

UNIONS = 100_000
MOVED = 1_000
_MOST_SECONDS = 60.0
_CONCURRENT_COMMANDS = 256


async def census_rows(ground: Ground) -> list[Row]:
    """A checkpoint every minute must take less than a minute, with a thousand logs grown (assurance A3)."""
    size = Size(unions=ground.sized(UNIONS, 5_000), members=0, months=0, founding=1)
    filled = await fill(ground, size)
    first = await _taken(ground)
    nothing = await _round(ground)
    one = await _after_growth(ground, filled.unions[:1])
    many = await _after_growth(ground, filled.unions[:MOVED])
    unions = len(filled.unions)
    ground.figures["checkpoint_seconds_per_union"] = one / unions
    ground.figures["checkpoint_seconds_per_grown_log"] = max(0.0, many - one) / MOVED
    ground.figures["checkpoint_look_seconds_per_union"] = nothing / unions
    return [
        _row(
            filled,
            many,
            f"first of all {first:.1f} s, with one log grown {one:.2f} s, a look {nothing:.2f} s",
        )
    ]


def _row(filled: Filled, seconds: float, note: str) -> Row:
    return Row(
        name="checkpoint",
        baseline="a minute",
        count=len(filled.unions),
        baseline_seconds=_MOST_SECONDS,
        our_seconds=seconds,
        wanted=1.0,
        note=f"{len(filled.unions):,} unions, {MOVED:,} grown: {seconds:.2f} s; {note}",
    )


async def _after_growth(ground: Ground, unions: Sequence[UUID]) -> float:
    """Let some logs grow by one event each, and take a checkpoint."""
    heads = {one: (await ground.books.log.head(one)).position for one in unions}
    commands = [single(one, after=heads[one]) for one in unions]
    await append_all(ground.books.log, commands, _CONCURRENT_COMMANDS)
    return await _taken(ground)


async def _taken(ground: Ground) -> float:
    with Clock() as clock:
        taken = await ground.books.checkpointer.take()
    if not taken.is_new or taken.disowned:
        raise AssertionError("a checkpoint of these logs was not to be had")
    return clock.seconds


async def _round(ground: Ground) -> float:
    """Look whether a checkpoint is due, as the process does all the time."""
    with Clock() as clock:
        if await ground.books.checkpointer.take_if_due() is not None:
            raise AssertionError("nothing has grown")
    return clock.seconds
