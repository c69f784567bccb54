"""`python -m tests.guards [--quick] [--only NAME]…`: exit status 1 when the loss of a guard goes unnoticed."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.guards.guards import Guard, faults_of, guards
from tests.guards.running import PASSED, copied, passes, verdict_of


def main() -> int:
    """Say of each guard whether its loss is noticed."""
    arguments = _arguments()
    chosen = [
        guard
        for guard in guards()
        if (not arguments.only or guard.name in arguments.only)
        and (guard.quick or not arguments.quick)
    ]
    faults = [fault for guard in chosen for fault in faults_of(guard)]
    if faults or not chosen:
        sys.stdout.write("\n".join(faults or ["no such guard"]) + "\n")
        return 1
    with copied(Path(tempfile.mkdtemp(prefix="gonghui-guards-"))) as root:
        return _tell(chosen, root)


def _tell(chosen: list[Guard], root: Path) -> int:
    """A test that fails with all guards in place would notice nothing."""
    unnoticed = 0
    sound: dict[tuple[str, ...], bool] = {}
    for guard in chosen:
        if guard.tests not in sound:
            sound[guard.tests] = passes(root, guard.tests) == PASSED
        if not sound[guard.tests]:
            verdict = "not run: its tests do not pass with the guard in place"
        else:
            verdict = verdict_of(guard, root)
        unnoticed += verdict != "noticed"
        sys.stdout.write(f"{guard.name}: {verdict}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} guards, {unnoticed} not noticed\n")
    return 1 if unnoticed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.guards")
    parser.add_argument("--quick", action="store_true", help="the guards marked quick only")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
