"""Hardship files: one row for each household, one for each step of its life cycle (domain.md 5.3).

A file's stage and class on a date are those of its last step up to that date, so nothing is overwritten.
"""

from typing import get_args

from domain.event import Recorded
from domain.household import events as happened
from domain.household.events import HouseholdEvent
from domain.sealed import Sealed

from projections.household.steps import told
from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    event: HouseholdEvent = recorded.event  # type: ignore[assignment] # the topics are a household's
    return None, [_household(recorded, event), *_opening(recorded, event), _step(recorded, event)]


def _household(recorded: Recorded, event: HouseholdEvent) -> Write:
    """Whose, and applied for when: what is absent leaves what stands there."""
    applied = isinstance(event, happened.HardshipApplied)
    sealed: Sealed | None = getattr(event, "circumstances", None)
    return Write(
        "put_household",
        (event.household_id,),
        (
            getattr(event, "householder_id", None),
            kept(recorded, sealed),
            recorded.occurred_on if applied else None,
            recorded.version,
            recorded.position,
        ),
    )


def _opening(recorded: Recorded, event: HouseholdEvent) -> list[Write]:
    """The file's number and its first day; what was taken back leaves none."""
    key = (event.household_id,)
    if isinstance(event, happened.HouseholdFileOpened):
        return [Write("put_opening", key, (event.file_no, recorded.occurred_on))]
    if isinstance(event, happened.FileOpeningReversed):
        return [Write("put_opening", key, (None, None))]
    return []


def _step(recorded: Recorded, event: HouseholdEvent) -> Write:
    step = told(recorded, event)
    return Write(
        "put_household_step",
        (event.household_id, recorded.version),
        (
            recorded.occurred_on,
            step.step,
            step.stage,
            step.hardship_class,
            json_text(step.officers),
            step.outcome,
            step.document_no,
            step.objection_id,
            step.working_days,
            step.details,
            recorded.position,
        ),
    )


HOUSEHOLD = Projection(
    name="household",
    version=2,
    package="projections.household",
    topics=frozenset(event.TOPIC for event in get_args(HouseholdEvent)),
    writes={
        "put_household": WriteShape(("uuid", "uuid", "text", "date", "int4", "int8"), "merge"),
        "put_opening": WriteShape(("uuid", "text", "date")),
        "put_household_step": WriteShape(
            (
                "uuid",
                "int4",
                "date",
                "text",
                "text",
                "text",
                "jsonb",
                "text",
                "text",
                "uuid",
                "int4",
                "text",
                "int8",
            )
        ),
    },
    apply=_apply,
)
