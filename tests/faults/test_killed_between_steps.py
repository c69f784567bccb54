"""A job is killed between two of its statements and done again: the books end as if nothing had happened.

Some of the statements in every run, all of them in `make soak`.
"""

import random
import secrets
from pathlib import Path

import pytest

from tests.faults.jobs import JOBS
from tests.faults.killing import Killings
from tests.soak.nursery import Nursery
from tests.support.database import Database, Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

KILLS = 2


@pytest.mark.parametrize("name", JOBS)
async def test_what_was_killed_is_done_again_as_if_nothing_had_happened(
    name: str, loaded: Nursery, server: Server, database: Database, tmp_path: Path
) -> None:
    seed = secrets.randbelow(2**31)
    killings = Killings(server, loaded, database, JOBS[name], tmp_path)
    await killings.prepare()
    dice = random.Random(seed)  # noqa: S311 # repeatable
    for step, moment in killings.some(dice, KILLS):
        killed = await killings.kill(step, moment)
        assert not killed.faults, f"seed {seed}, {killed.step} of {killings.steps} {moment}"
