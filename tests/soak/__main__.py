"""`make soak`: everything assurance 16 asks of survival (R1, R2, R4), done anew, with the seed it comes from.

Fails when one acknowledged command is lost, doubled or answered otherwise, or when the checker does not notice
a guard that was taken away; never because of a time. The seed replays what is done and what clerks write, not
the moment of each.
"""

import argparse
import asyncio
import logging
import secrets
import sys
import time

import msgspec

from services import log
from tests.soak.running import LONG, QUICK, soak


def main() -> int:
    """Run, print a line for each figure as it comes and, last, one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="the same faults again")
    parser.add_argument("--quick", action="store_true", help="fewer of each, in memory")
    arguments = parser.parse_args()
    seed = secrets.randbelow(2**31) if arguments.seed is None else arguments.seed
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    log.configure(level=logging.ERROR)
    begun = time.perf_counter()
    failed, count = [], 0

    async def run() -> None:
        nonlocal count
        async for figure in soak(seed, QUICK if arguments.quick else LONG):
            count += 1
            sys.stdout.write(f"{'ok  ' if figure.holds else 'FAIL'} {figure.name}: {figure.text}\n")
            for fault in figure.faults:
                sys.stdout.write(f"       {fault}\n")
            sys.stdout.flush()
            if not figure.holds:
                failed.append(figure.name)

    asyncio.run(run())
    seconds = round(time.perf_counter() - begun)
    answer = {"seed": seed, "seconds": seconds, "figures": count, "failed": failed}
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
