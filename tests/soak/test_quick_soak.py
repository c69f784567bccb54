"""A part of `make soak` in every run: fewer of each fault, and every control."""

import secrets

import pytest

from tests.soak.running import QUICK, soak


async def test_nothing_acknowledged_is_lost_whatever_breaks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = secrets.randbelow(2**31)
    figures = [figure async for figure in soak(seed, QUICK)]
    with capsys.disabled():
        print(f"\nsoak: seed {seed}, {len(figures)} figures")  # noqa: T201 # whoever replays needs it
    wrong = [figure for figure in figures if not figure.holds]
    assert not wrong, "\n".join(f"seed {seed} {one.name}: {one.text} {one.faults}" for one in wrong)
