"""`make fuzz`: what nobody should send, counted anew, with the seed it comes from (assurance S2, S13).

Fails when one answer is a 5xx, one reader raises what it should not, or memory grows.
"""

import argparse
import logging
import secrets
import sys
import time

import msgspec
import uvloop

from services import log
from tests.fuzz.figures import (
    QUICK,
    Amounts,
    Figure,
    byte_figures,
    door_figures,
    request_figures,
    socket_figures,
)
from tests.support.database import leave_server, start_server


def run(seed: int, amounts: Amounts) -> list[Figure]:
    """Requests first, so that what they weigh is theirs alone."""
    server = start_server()
    try:
        figures = uvloop.run(request_figures(server, seed, amounts))
        figures += uvloop.run(door_figures(server, seed, amounts))
        figures += uvloop.run(socket_figures(server, seed, amounts))
    finally:
        leave_server()
    return [*figures, *byte_figures(seed, amounts)]


def main() -> int:
    """Run, print a line for each figure and, last, one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="the same requests again")
    parser.add_argument("--quick", action="store_true", help="less of everything, two minutes")
    arguments = parser.parse_args()
    seed = secrets.randbelow(2**31) if arguments.seed is None else arguments.seed
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    log.configure(level=logging.ERROR)
    begun = time.perf_counter()
    figures = run(seed, QUICK if arguments.quick else Amounts())
    for figure in figures:
        sys.stdout.write(f"{'ok  ' if figure.holds else 'FAIL'} {figure.name}: {figure.text}\n")
        for fault in figure.faults:
            sys.stdout.write(f"       {fault}\n")
    seconds = round(time.perf_counter() - begun)
    failed = [figure.name for figure in figures if not figure.holds]
    answer = {"seed": seed, "seconds": seconds, "figures": len(figures), "failed": failed}
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
