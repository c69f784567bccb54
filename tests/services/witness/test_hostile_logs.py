"""A hostile server gets nothing cosigned, whatever it shows (goal A3), and is told what was wrong."""

from collections import Counter
from typing import get_args

import pytest

from services.witness.faults import Fault, Hindrance
from services.words.witness import FAULTS, HINDRANCES
from tests.services.witness.hostile import KINDS, Attempt, hostile_answers
from tests.services.witness.watching import do_not_wait_for_the_disk

TRIES = 1_050


@pytest.fixture(scope="module")
def attempts() -> list[Attempt]:
    with pytest.MonkeyPatch.context() as patch:
        do_not_wait_for_the_disk(patch)
        return list(hostile_answers(20_261, TRIES))


def test_nothing_hostile_is_cosigned(attempts: list[Attempt]) -> None:
    assert len(attempts) == TRIES
    assert not [one for one in attempts if one.cosigned or one.fault is None]


def test_each_kind_is_refused_for_what_it_is(attempts: list[Attempt]) -> None:
    wrong = Counter((one.kind, one.fault) for one in attempts if one.fault not in one.expected)
    assert not wrong


def test_nothing_of_a_refused_answer_is_kept(attempts: list[Attempt]) -> None:
    assert not [one for one in attempts if not one.is_unchanged]


def test_every_kind_and_every_fault_is_met(attempts: list[Attempt]) -> None:
    assert {one.kind for one in attempts} == KINDS.keys()
    assert {one.fault for one in attempts} == set(get_args(Fault))


def test_every_fault_has_its_words() -> None:
    assert FAULTS.keys() == set(get_args(Fault))
    assert HINDRANCES.keys() == set(get_args(Hindrance))
