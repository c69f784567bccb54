"""公示: what may hang on a wall (rule 19 of domain.md), and the class that figures advise, explained.

A sheet shows the masked name, the unit, the class and the amount, and no more; where two people of the union
could not be told apart, the department as well. Nobody of a family is on it but the member. What it rests on is
said with it, and whoever did not agree to be named is not (`publication`).
"""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.policy.hardship import (
    Classification,
    Figures,
    HardshipLine,
    HardshipPolicy,
    are_sound,
    classify,
)
from domain.policy.in_force import policy_in_force
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.county_cases import UNKNOWN, county_sees_household
from services.http.fields import Answered, Query
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.http.publication import NoticeBasis, Publication, basis_of, publication
from services.reads import Scope
from services.reads.pay_batches import PayItemRow
from services.workdays import day_after_workdays, workdays

_UNION = "/v1/unions/{union_id}"
_PAGE = 1_000
_COUNTED_AT_MOST = timedelta(days=366)
"""Days after which nobody asks how long a notice has hung."""
_Fen = Annotated[int, Meta(ge=0, le=10**13)]


class NoticeLine(Answered, frozen=True, kw_only=True):
    """One household or payment, as far as it may be shown in public."""

    name: str
    unit: str
    department: str | None
    hardship_class: str | None
    category: str | None = None
    amount_fen: int | None = None


class NoticeTerm(Answered, frozen=True, kw_only=True):
    """How long a notice has hung; not `announced`: a year's holidays were unknown, plain weekdays counted."""

    posted_on: date
    working_days: int
    working_days_needed: int | None
    may_close_on: date | None
    announced: bool


class NoticeSheet(Answered, frozen=True, kw_only=True):
    """What to hang out and what it rests on; `term` where the notice of a hardship file hangs already."""

    position: int
    as_of: date
    lines: list[NoticeLine]
    basis: NoticeBasis
    term: NoticeTerm | None = None


class ClassificationQuery(Query, frozen=True, kw_only=True):
    """What a family lives on in a year, in fen; nothing of it is kept."""

    income_year_fen: _Fen
    rigid_year_fen: _Fen
    family_size: Annotated[int, Meta(ge=1, le=100)]
    sudden_event: bool = False
    as_of: date | None = None


class ClassAdvised(Answered, frozen=True, kw_only=True):
    """The class that the figures give, all that explains it, and under which rules. It only advises."""

    classification: Classification
    policy_id: str
    policy_version: int
    line_id: str
    line_version: int


@operation(
    "GET",
    f"{_UNION}/households/{{household_id}}/notice",
    "readHardshipNotice",
    tag="aid",
    policy=may("aid.read"),
    answer=NoticeSheet,
    refusals=("request.path_unknown",),
)
async def read_hardship_notice(asking: Asking, household_id: UUID, query: ReadQuery) -> Answer:
    """公示单 of a hardship file, and whether it may be taken down today."""
    sheet = await _hardship_notice(asking, household_id, query)
    return Answer(body=sheet, headers=weak(sheet.position))


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/households/{{household_id}}/notice",
    "readHardshipNoticeOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=NoticeSheet,
    refusals=UNKNOWN,
)
async def read_hardship_notice_of_unit(
    asking: Asking, unit_id: UUID, household_id: UUID, query: ReadQuery
) -> Answer:
    """公示单 of a unit as it hangs out: masked as everybody reads it; there is none before it hangs."""
    there = await in_unit(asking, unit_id)
    if not await county_sees_household(there, await scope_of(there, query), household_id):
        raise Problem("request.path_unknown")
    sheet = await _hardship_notice(there, household_id, query)
    if sheet.term is None:
        raise Problem("request.path_unknown")
    return Answer(body=sheet, headers=weak(sheet.position))


async def _hardship_notice(asking: Asking, household_id: UUID, query: ReadQuery) -> NoticeSheet:
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.households(scope, limit=1, household_id=household_id)
    if not page.rows:
        raise Problem("request.path_unknown")
    row = page.rows[0]
    steps = (await ledgers.household_steps(scope, household_id)).rows
    posted = next((step for step in reversed(steps) if step.step == "notice_posted"), None)
    alike = await _alike(asking, scope)
    member_id = row.householder_id
    name = row.person.name or ""
    shown = await publication(asking, [member_id], scope.as_of)
    hardship_class = row.hardship_class if posted is None else posted.outcome
    line = NoticeLine(
        name=shown.name(member_id, name),
        unit=await _unit(asking, scope),
        department=alike.department(member_id, name) if shown.names(member_id) else None,
        hardship_class=hardship_class if shown.tells("hardship_class") else None,
    )
    return NoticeSheet(
        position=page.position,
        as_of=scope.as_of,
        lines=[line],
        basis=await basis_of(asking, scope, shown, int(not shown.names(member_id))),
        term=None if posted is None else await _term(asking, posted.taken_on, scope.as_of),
    )


