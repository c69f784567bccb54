"""What waits for whom in one union: derived from the ledgers each time it is asked, stored nowhere.

Nothing changes by itself (domain.md rule 4): a date that has come raises a task here, a person decides.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from services.reads.ledger_pages import LedgerPages, Raw, projections_named
from services.reads.rows import Page
from services.reads.scope import Scope
from services.reads.transfers import TransferBoard, waiting_for
from services.store.sql import queries
from services.words.tasks import TASKS
from services.workdays import day_after_workdays


class TaskQuery(NamedTuple):
    """A query `tasks_…` of a projection and the projections whose tables it reads.

    It takes union and as_of and answers rows of kind, subject_id, since, due_on, offices, not_for. With
    `in_workdays` its due_on is as many plain days after since as working days are meant; the task waits until
    they have passed.
    """

    package: str
    name: str
    needs: tuple[str, ...]
    in_workdays: bool = False


TASK_QUERIES: tuple[TaskQuery, ...] = (
    TaskQuery("household", "tasks_household_steps", ("household",)),
    TaskQuery(
        "household",
        "tasks_household_notices",
        ("household", "organisation"),
        in_workdays=True,
    ),
    TaskQuery("household", "tasks_objections", ("household",)),
    TaskQuery("household", "tasks_household_reviews", ("household", "organisation")),
    TaskQuery("aid", "tasks_aid", ("aid",)),
    TaskQuery("pay_batch", "tasks_pay_batches", ("pay_batch",)),
    TaskQuery("condolence", "tasks_condolences", ("condolence",)),
    TaskQuery("pairing", "tasks_pairings", ("pairing",)),
    TaskQuery("roster", "tasks_membership", ("roster",)),
    TaskQuery("dues", "tasks_arrears", ("roster", "dues", "organisation")),
    TaskQuery("voucher", "tasks_voucher", ("voucher",)),
    TaskQuery("budget", "tasks_budget", ("budget",)),
    TaskQuery("period", "tasks_period", ("period", "general_ledger")),
    TaskQuery("organisation", "tasks_term", ("organisation",)),
    TaskQuery("contribution", "tasks_contribution", ("contribution",)),
    TaskQuery("county", "tasks_allocation", ("county",)),
    TaskQuery("finding", "tasks_findings", ("finding",)),
    TaskQuery("disclosure", "tasks_disclosure", ("disclosure", "organisation", "general_ledger")),
    TaskQuery("engagement", "tasks_engagements", ("engagement",)),
)


_NOT_BEFORE_DUE = frozenset({"household_posted"})
"""Kinds that wait for their day before they wait for somebody."""


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits: since when, until when, and for whom.

    `offices` may do it; the officers in `not_for` may not, because they did an earlier step.
    """

    kind: str
    title: str
    rule: str
    subject_id: UUID
    since: date
    due_on: date | None
    offices: list[str]
    not_for: list[UUID]
    link: str


class TaskLedgers(LedgerPages):
    """What waits."""

    async def tasks(self, scope: Scope, *, officer_id: UUID | None = None) -> Page[TaskRow]:
        """Everything that waits on a date, the most urgent first; or what waits for one officer.

        An officer sees what the offices held on the date may do, less what somebody else must do.
        """
        found, held, position = await self._asked(scope)
        rows = [_row(scope, query, raw) for query, raws in found for raw in raws]
        rows = [row for row in rows if _is_due(row, scope.as_of)]
        rows += await self._transfers(scope)
        if officer_id is not None:
            own = {raw["office"] for raw in held if raw["officer_id"] == officer_id}
            rows = [row for row in rows if own & {*row.offices} and officer_id not in row.not_for]
        return Page(sorted(rows, key=_urgency), position, None)

    async def _asked(self, scope: Scope) -> "_Asked":
        """Ask every query at one position; a replay tells the log once for all of them."""
        needs = ["organisation", *(name for query in TASK_QUERIES for name in query.needs)]
        async with self._shows.ledgers(
            scope.union_id,
            projections_named(needs),
            known_at=scope.known_at,
            min_position=scope.min_position,
        ) as shown:
            ask, values = shown.connection.fetch, (scope.union_id, scope.as_of)
            found = [
                (query, await ask(queries(f"projections.{query.package}")[query.name], *values))
                for query in TASK_QUERIES
            ]
            held = await ask(queries("projections.organisation")["officers"], *values)
            return _Asked(found, held, shown.position)

    async def _transfers(self, scope: Scope) -> list[TaskRow]:
        """Transfers that wait for this union; what other unions said by an earlier position nobody knows."""
        if scope.known_at is not None:
            return []
        profile = await self._page(
            scope, "organisation", "union_profile", (), None, row=lambda raw, _: raw
        )
        federation_id = profile.rows[0]["federation_id"] if profile.rows else None
        if federation_id is None:
            return []
        board = TransferBoard(self._shows)
        found = await board.of_union(federation_id, scope.union_id, scope.as_of)
        waiting = [(row, waiting_for(row, scope.union_id)) for row in found]
        return [
            TaskRow(
                kind=waits.kind,
                title=TASKS[waits.kind].title,
                rule=TASKS[waits.kind].rule,
                subject_id=row.transfer_id,
                since=waits.since,
                due_on=None,
                offices=list(waits.offices),
                not_for=[],
                link=TASKS[waits.kind].link.format(
                    union_id=scope.union_id, subject_id=row.transfer_id
                ),
            )
            for row, waits in waiting
            if waits is not None
        ]


class _Asked(NamedTuple):
    """What the queries answered, who holds which office, and the position all of it shows."""

    found: Sequence[tuple[TaskQuery, Sequence[Raw]]]
    held: Sequence[Raw]
    position: int


def _row(scope: Scope, query: TaskQuery, raw: Raw) -> TaskRow:
    words = TASKS[raw["kind"]]
    due_on = raw["due_on"]
    if query.in_workdays:
        due_on = day_after_workdays(raw["since"], (due_on - raw["since"]).days)
    return TaskRow(
        kind=raw["kind"],
        title=words.title,
        rule=words.rule,
        subject_id=raw["subject_id"],
        since=raw["since"],
        due_on=due_on,
        offices=list(raw["offices"]),
        not_for=list(raw["not_for"]),
        link=words.link.format(union_id=scope.union_id, subject_id=raw["subject_id"]),
    )


def _is_due(task: TaskRow, day: date) -> bool:
    """A notice that must hang some working days is nobody's task before."""
    return task.kind not in _NOT_BEFORE_DUE or task.due_on is None or task.due_on <= day


def _urgency(task: TaskRow) -> tuple[date, date, str, UUID]:
    return (task.due_on or date.max, task.since, task.kind, task.subject_id)
