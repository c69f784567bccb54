"""The list of guards fits the code: every text stands where it is said to, and its tests exist."""

import pytest

from tests.guards.guards import Guard, faults_of, guards

GUARDS = guards()
LEAST = 25


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stands_where_the_list_says(guard: Guard) -> None:
    assert not list(faults_of(guard))


def test_guards_are_named_once_and_are_enough() -> None:
    names = [guard.name for guard in GUARDS]
    assert len(set(names)) == len(names) >= LEAST
    assert any(guard.quick for guard in GUARDS)
