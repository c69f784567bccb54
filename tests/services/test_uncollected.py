"""The collector waits while what stays is made, works afterwards, and never looks at what was made."""

import gc
import subprocess
import sys

import pytest

from services.uncollected import uncollected

STARTED = """
import gc
from services.start import main
main(["settings"])
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


def test_the_collector_waits_and_then_works_again() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        _ = 1 / 0
    assert gc.isenabled()


def test_what_a_program_is_made_of_is_left_alone_for_good() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, check=True)  # noqa: S603 # our own
    assert done.stdout.splitlines()[-1] == b"True True"
