"""A hardship file as its events tell it: where in the life cycle of domain.md 5.3 it stands.

The rules of the steps are in `aggregate.py`; here is only what has happened.
"""

from datetime import date
from typing import Literal, assert_never

import msgspec

from domain.aid import HardshipClass
from domain.event import Fact
from domain.household import events as happened
from domain.household.events import Advice, HouseholdEvent
from domain.ids import MemberId, ObjectionId, OfficerId

Stage = Literal[
    "none",
    "applied",
    "sent_back",
    "reviewed",
    "visited",
    "checked",
    "posted",
    "notice_closed",
    "approved",
    "rejected",
    "open",
    "exited",
    "closed",
    "relapsed",
]


class State(msgspec.Struct, frozen=True):
    """Whose file it is, since when, and where in its life it stands.

    `stage_on` is the date of the last step. `handler_id`, `reviewer_id`, `visitor_ids` and `noticed_class` are
    those of the application that runs; `advice` is the newest computed class.
    """

    householder_id: MemberId | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    closed_because: happened.ClosingReason | None = None
    hardship_class: HardshipClass | None = None
    stage: Stage = "none"
    stage_on: date | None = None
    applicant_id: MemberId | None = None
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    visitor_ids: tuple[OfficerId, ...] = ()
    advice: Advice | None = None
    noticed_class: HardshipClass | None = None
    open_objections: frozenset[ObjectionId] = frozenset()
    objections: frozenset[ObjectionId] = frozenset()
    upheld: bool = False

    def is_open(self) -> bool:
        """Tell whether there is a file that was not closed."""
        return self.opened_on is not None and self.closed_on is None


def evolve(state: State, fact: Fact) -> State:
    event: HouseholdEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    day = fact.occurred_on
    match event:
        case happened.HouseholdFileOpened():
            return _at(
                state,
                "open",
                day,
                householder_id=event.householder_id,
                hardship_class=event.hardship_class,
                opened_on=day,
            )
        case happened.FileOpeningReversed():
            return State()
        case happened.HardshipApplied():
            return _applied(state, event, day)
        case happened.PreliminaryReviewed():
            stage: Stage = "reviewed" if event.outcome == "passed" else "sent_back"
            return _at(state, stage, day, reviewer_id=event.reviewer_id)
        case happened.HomeVisitRecorded():
            return _at(state, "visited", day, visitor_ids=event.visitor_ids)
        case happened.EconomicCheckReturned():
            return _at(state, "checked", day, advice=event.advice)
        case happened.PublicNoticePosted():
            return _at(state, "posted", day, noticed_class=event.hardship_class)
        case happened.ObjectionRaised():
            raised = {event.objection_id}
            return msgspec.structs.replace(
                state,
                objections=state.objections | raised,
                open_objections=state.open_objections | raised,
            )
        case happened.ObjectionResolved():
            return msgspec.structs.replace(
                state,
                open_objections=state.open_objections - {event.objection_id},
                upheld=state.upheld or event.outcome == "upheld",
            )
        case happened.PublicNoticeClosed():
            return _at(state, "notice_closed", day)
        case happened.HardshipApproved():
            return _at(state, "approved", day, hardship_class=event.hardship_class)
        case happened.HardshipRejected():
            return _at(state, "rejected", day)
        case happened.HouseholdFileReopened():
            return _at(state, "open", day, closed_on=None, closed_because=None)
        case happened.HardshipReviewed():
            return msgspec.structs.replace(state, advice=event.advice or state.advice)
        case happened.HardshipReclassified():
            return msgspec.structs.replace(state, hardship_class=event.hardship_class)
        case happened.HouseholdChanged():
            return state
        case happened.HardshipExited():
            return _at(state, "exited", day)
        case happened.HouseholdFileClosed():
            return _at(state, "closed", day, closed_on=day, closed_because=event.reason)
        case happened.HardshipRelapsed():
            # a file that was left open after 脱困 is open again only by a new decision
            return _at(state, "relapsed", day, closed_on=state.closed_on or day)
        case _:
            assert_never(event)


def _at(state: State, stage: Stage, day: date, **changed: object) -> State:
    return msgspec.structs.replace(state, stage=stage, stage_on=day, **changed)


def _applied(state: State, event: happened.HardshipApplied, day: date) -> State:
    """A new application begins from nothing: no review, visit, advice or objection of an older one counts."""
    return State(
        householder_id=state.householder_id,
        opened_on=state.opened_on,
        closed_on=state.closed_on,
        closed_because=state.closed_because,
        hardship_class=state.hardship_class,
        stage="applied",
        stage_on=day,
        applicant_id=event.householder_id,
        handler_id=event.handler_id,
        objections=state.objections,
    )
