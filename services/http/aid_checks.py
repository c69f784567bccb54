"""What is checked beside an aid case before it is approved: four questions to the books (domain.md 5.4, 5.6).

They advise; whether an approval is refused, its own rules decide. Where the county asks, it learns besides
whether the ID number stands on the books of another of its units, never of which.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal
from uuid import UUID

from domain.accounts import AccountKind
from services.auth import may
from services.http.aid import AID_CASE, SinceQuery
from services.http.asking import Answer, Asking, strong, weak
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.county_cases import UNKNOWN, AidCaseSeen, case_seen, countys_case
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.policies.charts import kept_account
from services.reads import Scope
from services.reads.aid import AidCaseRow
from services.reads.households import HouseholdStepRow
from services.words.setup import AID_CHECK_SAYS, AID_CHECKS

State = Literal["ok", "warn", "fail", "unknown"]

_CASES_OF_A_YEAR: Final = 5_000
_NUMBER: Final = "identity.id_number"
_OWED: Final[frozenset[AccountKind]] = frozenset({"asset", "liability"})
"""What a fund has, less what it owes, is what is left of it."""


class AidCheck(Answered, frozen=True, kw_only=True):
    """`fail` is against the rules, `warn` is to be looked at, `unknown` cannot be told from the books."""

    kind: str
    title: str
    state: State
    code: str
    says: str


class AidChecks(Answered, frozen=True, kw_only=True):
    position: int
    checks: list[AidCheck]


class AidCaseOfUnit(Answered, frozen=True, kw_only=True):
    """A case of a unit that the county decides, beside its checks. `version` is what If-Match asks for."""

    position: int
    version: int
    aid_case: AidCaseSeen
    checks: list[AidCheck]


@operation(
    "GET",
    f"{AID_CASE}/checks",
    "readAidChecks",
    tag="aid",
    policy=may("aid.read"),
    answer=AidChecks,
    refusals=("aid_case.not_approved",),
)
async def read_aid_checks(asking: Asking, aid_case_id: UUID, query: ReadQuery) -> Answer:
    """查重, 收入标准, 资金余额, 公示 of one case."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.aid_cases(
        scope, since=SinceQuery().since, limit=1, aid_case_id=aid_case_id
    )
    if not page.rows:
        raise Problem("aid_case.not_approved")
    view = AidChecks(position=page.position, checks=await _checks(asking, scope, page.rows[0]))
    return Answer(body=view, headers=weak(page.position))


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/aid-cases/{{aid_case_id}}",
    "readAidCaseOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=AidCaseOfUnit,
    refusals=UNKNOWN,
)
async def read_aid_case_of_unit(
    asking: Asking, unit_id: UUID, aid_case_id: UUID, query: ReadQuery
) -> Answer:
    """One aid case as the county needs it to decide: amounts, signatures, checks, and nothing personal."""
    there = await in_unit(asking, unit_id)
    scope = await scope_of(there, query)
    row = await countys_case(there, scope, aid_case_id)
    if row is None:
        raise Problem("request.path_unknown")
    version = await there.version_of(aid_case_id)
    view = AidCaseOfUnit(
        position=(await there.parts.log.head(unit_id)).position,
        version=version,
        aid_case=case_seen(row),
        checks=await _checks(there, scope, row, federation_id=asking.tenant_id),
    )
    return Answer(body=view, headers=strong(version))


async def _checks(
    asking: Asking, scope: Scope, row: AidCaseRow, *, federation_id: UUID | None = None
) -> list[AidCheck]:
    ledgers = asking.parts.ledgers
    steps = (await ledgers.household_steps(scope, row.household_id)).rows
    file = await ledgers.households(scope, limit=1, household_id=row.household_id)
    is_on_file = bool(file.rows) and file.rows[0].opened_on is not None
    return [
        await _duplicate(asking, scope, row, federation_id),
        _income(row, steps, is_on_file=is_on_file),
        await _budget(asking, scope, row),
        _notice(steps),
    ]


