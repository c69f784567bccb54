"""The catalogue is complete, in words and in parameters, and no rule fails on any log."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import CATALOGUE
from domain.event import Event
from domain.irregularity.hit import GapReason, HitKind, Severity, State
from domain.irregularity.rules import ACROSS_UNIONS, RULES, all_checked
from domain.policy.irregularity import IrregularityPolicy, is_sound
from services.policies import presets
from services.words import irregularities as words
from tests.domain.irregular import PARAMETERS
from tests.domain.irregularity.telling import Log, changed, day
from tests.support.samples_of import samples

SOURCES = sorted(Path(__file__).parent.glob("test_*.py"))


def texts() -> Iterator[str]:
    for path in SOURCES:
        if path.name != Path(__file__).name:
            yield path.read_text(encoding="utf-8")


def test_every_row_of_the_catalogue_has_its_rule_and_ours_stand_behind() -> None:
    listed = [f"R{number:02d}" for number in range(1, 22)]
    assert list(RULES) == [*listed, "X01", "X02", "X03", "X04"]
    assert RULES.keys() >= ACROSS_UNIONS


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_has_a_test(rule_id: str) -> None:
    assert any(f'"{rule_id}"' in text for text in texts())


@pytest.mark.parametrize("kind", get_args(HitKind))
def test_every_kind_of_hit_is_shown_by_a_test(kind: str) -> None:
    assert any(f'"{kind}"' in text for text in texts())


def test_everything_an_auditor_reads_has_its_words() -> None:
    assert words.RULES.keys() == RULES.keys()
    assert words.KINDS.keys() == set(get_args(HitKind))
    assert words.GAPS.keys() == set(get_args(GapReason))
    assert words.SEVERITIES.keys() == set(get_args(Severity))
    assert words.STATES.keys() == set(get_args(State))


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_reads_topics_there_are(rule_id: str) -> None:
    packages = {topic.partition(".")[0] for topic in CATALOGUE}
    assert set(RULES[rule_id].topics) <= packages | {"every"}


@given(
    st.lists(st.tuples(st.sampled_from(list(samples().values())), st.integers(0, 900)), max_size=30)
)
def test_no_rule_fails_on_any_log(told: list[tuple[Event, int]]) -> None:
    log = Log()
    streams = [log.some_id() for _ in range(3)]
    for event, number in told:
        if event.TOPIC.startswith("federation."):
            continue
        on = date.fromordinal(day(1, year=2025).toordinal() + number)
        log.told(on, _stream(log, event, streams[number % 3]), event)
    for found in all_checked(log.books(unread=0)):
        assert all(hit.positions for hit in found.hits)
        assert all(hit.amount_fen >= 0 for hit in found.hits)


def _stream(log: Log, event: Event, own: object) -> object:
    """Events of one package share a stream: nobody folds those of others."""
    package = event.TOPIC.partition(".")[0]
    streams = log.__dict__.setdefault("by_package", {})
    return streams.setdefault((package, own), log.some_id())


def test_a_union_is_founded_with_sound_numbers() -> None:
    offered = [
        preset.policy for preset in presets() if isinstance(preset.policy, IrregularityPolicy)
    ]
    assert len(offered) == 1
    assert is_sound(offered[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"repeat_days": -1},
        {"split_count": 1},
        {"sharers_least": 0},
        {"near_limit_percent": 101},
        {"december_percent": -1},
        {"round_unit_fen": 0},
        {"suspense_months": 3_651},
        {"employer_words": ("",)},
    ],
)
def test_numbers_that_make_no_sense_are_not_sound(wrong: dict[str, object]) -> None:
    assert is_sound(PARAMETERS)
    assert not is_sound(changed(**wrong))
