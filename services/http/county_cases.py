"""What the county sees of the cases it decides: stages, classes, amounts and signatures, and nothing personal.

Names, incomes and illnesses stay with the unit; papers go to the county as papers do (domain.md rule 1).
"""

from datetime import date
from uuid import UUID

from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Answered
from services.http.operation import COUNTY_READS, operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.reads.aid import AidCaseRow
from services.reads.households import HouseholdRow, HouseholdStepRow
from services.reads.rows import Page

_UNKNOWN = ("federation.unit_unknown", "request.path_unknown")


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
    policy=COUNTY_READS,
    answer=Rows[HouseholdSeen],
    refusals=("federation.unit_unknown", "request.cursor_invalid"),
)
async def list_households_of_unit(asking: Asking, unit_id: UUID, query: ListQuery) -> Answer:
    """Every hardship file of a unit, by stage: which ones wait for the county."""
    there = await in_unit(asking, unit_id)
    scope, after = await listed(there, query)
    page = await there.parts.ledgers.households(scope, limit=query.limit, after=after)
    seen = Page([_household(row) for row in page.rows], page.position, page.next_after)
    return await paged(there, query, scope, seen)


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/households/{{household_id}}",
    "readHouseholdOfUnit",
    tag="county",
    policy=COUNTY_READS,
    answer=HouseholdCase,
    refusals=_UNKNOWN,
)
async def read_household_of_unit(
    asking: Asking, unit_id: UUID, household_id: UUID, query: ReadQuery
) -> Answer:
    """One file with its steps, as the county needs it to decide."""
    there = await in_unit(asking, unit_id)
    scope = await scope_of(there, query)
    ledgers = there.parts.ledgers
    page = await ledgers.households(scope, limit=1, household_id=household_id)
    if not page.rows:
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
    policy=COUNTY_READS,
    answer=Rows[AidCaseSeen],
    refusals=("federation.unit_unknown", "request.cursor_invalid"),
)
async def list_aid_cases_of_unit(asking: Asking, unit_id: UUID, query: SinceQuery) -> Answer:
    """Every aid case of a unit, with its amounts."""
    there = await in_unit(asking, unit_id)
    scope, after = await listed(there, query)
    page = await there.parts.ledgers.aid_cases(
        scope, since=query.since, limit=query.limit, after=after
    )
    seen = Page([_case(row) for row in page.rows], page.position, page.next_after)
    return await paged(there, query, scope, seen)


def _household(row: HouseholdRow) -> HouseholdSeen:
    return HouseholdSeen(**{name: getattr(row, name) for name in HouseholdSeen.__struct_fields__})


def _step(row: HouseholdStepRow) -> StepSeen:
    return StepSeen(**{name: getattr(row, name) for name in StepSeen.__struct_fields__})


def _case(row: AidCaseRow) -> AidCaseSeen:
    return AidCaseSeen(**{name: getattr(row, name) for name in AidCaseSeen.__struct_fields__})
