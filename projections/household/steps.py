"""What each event of a hardship file is as a step of its life cycle: the columns of one row."""

from typing import NamedTuple, assert_never
from uuid import UUID

from domain.event import Recorded
from domain.household import events as happened
from domain.household.events import HouseholdEvent

from projections.projection import kept


class Step(NamedTuple):
    """One row. Only steps that lead on in the life cycle have a `stage`; `officers` are those who signed."""

    step: str
    stage: str | None = None
    hardship_class: str | None = None
    officers: tuple[UUID, ...] = ()
    outcome: str | None = None
    document_no: str | None = None
    objection_id: UUID | None = None
    working_days: int | None = None
    details: str | None = None


def told(recorded: Recorded, event: HouseholdEvent) -> Step:
    """Return what a step says."""
    match event:
        case happened.HouseholdFileOpened() | happened.HouseholdFileReopened():
            name = "opened" if isinstance(event, happened.HouseholdFileOpened) else "reopened"
            return Step(step=name, stage="open", hardship_class=event.hardship_class)
        case happened.FileOpeningReversed():
            return Step(step="opening_reversed", stage="none")
        case happened.HardshipApplied():
            return Step(step="applied", stage="applied", officers=(event.handler_id,))
        case happened.PreliminaryReviewed():
            return Step(
                step="preliminarily_reviewed",
                stage="reviewed" if event.outcome == "passed" else "sent_back",
                officers=(event.reviewer_id,),
                outcome=event.outcome,
            )
        case happened.HomeVisitRecorded():
            return Step(
                step="home_visited",
                stage="visited",
                officers=event.visitor_ids,
                details=kept(recorded, event.findings),
            )
        case happened.EconomicCheckReturned():
            return Step(
                step="economic_check",
                stage="checked",
                officers=(event.checker_id,),
                outcome=event.advice.hardship_class or "above_the_lines",
                document_no=event.document_no,
                details=kept(recorded, event.findings),
            )
        case happened.PublicNoticePosted():
            return Step(
                step="notice_posted",
                stage="posted",
                officers=(event.handler_id,),
                outcome=event.hardship_class,
            )
        case happened.PublicNoticeClosed():
            return Step(
                step="notice_closed",
                stage="notice_closed",
                officers=(event.handler_id,),
                working_days=event.working_days,
            )
        case happened.ObjectionRaised():
            return Step(
                step="objection_raised",
                objection_id=event.objection_id,
                details=kept(recorded, event.details),
            )
        case happened.ObjectionResolved():
            return Step(
                step="objection_resolved",
                objection_id=event.objection_id,
                officers=(event.officer_id,),
                outcome=event.outcome,
                details=kept(recorded, event.details),
            )
        case happened.HardshipApproved() | happened.HardshipReclassified():
            approved = isinstance(event, happened.HardshipApproved)
            return Step(
                step="approved" if approved else "reclassified",
                stage="approved" if approved else None,
                hardship_class=event.hardship_class,
                officers=(event.approver_id,),
                document_no=event.decision_no,
                details=kept(recorded, event.differs_because),
            )
        case happened.HardshipRejected():
            return Step(
                step="rejected",
                stage="rejected",
                officers=(event.approver_id,),
                outcome=event.reason,
                document_no=event.decision_no,
                details=kept(recorded, event.details),
            )
        case happened.HardshipReviewed():
            return Step(
                step="reviewed",
                officers=(event.reviewer_id,),
                outcome=event.outcome,
                details=kept(recorded, event.findings),
            )
        case happened.HouseholdChanged():
            return Step(step="changed", officers=(event.handler_id,), outcome=event.kind)
        case happened.HardshipExited():
            return Step(
                step="exited",
                stage="exited",
                officers=(event.approver_id,),
                outcome=event.kind,
                document_no=event.decision_no,
            )
        case happened.HouseholdFileClosed():
            return Step(
                step="closed",
                stage="closed",
                officers=(event.approver_id,),
                outcome=event.reason,
                document_no=event.decision_no,
            )
        case happened.HardshipRelapsed():
            return Step(
                step="relapsed",
                stage="relapsed",
                officers=(event.found_by_id,),
                details=kept(recorded, event.findings),
            )
        case _:
            assert_never(event)
