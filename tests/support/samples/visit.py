"""Samples of the events of a visit."""

from datetime import date

from domain.event import Event
from domain.visit.events import VisitFollowUpRecorded, VisitRecorded, VisitReversed
from tests.domain.aid import PAIRING, VISIT
from tests.domain.values import HANDLER, HOUSEHOLD, MEMBER, REVIEWER, sealed

COMPLETE: tuple[Event, ...] = (
    VisitRecorded(
        visit_id=VISIT,
        member_id=MEMBER,
        occasion="hospitalised",
        happened_on=date(2026, 3, 1),
        reported_on=date(2026, 3, 2),
        days_to_report=1,
        days_to_visit=4,
        visitor_ids=(HANDLER, REVIEWER),
        details=sealed("file"),
        policy_id="visit.college",
        policy_version=1,
        within_term=True,
        household_id=HOUSEHOLD,
        pairing_id=PAIRING,
    ),
    VisitFollowUpRecorded(
        visit_id=VISIT, result="resolved", officer_id=HANDLER, details=sealed("file")
    ),
    VisitReversed(visit_id=VISIT, member_id=MEMBER, reason="entered_twice"),
)
MINIMAL: tuple[Event, ...] = (
    VisitRecorded(
        visit_id=VISIT,
        member_id=MEMBER,
        occasion="accident",
        happened_on=date(2026, 3, 1),
        reported_on=date(2026, 3, 1),
        days_to_report=0,
        days_to_visit=0,
        visitor_ids=(HANDLER,),
        details=sealed("file"),
        policy_id="visit.college",
        policy_version=1,
    ),
)
VARIANTS: dict[str, Event] = {}
