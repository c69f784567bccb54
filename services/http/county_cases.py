"""What the county sees of the cases it decides: stages, classes, amounts and signatures, and nothing personal.

Names, incomes and illnesses stay with the unit; papers go to the county as papers do (domain.md rule 1). A case is
shown once it waits for the county or was decided by it (assurance 11: delegated scope); before, and where the unit
decides alone, it is as unknown as one that does not exist.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from domain.policy.aid import AidLimits, approval_rule
from domain.policy.in_force import Adopted, policy_in_force
from services.auth import may
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.reads import Scope
from services.reads.aid import AidCaseRow
from services.reads.households import HouseholdRow, HouseholdStepRow
from services.reads.ledger_pages import After
from services.reads.rows import Page

Row = TypeVar("Row")

UNKNOWN = ("federation.unit_unknown", "request.path_unknown")
_STRETCH: Final = 200
"""Rows read at once, of which some are shown."""
_WITH_THE_UNIT: Final = frozenset({"applied", "reviewed", "sent_back"})
"""Stages of a hardship file before the county's turn: it begins with the check of the figures (step 4)."""


class HouseholdSeen(Answered, frozen=True, kw_only=True):
    """A household without the people in it; `version` is what If-Match asks for."""

    household_id: UUID
    version: int
    file_no: str | None
    hardship_class: str | None
    stage: str
    stage_on: date
    applied_on: date | None
    opened_on: date | None


class StepSeen(Answered, frozen=True, kw_only=True):
    """A step and who signed it; `outcome` of an economic check is the class that its figures advise."""

    version: int
    taken_on: date
    step: str
    officers: list[UUID]
    outcome: str | None
    document_no: str | None
    objection_id: UUID | None
    working_days: int | None


class HouseholdCase(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    household: HouseholdSeen
    steps: list[StepSeen]


class AidCaseSeen(Answered, frozen=True, kw_only=True):
    """An aid case without the person; `version` is what If-Match asks for."""

    aid_case_id: UUID
    version: int
    case_no: str
    household_id: UUID
    hardship_class: str | None
    category: str
    fund_source: str
    requested_fen: int | None
    requested_on: date | None
    review_outcome: str | None
    approved_fen: int | None
    approved_on: date | None
    tier: str | None
    ended: str | None
    paid_fen: int


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/households",
    "listHouseholdsOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=Rows[HouseholdSeen],
    refusals=("federation.unit_unknown", "request.cursor_invalid"),
)
async def list_households_of_unit(asking: Asking, unit_id: UUID, query: ListQuery) -> Answer:
    """The hardship files of a unit that wait for the county or were decided by it."""
    there = await in_unit(asking, unit_id)
    scope, after = await listed(there, query)

    async def stretch(after: After) -> Page[HouseholdRow]:
        return await there.parts.ledgers.households(scope, limit=_STRETCH, after=after)

    def is_shown(row: HouseholdRow) -> bool:
        return is_for_county(row, scope.as_of)

    page = await _picked(stretch, is_shown, lambda row: row.household_id, after, query.limit)
    rows = [_household(row) for row in page.rows]
    return await paged(there, query, scope, Page(rows, page.position, page.next_after))


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/households/{{household_id}}",
    "readHouseholdOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=HouseholdCase,
    refusals=UNKNOWN,
)
async def read_household_of_unit(
    asking: Asking, unit_id: UUID, household_id: UUID, query: ReadQuery
) -> Answer:
    """One file with its steps, as the county needs it to decide."""
    there = await in_unit(asking, unit_id)
    scope = await scope_of(there, query)
    ledgers = there.parts.ledgers
    page = await ledgers.households(scope, limit=1, household_id=household_id)
    if not page.rows or not is_for_county(page.rows[0], scope.as_of):
        raise Problem("request.path_unknown")
    steps = await ledgers.household_steps(scope, household_id)
    version = await there.version_of(household_id)
    seen = HouseholdCase(
        position=min(page.position, steps.position),
        version=version,
        household=_household(page.rows[0]),
        steps=[_step(row) for row in steps.rows],
    )
    return Answer(body=seen, headers=strong(version))


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/aid-cases",
    "listAidCasesOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=Rows[AidCaseSeen],
    refusals=("federation.unit_unknown", "request.cursor_invalid"),
)
async def list_aid_cases_of_unit(asking: Asking, unit_id: UUID, query: SinceQuery) -> Answer:
    """The aid cases of a unit that the county decides."""
    there = await in_unit(asking, unit_id)
    policies = (await there.parts.desk.read_union(there.tenant_id)).policies
    scope, after = await listed(there, query)

    async def stretch(after: After) -> Page[AidCaseRow]:
        return await there.parts.ledgers.aid_cases(
            scope, since=query.since, limit=_STRETCH, after=after
        )

    def is_shown(row: AidCaseRow) -> bool:
        return is_countys(row, policies)

    page = await _picked(stretch, is_shown, lambda row: row.aid_case_id, after, query.limit)
    rows = [case_seen(row) for row in page.rows]
    return await paged(there, query, scope, Page(rows, page.position, page.next_after))


