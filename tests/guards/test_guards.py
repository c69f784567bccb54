"""The list of guards fits the code: every text stands where it is said to, and its tests exist."""

import msgspec
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


def test_a_guard_in_a_function_that_was_made_anew_since_is_found() -> None:
    (guard,) = (one for one in GUARDS if one.name == "expected version")
    before = msgspec.structs.replace(guard, file="services/store/migrations/0013_pre_elsewhere.sql")
    newest = guard.file.rpartition("/")[2]
    assert list(faults_of(before)) == [f"{guard.name}: {newest} makes its function anew"]
