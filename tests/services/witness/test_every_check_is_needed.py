"""With a check taken out, a hostile log gets its cosignature: no check stands there for show."""

from pathlib import Path

import pytest

from services.witness import checks
from services.witness.faults import Fault
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.hostile import attempt
from tests.services.witness.watching import watched

ONLY_CAUGHT_BY: dict[Fault, tuple[str, ...]] = {
    "log_signature_bad": ("signed_by_another_key", "signature_of_another_text"),
    "other_log": ("another_origin",),
    "forked": ("fork_of_the_held_size",),
    "not_consistent": ("altered_consistency",),
    "census_not_included": ("a_true_census_of_another_history",),
    "census_differs": ("census_signed_under_another_number", "pages_of_two_censuses"),
    "census_earlier": ("census_before_the_one_held",),
    "before_differs": ("another_position_before",),
    "head_rewritten": ("same_position_rewritten", "same_position_with_another_chain_hash"),
    "history_rewritten": ("history_rewritten_and_continued", "altered_path_of_a_union"),
    "heads_differ": (
        "census_of_other_heads",
        "census_of_more_unions_than_there_are",
        "census_of_fewer_unions_than_there_are",
        "union_in_two_places_of_the_tree",
        "union_replaced_by_a_new_one",
        "a_moved_head_left_out",
        "a_union_sent_that_was_not_counted",
    ),
    "page_out_of_order": ("heads_in_reverse",),
}
CAUGHT_TWICE: dict[Fault, str] = {
    "page_out_of_order": "union_sent_twice",
    "smaller": "older_checkpoint",
    "position_fell": "older_head",
    "union_vanished": "union_gone",
}
"""Without their own check these still meet another one, under a less telling name."""


@pytest.fixture
def log() -> FakeLog:
    return FakeLog(seeded(7), unions=5, page=2)


@pytest.mark.parametrize(
    ("fault", "kind"), [(fault, kind) for fault, kinds in ONLY_CAUGHT_BY.items() for kind in kinds]
)
def test_without_its_check_a_hostile_answer_is_cosigned(
    fault: Fault, kind: str, log: FakeLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watched(tmp_path, log)
    for _ in range(3):
        log.grow()
        watch.round(log)
    rng = seeded(11)
    assert attempt(kind, watch, log, rng).fault == fault
    without(fault, monkeypatch)
    assert any(attempt(kind, watch, log, rng).cosigned for _ in range(20))


@pytest.mark.parametrize(("fault", "kind"), CAUGHT_TWICE.items())
def test_what_two_checks_catch_is_named_by_the_first(
    fault: Fault, kind: str, log: FakeLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watched(tmp_path, log)
    for _ in range(3):
        log.grow()
        watch.round(log)
    assert attempt(kind, watch, log, seeded(11)).fault == fault
    without(fault, monkeypatch)
    assert attempt(kind, watch, log, seeded(11)).fault not in {fault, None}


def without(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take one check out of the witness."""
    require = checks._require
    monkeypatch.setattr(
        checks, "_require", lambda holds, of: None if of == fault else require(holds, of)
    )
