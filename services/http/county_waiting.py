"""What waits for the county in all its units at once: files to check and decide, aid to decide, notices.

Codes, amounts and dates; the people in them stay with their unit.
"""

from datetime import date
from uuid import UUID

from domain.policy.aid import AidLimits, approval_rule
from domain.policy.in_force import Adopted, policy_in_force
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.county import county_of
from services.http.fields import Answered, Query
from services.http.operation import operation
from services.reads.county import WaitingCaseRow, WaitingFileRow


class CasesQuery(Query, frozen=True, kw_only=True):
    """`unit_id`: of one unit."""

    as_of: date | None = None
    unit_id: UUID | None = None


class CountyCases(Answered, frozen=True, kw_only=True):
    """`files` wait for their check or approval, `aid_cases` for a decision; `notices` hang, or have hung."""

    as_of: date
    files: list[WaitingFileRow]
    aid_cases: list[WaitingCaseRow]
    notices: list[WaitingFileRow]


@operation(
    "GET",
    "/v1/federations/{federation_id}/cases",
    "listCasesOfCounty",
    tag="county",
    policy=may("county.cases"),
    answer=CountyCases,
)
async def list_cases_of_county(asking: Asking, query: CasesQuery) -> Answer:
    """Every case of the units that is the county's to decide now."""
    units = [
        unit
        for unit in (await county_of(asking)).units
        if query.unit_id is None or unit == query.unit_id
    ]
    as_of = query.as_of or asking.parts.today()
    reads = asking.parts.county
    view = CountyCases(
        as_of=as_of,
        files=await reads.files_waiting(units, as_of),
        aid_cases=await _countys(asking, await reads.cases_waiting(units, as_of)),
        notices=await reads.files_on_notice(units, as_of),
    )
    return Answer(body=view)


async def _countys(asking: Asking, rows: list[WaitingCaseRow]) -> list[WaitingCaseRow]:
    """Leave out what units decide alone: the rules of each unit say from which amount on it is the county's."""
    policies: dict[UUID, tuple[Adopted, ...]] = {}
    for unit in {row.unit_id for row in rows}:
        policies[unit] = (await asking.parts.desk.read_union(unit)).policies
    return [row for row in rows if _is_countys(row, policies[row.unit_id])]


def _is_countys(row: WaitingCaseRow, policies: tuple[Adopted, ...]) -> bool:
    limits = policy_in_force(policies, AidLimits, row.requested_on)
    rule = None if limits is None else approval_rule(limits, row.requested_fen)
    return rule is not None and rule.tier == "county"
