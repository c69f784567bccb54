"""审计问题 that the county's audit committee raises over a unit: facts of the unit's log under the county's key.

Source: 章程 art. 13. What the county sees is codes, amounts and deadlines; words and names stay with the unit. Of
what a unit's own committee raises it sees how many and how much: the rest it reads within an engagement.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from domain.finding import commands as ask
from domain.finding.events import Authority
from services.auth import may
from services.http import finding_form as form
from services.http.asking import Answer, Asking, strong
from services.http.county import UNIT_OF_COUNTY, county_of, in_unit
from services.http.fields import Answered, Query
from services.http.findings import FindingState
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.reads.findings import FindingRow, FindingSeen, FindingStepRow

_FINDINGS = f"{UNIT_OF_COUNTY}/findings"
_FINDING = f"{_FINDINGS}/{{finding_id}}"
_BY: Final[Authority] = "county"
_REFUSALS = (*form.STEP_REFUSALS, "federation.unit_unknown")


class UnitsFindingsQuery(Query, frozen=True, kw_only=True):
    """`state` open: neither struck off nor withdrawn; `unit_id`: of one unit."""

    as_of: date | None = None
    state: FindingState | None = None
    unit_id: UUID | None = None


class FindingsCounted(Answered, frozen=True, kw_only=True):
    """Findings, not people: any number of them is told."""

    count: int
    overdue: int
    amount_fen: int


class UnitsFindings(FindingsCounted, frozen=True, kw_only=True):
    """The county's findings over its units, the nearest deadline first, and their sums; the units' own counted."""

    as_of: date
    rows: list[FindingSeen]
    raised_by_units: FindingsCounted


class FindingOfUnit(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    finding: FindingRow
    steps: list[FindingStepRow]


@operation(
    "GET",
    "/v1/federations/{federation_id}/findings",
    "listFindingsOfUnits",
    tag="county",
    policy=may("county.read"),
    answer=UnitsFindings,
    refusals=("federation.unit_unknown",),
)
async def list_findings_of_units(asking: Asking, query: UnitsFindingsQuery) -> Answer:
    """整改清单 of the county: which of its findings are open, how grave, and until when."""
    units = list((await county_of(asking)).units)
    if query.unit_id is not None:
        if query.unit_id not in units:
            raise Problem("federation.unit_unknown")
        units = [one for one in units if one == query.unit_id]
    as_of = query.as_of or asking.parts.today()
    found = await asking.parts.county.findings(units, as_of, query.state)
    rows = [row for row in found if row.raised_by == _BY]
    seen = UnitsFindings(
        **msgspec.structs.asdict(_counted(rows)),
        as_of=as_of,
        rows=rows,
        raised_by_units=_counted([row for row in found if row.raised_by != _BY]),
    )
    return Answer(body=seen)


def _counted(rows: Sequence[FindingSeen]) -> FindingsCounted:
    return FindingsCounted(
        count=len(rows),
        overdue=sum(row.overdue for row in rows),
        amount_fen=sum(row.amount_fen or 0 for row in rows),
    )


@operation(
    "GET",
    _FINDING,
    "readFindingOfUnit",
    tag="county",
    policy=may("county.read"),
    answer=FindingOfUnit,
    refusals=("federation.unit_unknown", "finding.unknown"),
)
async def read_finding_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, query: ReadQuery
) -> Answer:
    """One finding of the county over a unit with its steps, as it needs them to decide."""
    there = await in_unit(asking, unit_id)
    scope = await scope_of(there, query)
    page = await there.parts.ledgers.findings(scope, limit=1, finding_id=finding_id)
    if not page.rows or page.rows[0].raised_by != _BY:
        raise Problem("finding.unknown")
    steps = await there.parts.ledgers.finding_steps(scope, finding_id)
    version = await there.version_of(finding_id)
    seen = FindingOfUnit(
        position=min(page.position, steps.position),
        version=version,
        finding=page.rows[0],
        steps=steps.rows,
    )
    return Answer(body=seen, headers=strong(version))


@operation(
    "POST",
    _FINDINGS,
    "raiseFindingOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    status=201,
    refusals=(*form.OF_RAISING, "federation.unit_unknown", "request.known_at_ahead"),
    example=form.RAISING_EXAMPLE,
)
async def raise_finding_of_unit(asking: Asking, unit_id: UUID, body: form.FindingRaising) -> Answer:
    """发现 by the county's audit committee."""
    return await form.raise_finding(await in_unit(asking, unit_id), body, _BY)


@operation(
    "POST",
    f"{_FINDING}/require-rectification",
    "requireRectificationOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, *form.OF_TERMS, "finding.already_required"),
    example=form.REQUIRING_EXAMPLE,
)
async def require_rectification_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.Requiring
) -> Answer:
    """整改要求: what the union must do, and by when."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.RequireRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/extend",
    "extendDeadlineOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, *form.OF_TERMS, "finding.not_required"),
    example=form.EXTENSION_EXAMPLE,
)
async def extend_deadline_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.Extension
) -> Answer:
    """Put the deadline off, within the days of the audit policy."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.ExtendDeadline, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/return",
    "returnRectificationOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(
        *_REFUSALS,
        *form.OF_TERMS,
        "finding.nothing_submitted",
        "finding.checked_by_who_submitted",
    ),
    example=form.RETURNING_EXAMPLE,
)
async def return_rectification_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.Returning
) -> Answer:
    """复核 not passed: the union does it again."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.ReturnRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/accept",
    "acceptRectificationOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, "finding.nothing_submitted", "finding.checked_by_who_submitted"),
    example=form.STEP_EXAMPLE,
)
async def accept_rectification_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.AuditorsStep
) -> Answer:
    """复核 passed, by somebody else than who answered."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.AcceptRectification, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/close",
    "closeFindingOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, "finding.not_accepted"),
    example=form.STEP_EXAMPLE,
)
async def close_finding_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.AuditorsStep
) -> Answer:
    """销号: strike a finding off that passed the re-check."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.CloseFinding, body, finding_id, by=_BY)


@operation(
    "POST",
    f"{_FINDING}/withdraw",
    "withdrawFindingOfUnit",
    tag="county",
    policy=may("county.write"),
    answer=form.FindingWritten,
    writes=True,
    matches=True,
    refusals=(*_REFUSALS, "finding.accepted_already"),
    example=form.WITHDRAWAL_EXAMPLE,
)
async def withdraw_finding_of_unit(
    asking: Asking, unit_id: UUID, finding_id: UUID, body: form.FindingWithdrawal
) -> Answer:
    """Withdraw a finding that was raised in error; it stays on record."""
    there = await in_unit(asking, unit_id)
    return await form.step(there, ask.WithdrawFinding, body, finding_id, by=_BY)