async def _picked(
    stretch: Callable[[After], Awaitable[Page[Row]]],
    is_shown: Callable[[Row], bool],
    id_of: Callable[[Row], UUID],
    after: After,
    limit: int,
) -> Page[Row]:
    """Return a page of what is shown alone: the number of pages must not tell of what is not."""
    picked: list[Row] = []
    while True:
        page = await stretch(after)
        picked += [row for row in page.rows if is_shown(row)]
        if len(picked) > limit:
            return Page(picked[:limit], page.position, (str(id_of(picked[limit - 1])),))
        if page.next_after is None:
            return Page(picked, page.position, None)
        after = page.next_after


async def county_sees_household(there: Asking, scope: Scope, household_id: UUID) -> bool:
    """Tell whether a file of a unit is shown to the county; `there` asks in the unit's books."""
    page = await there.parts.ledgers.households(scope, limit=1, household_id=household_id)
    return bool(page.rows) and is_for_county(page.rows[0], scope.as_of)


async def county_sees_case(there: Asking, scope: Scope, aid_case_id: UUID) -> bool:
    """Tell whether an aid case of a unit is shown to the county."""
    return await countys_case(there, scope, aid_case_id) is not None


async def countys_case(there: Asking, scope: Scope, aid_case_id: UUID) -> AidCaseRow | None:
    """Return an aid case of a unit that is shown to the county; None where there is no such one."""
    page = await there.parts.ledgers.aid_cases(
        scope, since=SinceQuery().since, limit=1, aid_case_id=aid_case_id
    )
    policies = (await there.parts.desk.read_union(there.tenant_id)).policies
    return page.rows[0] if page.rows and is_countys(page.rows[0], policies) else None


def is_for_county(row: HouseholdRow, day: date) -> bool:
    """A file that was open before is the county's, also when the unit works on it again."""
    was_open = row.opened_on is not None and row.opened_on <= day
    return was_open or row.stage not in _WITH_THE_UNIT


def is_countys(row: AidCaseRow, policies: tuple[Adopted, ...]) -> bool:
    """Decided by an officer of the county, or reviewed and of an amount that one has to decide (domain.md 5.4)."""
    if row.tier is not None or row.ended is not None:
        return row.tier == "county"
    if row.requested_on is None or row.requested_fen is None or row.review_outcome != "supported":
        return False
    limits = policy_in_force(policies, AidLimits, row.requested_on)
    rule = None if limits is None else approval_rule(limits, row.requested_fen)
    return rule is not None and rule.tier == "county"


def _household(row: HouseholdRow) -> HouseholdSeen:
    return HouseholdSeen(**{name: getattr(row, name) for name in HouseholdSeen.__struct_fields__})


def _step(row: HouseholdStepRow) -> StepSeen:
    return StepSeen(**{name: getattr(row, name) for name in StepSeen.__struct_fields__})


def case_seen(row: AidCaseRow) -> AidCaseSeen:
    return AidCaseSeen(**{name: getattr(row, name) for name in AidCaseSeen.__struct_fields__})