@operation(
    "GET",
    f"{_UNION}/pay-batches/{{pay_batch_id}}/notice",
    "readPaymentNotice",
    tag="aid",
    policy=may("payments.read"),
    answer=NoticeSheet,
    refusals=("pay_batch.unknown",),
)
async def read_payment_notice(asking: Asking, pay_batch_id: UUID, query: ReadQuery) -> Answer:
    """公示 of a pay list: name, unit, class, kind of aid and amount."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    batches = await ledgers.pay_batches(scope, limit=1, pay_batch_id=pay_batch_id)
    if not batches.rows:
        raise Problem("pay_batch.unknown")
    items = await ledgers.pay_batch_items(scope, pay_batch_id)
    alike = await _alike(asking, scope)
    unit = await _unit(asking, scope)
    shown = await publication(asking, [item.recipient_id for item in items.rows], scope.as_of)
    category = batches.rows[0].category
    unnamed = sum(not shown.names(item.recipient_id) for item in items.rows)
    position = min(batches.position, items.position)
    sheet = NoticeSheet(
        position=position,
        as_of=scope.as_of,
        lines=[_payment(item, unit, category, alike, shown) for item in items.rows],
        basis=await basis_of(asking, scope, shown, unnamed),
    )
    return Answer(body=sheet, headers=weak(position))


def _payment(
    item: PayItemRow, unit: str, category: str, alike: "_Alike", shown: Publication
) -> NoticeLine:
    name, recipient_id = item.person.name or "", item.recipient_id
    return NoticeLine(
        name=shown.name(recipient_id, name),
        unit=unit,
        department=alike.department(recipient_id, name) if shown.names(recipient_id) else None,
        hardship_class=item.hardship_class if shown.tells("hardship_class") else None,
        category=category,
        amount_fen=item.amount_fen if shown.tells("amount") else None,
    )


@operation(
    "GET",
    f"{_UNION}/hardship-classification",
    "adviseHardshipClass",
    tag="aid",
    policy=may("aid.read"),
    answer=ClassAdvised,
    refusals=("household.no_policy_in_force", "household.figures_out_of_range"),
)
async def advise_hardship_class(asking: Asking, query: ClassificationQuery) -> Answer:
    """困难类别测算: how the figures compare with the local line, without deciding or keeping anything."""
    policies = (await asking.parts.desk.read_union(asking.tenant_id)).policies
    day = query.as_of or asking.parts.today()
    policy = policy_in_force(policies, HardshipPolicy, day)
    line = policy_in_force(policies, HardshipLine, day)
    if policy is None or line is None:
        raise Problem("household.no_policy_in_force")
    figures = Figures(
        income_year_fen=query.income_year_fen,
        rigid_year_fen=query.rigid_year_fen,
        family_size=query.family_size,
        sudden_event=query.sudden_event,
    )
    if not are_sound(figures):
        raise Problem("household.figures_out_of_range")
    advised = ClassAdvised(
        classification=classify(figures, policy, line),
        policy_id=policy.policy_id,
        policy_version=policy.version,
        line_id=line.policy_id,
        line_version=line.version,
    )
    return Answer(body=advised)


class _Alike:
    """Whose masked names are borne by others of the union as well."""

    def __init__(self, departments: dict[UUID, str | None], names: Counter[str]) -> None:
        self._departments = departments
        self._names = names

    def department(self, member_id: UUID | None, name: str) -> str | None:
        """Return the department of somebody who could be taken for another, else None."""
        if member_id is None or self._names[name] <= 1:
            return None
        return self._departments.get(member_id)


async def _alike(asking: Asking, scope: Scope) -> _Alike:
    departments: dict[UUID, str | None] = {}
    names: Counter[str] = Counter()
    after = None
    while True:
        page = await asking.parts.ledgers.members(scope, limit=_PAGE, after=after)
        for row in page.rows:
            departments[row.member_id] = row.profile.get("department")
            names[row.person.name or ""] += 1
        if page.next_after is None:
            return _Alike(departments, names)
        after = page.next_after


async def _unit(asking: Asking, scope: Scope) -> str:
    union = await asking.parts.ledgers.union(scope)
    return "" if union is None else union.name


async def _term(asking: Asking, posted_on: date, day: date) -> NoticeTerm:
    policies = (await asking.parts.desk.read_union(asking.tenant_id)).policies
    policy = policy_in_force(policies, HardshipPolicy, day)
    hung = workdays(posted_on, min(day, posted_on + _COUNTED_AT_MOST))
    needed = None if policy is None else policy.notice_working_days
    return NoticeTerm(
        posted_on=posted_on,
        working_days=hung.days,
        working_days_needed=needed,
        may_close_on=None if needed is None else day_after_workdays(posted_on, needed),
        announced=hung.announced,
    )
