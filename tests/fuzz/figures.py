"""The figures of `make fuzz`: how much was sent, what came of it, and whether that is as assurance 16 (S2) asks."""

import random
import re
from collections.abc import Iterator
from statistics import median
from typing import Final, NamedTuple

from tests.fuzz.breeding import breed_all, is_here
from tests.fuzz.described import request_described
from tests.fuzz.door import QUARTER, Kind, guessed, timed
from tests.fuzz.ground import open_ground, targets
from tests.fuzz.judging import Tally
from tests.fuzz.ranks import mann_whitney_p
from tests.fuzz.reading_bytes import Given, read_all, read_books
from tests.fuzz.requesting import request_all
from tests.fuzz.serving import served
from tests.fuzz.slow_clients import Noticed, beside_slow_clients
from tests.fuzz.wire import send_streams
from tests.support.database import Server, create_database, drop_database

MOST_GROWN_MEGABYTES: Final = 50
MOST_P99_MILLISECONDS: Final = 100
MOST_CLOSING_SECONDS: Final = 31
"""30 for headers, by the server; a second for what lies between."""
NOISE_MILLISECONDS: Final = 10
MOST_VERIFIED: Final = 10
LEAST_P: Final = 0.01
_LAST_ROUND: Final = 999


class Amounts(NamedTuple):
    """How much of each is sent. `described`: operations asked by the description alone, None for all.

    `bred`: readers that bytes are bred for, None for all.
    """

    rounds: int = 16
    requests_each: int = 14
    described: int | None = None
    described_each: int = 4
    bytes_each: int = 20_000
    books: int = 1_000
    breeding_seconds: int = 120
    streams: int = 3_000
    slow_clients: int = 500
    guesses: int = 1_000
    timed: int = 200
    timed_kinds: tuple[Kind, ...] = ("wrong password", "not begun", "closed")
    bred: int | None = None


QUICK: Final = Amounts(2, 10, 40, 1, 1_000, 60, 2, 300, 0, timed_kinds=("wrong password",), bred=4)
IN_SHORT: Final = Amounts(1, 10, 12, 1, 150, 10, 0, 0, 0, 0, 0, ())
"""What every run of the tests does."""


class Figure(NamedTuple):
    """A line of the answer: what was sent, what came of it, whether that is as it must be, and what was not."""

    name: str
    text: str
    holds: bool
    faults: list[str]


async def request_figures(server: Server, seed: int, amounts: Amounts) -> list[Figure]:
    """Malformed requests to every operation, and requests made from the description."""
    async with open_ground(server) as ground:
        done = await request_all(ground, seed, rounds=amounts.rounds, each=amounts.requests_each)
        dice = random.Random(seed)  # noqa: S311 # repeatable
        asked = (await targets(ground, dice, _LAST_ROUND))[: amounts.described]
        described = await request_described(ground.app, asked, seed, each=amounts.described_each)
    grown = round(done.grown_megabytes, 1)
    p99 = done.tally.p99_milliseconds
    return [
        _tallied("malformed requests", done.tally),
        _tallied("requests by the description", described),
        Figure(
            "memory after the first round", f"{grown} MB more", grown <= MOST_GROWN_MEGABYTES, []
        ),
        Figure("99 of 100 requests", f"within {p99:.0f} ms", p99 <= MOST_P99_MILLISECONDS, []),
    ]


async def door_figures(server: Server, seed: int, amounts: Amounts) -> list[Figure]:
    """Guesses at the door: how many are looked at, and whether a no tells who has an account."""
    async with open_ground(server) as ground:
        done = await guessed(ground, amounts.guesses)
    text = (
        f"{amounts.guesses:,} at once: {done.at_once} verified; as many in {QUARTER.seconds // 60} minutes after: "
        f"{done.in_a_row}; right password: {sum(done.owner)} of {len(done.owner)} at a known browser, "
        f"{int(done.stranger)} of 1 elsewhere"
    )
    holds = 0 < done.verified <= MOST_VERIFIED and all(done.owner) and not done.stranger
    told_apart = [await _timing(server, seed, amounts.timed, kind) for kind in amounts.timed_kinds]
    return [Figure("door: guesses at one account", text, holds, []), *told_apart]


