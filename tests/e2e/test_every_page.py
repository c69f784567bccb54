"""Every page there is, opened by whoever may: with script and without, quiet, accessible, leading nowhere wrong."""

import time
from typing import Final, get_args

import pytest

from domain.roles import PersonRole
from tests.e2e.conftest import Arrive
from tests.e2e.sweeping import Sweep, get_pages, walk_menu, walk_to_missing

pytestmark = pytest.mark.asyncio(loop_scope="module")

async def test_every_page(arrive: Arrive) -> None:
    sweep = Sweep()
    people={}
    for role in get_args(PersonRole):
        t = time.time()
        n=len(sweep.drawn)
        try:
            people[role] = person = await arrive(role)
            await walk_menu(person, sweep)
        except AssertionError as fault:
            sweep.note(role, f"{role}: {fault}")
        print(role, len(sweep.drawn)-n, len(sweep.tried), time.time()-t, flush=True)
    print("FAULTS", *sweep.faults.values(),sep="\n")
    sweep.faults.clear()
    t = time.time()
    missing = sweep.missing()
    print("missing", len(missing), {k: len(v) for k, v in sweep.ids.items()})
    for role in get_args(PersonRole):
        await walk_to_missing(people[role], sweep, [p for p in sweep.missing() if role in p.policy.people or not p.policy.people])
    print(time.time()-t)
    print("FAULTS", *sweep.faults.values(),sep="\n")
    missing = [p.path for p in get_pages() if p.path not in sweep.drawn]
    print("MISSING", len(missing), *missing, sep="\n")
    assert not sweep.faults
