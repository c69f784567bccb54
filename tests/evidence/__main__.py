"""`make evidence`: what assurance 16 asks of evidence (A1 to A3), counted anew, with the seed it comes from.

Fails when one mutant passes or one clean check raises an alarm; never because of a time.
"""

import argparse
import secrets
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import msgspec
import uvloop

from tests.evidence.figures import (
    QUICK,
    Amounts,
    Figure,
    bundle_figures,
    proof_figures,
    size_figures,
    tampered,
    witness_figures,
)
from tests.evidence.tampering import CLASSES
from tests.support.database import Server, leave_server, start_server

_WITHOUT_DATABASE = (proof_figures, bundle_figures, witness_figures)
_CLASSES_HERE = 10


def run(server: Server, seed: int, amounts: Amounts) -> list[Figure]:
    """Two processes, each with about half of the work and databases of its own."""
    classes = list(CLASSES)
    here, beside = classes[:_CLASSES_HERE], classes[_CLASSES_HERE:]
    clean = amounts.clean_verifications // 2
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        waiting = [
            *(pool.submit(count, seed, amounts) for count in _WITHOUT_DATABASE),
            pool.submit(tampered, server, seed, amounts, beside, clean),
        ]
        figures = tampered(server, seed + 1, amounts, here, clean)
        figures += uvloop.run(size_figures(server, seed, amounts))
        return [*figures, *(figure for one in waiting for figure in one.result())]


def main() -> int:
    """Run, print a line for each figure and, last, one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="the same mutants again")
    parser.add_argument("--quick", action="store_true", help="less of everything")
    arguments = parser.parse_args()
    seed = secrets.randbelow(2**31) if arguments.seed is None else arguments.seed
    sys.stdout.write(f"seed {seed}\n")
    sys.stdout.flush()
    begun = time.perf_counter()
    server = start_server()
    try:
        figures = run(server, seed, QUICK if arguments.quick else Amounts())
    finally:
        leave_server()
    for figure in figures:
        sys.stdout.write(f"{'ok  ' if figure.holds else 'FAIL'} {figure.name}: {figure.text}\n")
    seconds = round(time.perf_counter() - begun)
    failed = [figure.name for figure in figures if not figure.holds]
    answer = {"seed": seed, "seconds": seconds, "figures": len(figures), "failed": failed}
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