async def _timing(server: Server, seed: int, count: int, kind: Kind) -> Figure:
    """Chance differs once in a hundred runs: such a difference has to hold with as many measured once more."""
    dice, told = random.Random(seed), []  # noqa: S311 # repeatable
    unknown, known, is_alike = list[float](), list[float](), False
    for turn in (1, 2):
        async with open_ground(server) as ground:
            took = await timed(ground, dice, count, ("unknown", kind))
        unknown += took["unknown"]
        known += took[kind]
        p = mann_whitney_p(unknown, known)
        told.append(
            f"p = {p:.3f} (medians {_median(unknown)} and {_median(known)}, n = {len(unknown)} and {len(known)})"
        )
        is_alike = p > LEAST_P and len(unknown) == len(known) == turn * count
        if is_alike:
            break
    return Figure(f"door: unknown name or {kind}", "; with more: ".join(told), is_alike, [])


def _median(seconds: list[float]) -> str:
    return f"{median(seconds) * 1_000:.1f} ms" if seconds else "none"


async def socket_figures(server: Server, seed: int, amounts: Amounts) -> list[Figure]:
    """What comes through a real socket: streams that are no HTTP, and clients that are slow."""
    database = await create_database(server)
    try:
        async with served(database) as api:
            sent = await send_streams(api, seed, amounts.streams)
            text = f"{sent.sent:,} sent, {sent.answered:,} answered, {len(sent.faults)} x 5xx"
            figures = [Figure("streams that are no HTTP", text, not sent.faults, sent.faults)]
            if amounts.slow_clients:
                half = amounts.slow_clients // 2
                figures.append(_slow(await beside_slow_clients(api, headers=half, bodies=half)))
    finally:
        await drop_database(server, database)
    return figures


def _slow(noticed: Noticed) -> Figure:
    closed = [noticed.longest("headers"), noticed.longest("body")]
    told = [f"{one:.1f} s" if one is not None else "never" for one in closed]
    text = (
        f"{len(noticed.closed)} slow: headers closed by {told[0]}, bodies by {told[1]}; 99 of 100 others within "
        f"{noticed.before_milliseconds:.1f} ms before, {noticed.beside_milliseconds:.1f} ms beside them"
    )
    most = max(2 * noticed.before_milliseconds, NOISE_MILLISECONDS)
    in_time = all(one is not None and one <= MOST_CLOSING_SECONDS for one in closed)
    holds = in_time and noticed.beside_milliseconds <= most and not noticed.failed
    return Figure("slow clients", text, holds, [])


def byte_figures(seed: int, amounts: Amounts) -> Iterator[Figure]:
    """Spoilt bytes to every reader, spoilt workbooks to the sandbox, and bytes bred by atheris."""
    yield _given("spoilt bytes", list(read_all(seed, amounts.bytes_each)))
    yield _given("spoilt workbooks", [read_books(seed, amounts.books)])
    if not amounts.breeding_seconds:
        return
    if not is_here():
        yield Figure(
            "bred bytes", "atheris is not installed: nothing was bred", holds=True, faults=[]
        )
        return
    yield _given("bred bytes", list(breed_all(seed, amounts.breeding_seconds, amounts.bred)))


def _tallied(name: str, tally: Tally) -> Figure:
    statuses = ", ".join(f"{status} {count:,}" for status, count in sorted(tally.statuses.items()))
    text = f"{tally.asked:,} sent, {tally.failed} x 5xx, {tally.taken:,} taken ({statuses})"
    return Figure(name, text, not tally.faults and bool(tally.asked), tally.faults)


def _given(name: str, given: list[Given]) -> Figure:
    count = sum(one.given for one in given)
    faults = [re.sub(r"\s+", " ", fault) for one in given for fault in one.faults]
    text = f"{count:,} to {len(given)} readers, {len(faults)} faults"
    return Figure(name, text, not faults and all(one.given for one in given), faults)
