"""A witness killed between any two steps goes on, and has never signed two roots for one size or a smaller size."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from services.keys.signing import Cosigner
from services.witness import NotCosigned, holding, pledge, rounds
from services.witness.holding import Holding, Taking
from services.witness.log import Log
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.serving import served
from tests.services.witness.watching import Watched, quick_disk, watched

__all__ = ["quick_disk"]

pytestmark = pytest.mark.usefixtures("quick_disk")

STEPS: list[tuple[Any, str]] = [
    (Log, "latest"),
    (Log, "consistency"),
    (Log, "heads"),
    (Taking, "put_head"),
    (Taking, "put_checkpoint"),
    (holding, "_commit"),
    (rounds, "write_pledge"),
    (pledge, "_replace"),
    (Cosigner, "cosign"),
    (Log, "deliver"),
    (Holding, "remember_delivered"),
]
"""Everything a round does that reaches the network, the disk or the key, in the order it does it."""


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


@contextmanager
def killed_at(owner: Any, name: str, *, before: bool, time: int) -> Iterator[None]:  # noqa: ANN401 # class or module
    """Stop everything before or after the nth time a step is done."""
    done: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def step(*given: Any, **named: Any) -> Any:  # noqa: ANN401 # whatever the step takes
        nonlocal calls
        calls += 1
        if before and calls == time:
            raise Killed
        answer = done(*given, **named)
        if calls == time:
            raise Killed
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, step)
        yield


def signed_histories(log: FakeLog, watch: Watched) -> None:
    """Every line is a good cosignature of the true root of its size, and sizes never fell."""
    assert None not in log.moments(watch.public)
    sizes = [size for size, _ in log.delivered]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_at_a_step_the_next_round_goes_on(
    owner: Any,  # noqa: ANN401 # class or module
    name: str,
    before: bool,  # noqa: FBT001 # a parameter of the test
    time: int,
    tmp_path: Path,
) -> None:
    log = FakeLog(seeded(9), unions=5, page=2)
    log.grow()
    watch = watched(tmp_path, log)
    watch.round(log)
    for union in log.unions:
        log.record(union)
    log.count()
    with killed_at(owner, name, before=before, time=time):
        try:
            watch.round(log)
            watch.round(log)
        except Killed:
            pass
    fork = log.twin()
    fork.forget_last_census()
    fork.grow()
    held = watch.held()
    assert held
    if held.checkpoint.size == log.size:  # kept, signed or not: the other history comes too late
        with pytest.raises(NotCosigned, match="forked"):
            watch.round(fork)
    assert watch.round(log) == log.size
    log.grow()
    assert watch.round(log) == log.size
    signed_histories(log, watch)


@pytest.mark.parametrize(("owner", "name"), [(holding, "_commit"), (pledge, "_replace")])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_killed_while_beginning_it_can_begin_or_go_on(
    owner: Any,  # noqa: ANN401 # a module
    name: str,
    before: bool,  # noqa: FBT001 # a parameter of the test
    tmp_path: Path,
) -> None:
    log = FakeLog(seeded(9))
    log.grow()
    watch = Watched(tmp_path, log.signer.public.text)
    with killed_at(owner, name, before=before, time=1), pytest.raises(Killed):
        watch.begin(log)
    if owner is holding and before:
        watch.begin(log)
    assert watch.round(log) == 1
    signed_histories(log, watch)


KILLED_CHILD = """
import os, signal, sys
from services.cli import main
from services.witness import holding, pledge, rounds
from services.witness.log import Log
from services.keys.signing import Cosigner

owner, name, before = sys.argv[1:4]
place = {"holding": holding, "pledge": pledge, "rounds": rounds, "Log": Log, "Cosigner": Cosigner}[owner]
done = getattr(place, name)

def step(*given, **named):
    if before == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(place, name, step)
sys.exit(main(sys.argv[4:]))
"""


def typed(watch: Watched, url: str, api_key: Path) -> list[str]:
    return [
        "witness",
        *("--server", url, "--log-key", watch.log_key, "--name", "witness.example"),
        *("--key", str(watch.key), "--store", str(watch.store), "--api-key", str(api_key)),
        "--once",
    ]


@pytest.mark.parametrize(
    ("owner", "name"),
    [("holding", "_commit"), ("pledge", "_replace"), ("Cosigner", "cosign"), ("Log", "deliver")],
)
def test_a_process_killed_for_good_leaves_what_the_next_one_needs(
    owner: str, name: str, tmp_path: Path
) -> None:
    log = FakeLog(seeded(9), unions=4)
    log.grow()
    watch = watched(tmp_path, log)
    watch.round(log)
    api_key = tmp_path / "api.key"
    api_key.touch(mode=0o600)
    api_key.write_text("key")
    child = [sys.executable, "-c", KILLED_CHILD]
    with served(log) as (url, _):
        for before in ("before", "after"):
            log.grow()
            done = subprocess.run(  # noqa: S603 # our own Python
                [*child, owner, name, before, *typed(watch, url, api_key)],
                check=False,
                capture_output=True,
                env={"PATH": os.environ["PATH"]},
            )
            assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert watch.round(log) == log.size
    signed_histories(log, watch)
