"""Sends malformed requests to every operation, round by round, and counts what comes of them."""

import gc
import random
from typing import NamedTuple

from tests.fuzz.asgi import ask
from tests.fuzz.ground import Ground, targets
from tests.fuzz.hostile_requests import malformed
from tests.fuzz.judging import Tally, resident_megabytes


class Requested(NamedTuple):
    """What was sent, what came of it, and how much the process grew after its first round."""

    tally: Tally
    grown_megabytes: float


async def request_all(ground: Ground, seed: int, *, rounds: int, each: int) -> Requested:
    """In every round each operation gets so many requests, in an order of its own, over new books."""
    tally = Tally()
    before = 0.0
    for round_no in range(rounds):
        dice = random.Random(seed + round_no)  # noqa: S311 # repeatable
        for target in await targets(ground, dice, round_no):
            for raw in malformed(dice, target, each):
                tally.judge(target.operation.operation_id, raw, await ask(ground.app, raw))
        gc.collect()
        before = before or resident_megabytes()
    return Requested(tally, resident_megabytes() - before)
