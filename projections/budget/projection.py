"""A year's budget: the lines that hold, the steps that led there, the charges against them.

Every row is written once: what holds on a date is what was approved by then.
"""

from collections.abc import Iterable
from typing import TypedDict, Unpack, assert_never

from domain.budget.events import (
    BudgetAdjusted,
    BudgetAdjustmentDrafted,
    BudgetApproved,
    BudgetCommitted,
    BudgetDrafted,
    BudgetEvent,
    BudgetReleased,
    ExecutionReported,
    FinalAccountsApproved,
    FinalAccountsDisclosed,
    FinalAccountsDrafted,
    PaperAbandoned,
    PaperFiled,
    PaperPassed,
    PaperReviewed,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Write, WriteShape


class _Told(TypedDict, total=False):
    """What a step may tell besides who took it."""

    decision_no: str
    opinion: str
    reason: str
    month: str
    income_fen: int
    expense_fen: int
    carried_over_fen: int
    lines: str


_TOLD = tuple(_Told.__annotations__)


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    return None, list(_writes(recorded))


def _writes(recorded: Recorded) -> Iterable[Write]:
    event: BudgetEvent = recorded.event  # type: ignore[assignment] # only these topics come here
    match event:
        case BudgetDrafted() | BudgetAdjustmentDrafted() | FinalAccountsDrafted():
            return [_drafted(recorded, event)]
        case PaperPassed():
            passed = event.decision_no
            return [_step(recorded, event.paper, "passed", event.signed_by, decision_no=passed)]
        case PaperReviewed():
            opinion = event.opinion
            return [_step(recorded, event.paper, "reviewed", event.auditor_id, opinion=opinion)]
        case BudgetApproved() | BudgetAdjusted() | FinalAccountsApproved():
            return _approved(recorded, event)
        case PaperAbandoned():
            return [_step(recorded, event.paper, "abandoned", event.abandoned_by)]
        case PaperFiled():
            return [_step(recorded, event.paper, "filed", None, decision_no=event.filing_no)]
        case ExecutionReported():
            return [
                _step(
                    recorded,
                    None,
                    "execution_reported",
                    event.reported_by,
                    month=event.through_month,
                    income_fen=event.income_fen,
                    expense_fen=event.expense_fen,
                )
            ]
        case FinalAccountsDisclosed():
            place = event.place
            return [
                _step(recorded, "final_accounts", "disclosed", event.disclosed_by, reason=place)
            ]
        case BudgetCommitted() | BudgetReleased():
            return [_charge(recorded, event)]
        case _:
            assert_never(event)


def _drafted(
    recorded: Recorded, event: BudgetDrafted | BudgetAdjustmentDrafted | FinalAccountsDrafted
) -> Write:
    match event:
        case BudgetDrafted():
            return _step(
                recorded,
                "budget",
                "drafted",
                event.drafted_by,
                lines=json_text(event.planned),
                carried_over_fen=event.carried_over_fen,
            )
        case BudgetAdjustmentDrafted():
            return _step(
                recorded,
                "adjustment",
                "drafted",
                event.drafted_by,
                lines=json_text(event.changes),
                reason=event.reason,
            )
        case FinalAccountsDrafted():
            return _step(
                recorded,
                "final_accounts",
                "drafted",
                event.drafted_by,
                lines=json_text(event.actual),
            )
        case _:
            assert_never(event)


def _approved(
    recorded: Recorded, event: BudgetApproved | BudgetAdjusted | FinalAccountsApproved
) -> Iterable[Write]:
    since = (recorded.occurred_on, recorded.position)
    match event:
        case BudgetApproved():
            yield _step(
                recorded,
                "budget",
                "approved",
                event.approved_by,
                carried_over_fen=event.carried_over_fen,
            )
            for line in event.planned:
                told = (line.amount_fen, line.last_year_fen, line.note_code)
                yield Write("put_line", (event.year, line.account), (*told, *since))
        case BudgetAdjusted():
            yield _step(recorded, "adjustment", "approved", event.approved_by, reason=event.reason)
            for change in event.changes:
                key = (event.year, event.number, change.account)
                yield Write("put_change", key, (change.change_fen, *since))
        case FinalAccountsApproved():
            yield _step(recorded, "final_accounts", "approved", event.approved_by)
            for actual in event.actual:
                key_of_line = (event.year, actual.account)
                yield Write("put_final", key_of_line, (actual.actual_fen, *since))
        case _:
            assert_never(event)


def _step(
    recorded: Recorded,
    paper: str | None,
    step: str,
    officer_id: object,
    **told: Unpack[_Told],
) -> Write:
    return Write(
        "put_step",
        (recorded.event.year, recorded.version),  # type: ignore[attr-defined] # all of these have one
        (
            recorded.stream_id,
            paper,
            step,
            recorded.occurred_on,
            officer_id,
            *(told.get(name) for name in _TOLD),
            recorded.position,
        ),
    )


def _charge(recorded: Recorded, event: BudgetCommitted | BudgetReleased) -> Write:
    committed = isinstance(event, BudgetCommitted)
    return Write(
        "put_charge",
        (event.year, recorded.version),
        (
            event.account,
            event.line if isinstance(event, BudgetCommitted) else None,
            event.source_id,
            event.amount_fen if committed else -event.amount_fen,
            event.over_fen if isinstance(event, BudgetCommitted) else 0,
            recorded.occurred_on,
            recorded.position,
        ),
    )


BUDGET = Projection(
    name="budget",
    version=1,
    package="projections.budget",
    topics=frozenset(event.TOPIC for event in BudgetEvent.__args__),
    writes={
        "put_line": WriteShape(("int4", "text", "int8", "int8", "text", "date", "int8")),
        "put_change": WriteShape(("int4", "int4", "text", "int8", "date", "int8")),
        "put_final": WriteShape(("int4", "text", "int8", "date", "int8")),
        "put_charge": WriteShape(
            ("int4", "int4", "text", "text", "uuid", "int8", "int8", "date", "int8")
        ),
        "put_step": WriteShape(
            (
                "int4",
                "int4",
                "uuid",
                "text",
                "text",
                "date",
                "uuid",
                "text",
                "text",
                "text",
                "text",
                "int8",
                "int8",
                "int8",
                "jsonb",
                "int8",
            )
        ),
    },
    apply=_apply,
)
