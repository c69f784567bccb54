"""R16, R20 and R21: what is not recorded, what waits too long, the log itself."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.chain import Break
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from domain.ids import FindingId
from domain.irregularity.books import Chained
from tests.domain.books import AUDITOR
from tests.domain.irregularity.telling import Log, day
from tests.domain.values import HANDLER

FINDING = FindingId(UUID(int=90))
SOUND = Chained(verified=True)


def test_activities_are_not_recorded_so_nothing_is_said_about_prizes() -> None:
    log = Log()
    log.voucher(day(3))
    found = log.found("R16")
    assert (found.state, found.hits) == ("not_checkable", [])
    assert found.gaps == {"activities_not_recorded": 1}


class Finding:
    """A finding that must be put right by the first of May."""

    def __init__(self) -> None:
        self.log = Log()
        raised = FindingRaised(
            finding_id=FINDING,
            kind="split_payments",
            severity="high",
            by="audit_committee",
            officer_id=AUDITOR,
            basis="审计条例 23",
            known_at=1,
            amount_fen=90_000,
        )
        self.raised = self.log.told(day(3), FINDING, raised)
        self.required = self.take(
            day(3, 5),
            RectificationRequired,
            requirement="recover_money",
            due_on=day(5),
            policy_id="audit-county",
            policy_version=1,
        )

    def take(self, on: date, kind: type[Any], **fields: Any) -> int:  # noqa: ANN401
        """Record the next step."""
        by = {} if kind is RectificationSubmitted else {"by": "audit_committee"}
        officer = HANDLER if kind is RectificationSubmitted else AUDITOR
        event = kind(finding_id=FINDING, officer_id=officer, **by, **fields)
        return self.log.told(on, FINDING, event)

    def submit(self, on: date) -> int:
        return self.take(on, RectificationSubmitted, measure="money_recovered", within_term=True)


def test_a_deadline_that_passed_hits_and_the_last_day_does_not() -> None:
    finding = Finding()
    assert finding.log.kinds("R20", until=day(5)) == []
    (hit,) = finding.log.found("R20", until=day(5, 2)).hits
    assert hit.kind == "rectification_overdue"
    assert hit.positions == (finding.raised, finding.required)
    assert (hit.amount_fen, hit.measures) == (90_000, {"days_late": 1})


def test_what_was_handed_in_in_time_does_not_hit() -> None:
    finding = Finding()
    finding.submit(day(5))
    finding.take(day(6), RectificationAccepted)
    finding.take(day(6), FindingClosed)
    assert finding.log.kinds("R20") == []


def test_what_was_handed_in_late_hits_for_the_days_it_was_late() -> None:
    finding = Finding()
    finding.submit(day(5, 11))
    (hit,) = finding.log.found("R20").hits
    assert hit.measures == {"days_late": 10}


def test_a_deadline_that_was_extended_holds() -> None:
    finding = Finding()
    finding.take(day(4), DeadlineExtended, due_on=day(6), reason="staff_changed")
    assert finding.log.kinds("R20", until=day(6)) == []
    assert finding.log.kinds("R20", until=day(6, 2)) == ["rectification_overdue"]


def test_after_a_return_the_new_deadline_holds() -> None:
    finding = Finding()
    finding.submit(day(4))
    finding.take(day(4, 20), RectificationReturned, reason="recurred", due_on=day(6))
    assert finding.log.kinds("R20", until=day(6)) == []
    assert finding.log.kinds("R20", until=day(7)) == ["rectification_overdue"]


def test_a_finding_that_was_withdrawn_is_not_late() -> None:
    finding = Finding()
    finding.take(day(4), FindingWithdrawn, reason="wrong_facts")
    assert finding.log.kinds("R20") == []


def test_a_sound_log_does_not_hit() -> None:
    log = Log()
    log.aid(day(3))
    found = log.found("R21", chain=SOUND)
    assert found.hits == []
    assert found.examined == len(log.events)
    assert found.gaps == {"checkpoints_not_compared": 1}


def test_a_broken_chain_hits_where_the_verifier_found_it() -> None:
    log = Log()
    log.aid(day(3))
    chain = Chained(verified=True, broken=Break(2, "digest_differs"))
    (hit,) = log.found("R21", chain=chain).hits
    assert (hit.kind, hit.positions) == ("chain_broken", (2,))


def test_a_chain_nobody_recomputed_is_a_gap() -> None:
    assert "chain_not_verified" in Log().found("R21").gaps


def test_time_that_goes_back_hits() -> None:
    log = Log()
    log.aid(day(3))
    last = log.events[-1]
    before = last.recorded_at - timedelta(hours=1)
    log.events[-1] = msgspec.structs.replace(last, recorded_at=before)
    assert log.kinds("R21", chain=SOUND) == ["time_goes_back"]


def test_a_version_that_is_missing_hits() -> None:
    log = Log()
    log.voucher(day(3))
    last = log.events[-1]
    log.events[-1] = msgspec.structs.replace(last, version=last.version + 1)
    assert log.kinds("R21", chain=SOUND) == ["version_gap"]


@given(st.data())
def test_whatever_is_taken_out_is_missed(data: st.DataObject) -> None:
    log = Log()
    for month in range(1, 5):
        log.voucher(day(month))
    gone = data.draw(st.integers(0, len(log.events) - 2))
    del log.events[gone]
    kinds = log.kinds("R21", chain=SOUND)
    assert "position_gap" in kinds


def test_events_nobody_could_read_are_a_gap_of_every_rule() -> None:
    found = Log().found("R20", unread=2)
    assert (found.state, found.gaps) == ("not_checkable", {"events_not_readable": 2})