async def _duplicate(
    asking: Asking, scope: Scope, row: AidCaseRow, federation_id: UUID | None
) -> AidCheck:
    """The same aid for the same person twice in a year; for the county also the same person in two units."""
    begun_on = row.requested_on or row.approved_on or scope.as_of
    page = await asking.parts.ledgers.aid_cases(
        scope, since=date(begun_on.year, 1, 1), limit=_CASES_OF_A_YEAR
    )
    if any(_is_alike(row, other) for other in page.rows):
        return _told("id_duplicate", "warn", "second_case")
    if federation_id is None:
        return _told("id_duplicate", "ok", "only_case")
    is_elsewhere = await _is_listed_elsewhere(asking, federation_id, row.beneficiary_id)
    if is_elsewhere is None:
        return _told("id_duplicate", "unknown", "not_identified")
    if is_elsewhere:
        return _told("id_duplicate", "warn", "also_elsewhere")
    return _told("id_duplicate", "ok", "only_case")


def _is_alike(row: AidCaseRow, other: AidCaseRow) -> bool:
    is_same_person = other.beneficiary_id == row.beneficiary_id
    is_other_case = other.aid_case_id != row.aid_case_id and other.ended is None
    return is_other_case and is_same_person and other.category == row.category


async def _is_listed_elsewhere(asking: Asking, federation_id: UUID, member_id: UUID) -> bool | None:
    """Open the number only to ask the county's index with it: yes or no comes out, None where it is closed."""
    parts = asking.parts
    opened = await parts.revealing.fields(asking.tenant_id, member_id, [_NUMBER], restricted=False)
    number = opened[_NUMBER]
    if number is None:
        return None
    listed = await parts.vault.county_listing(federation_id, number)
    live = [
        await parts.ledgers.is_live_member(unit_id, who)
        for unit_id, who in listed
        if unit_id != asking.tenant_id
    ]
    return any(live)


def _income(row: AidCaseRow, steps: Sequence[HouseholdStepRow], *, is_on_file: bool) -> AidCheck:
    """Whether the class the county gave is the one that the figures compared last advise."""
    if not is_on_file:
        return _told("income_line", "fail", "no_file")
    checks = [step.outcome for step in steps if step.step == "economic_check"]
    if not checks:
        return _told("income_line", "unknown", "not_checked")
    if checks[-1] == row.hardship_class:
        return _told("income_line", "ok", "class_as_advised")
    is_above = checks[-1] == "above_the_lines"
    return _told("income_line", "warn", "above_the_lines" if is_above else "class_differs")


async def _budget(asking: Asking, scope: Scope, row: AidCaseRow) -> AidCheck:
    """Whether what is left of the fund covers what of the case is not paid yet."""
    wanted = row.approved_fen if row.approved_fen is not None else row.requested_fen
    if wanted is None:
        return _told("budget_left", "unknown", "no_amount")
    chart = await asking.parts.ledgers.chart(scope)
    balances = await asking.parts.ledgers.fund_balances(scope)
    left_fen = sum(
        one.balance_fen
        for one in balances.rows
        if one.fund == row.fund_source and kept_account(chart, one.account).kind in _OWED
    )
    if left_fen >= wanted - row.paid_fen:
        return _told("budget_left", "ok", "covered")
    return _told("budget_left", "warn", "not_covered")


def _notice(steps: Sequence[HouseholdStepRow]) -> AidCheck:
    """Whether the last notice of the file has come down with no objection open."""
    posted = [step.version for step in steps if step.step == "notice_posted"]
    if not posted:
        return _told("notice_ended", "unknown", "never_posted")
    since = [step for step in steps if step.version > posted[-1]]
    raised = {step.objection_id for step in since if step.step == "objection_raised"}
    resolved = {step.objection_id for step in since if step.step == "objection_resolved"}
    if raised - resolved:
        return _told("notice_ended", "fail", "objection_open")
    if not any(step.step == "notice_closed" for step in since):
        return _told("notice_ended", "fail", "still_posted")
    return _told("notice_ended", "ok", "ended")


def _told(kind: str, state: State, code: str) -> AidCheck:
    return AidCheck(
        kind=kind, title=AID_CHECKS[kind], state=state, code=code, says=AID_CHECK_SAYS[code]
    )
