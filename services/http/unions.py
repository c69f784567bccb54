"""The union itself: its page, name, particulars and end."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from domain.command import Command
from domain.union.commands import (
    CorrectParticulars,
    DissolveUnion,
    RenameUnion,
)
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import (
    Answered,
    Body,
    Count,
    CreditCode,
    DocumentNoNeeded,
    Title,
)
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.http.reorganisations import books_of
from services.http.writing import Written, carry_out, store
from services.reads.rows import UnionRow

_UNION = "/v1/unions/{union_id}"
_STOPPED = ("union.frozen", "union.dissolved")


class Renaming(Body, frozen=True, kw_only=True):
    occurred_on: date
    name: Title


class Correction(Body, frozen=True, kw_only=True):
    """What is left out stays as it is; `no_credit_code` takes the credit code away."""

    occurred_on: date
    legal_person: bool | None = None
    credit_code: CreditCode | None = None
    no_credit_code: bool = False
    employer_kind: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    employee_count: Count | None = None
    founded_on: date | None = None


class Dissolution(Body, frozen=True, kw_only=True):
    occurred_on: date
    document_no: DocumentNoNeeded


class UnionView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    union: UnionRow


@operation(
    "GET",
    _UNION,
    "readUnion",
    tag="unions",
    policy=may("union.read"),
    answer=UnionView,
)
async def read_union(asking: Asking, query: ReadQuery) -> Answer:
    """The union's own page."""
    scope = await scope_of(asking, query)
    row = await asking.parts.ledgers.union(scope)
    if row is None:
        raise Problem("union.unknown")
    version = await asking.version_of(asking.tenant_id)
    position = (await asking.parts.ledgers.officers(scope)).position
    return Answer(
        body=UnionView(position=position, version=version, union=row), headers=strong(version)
    )


@operation(
    "POST",
    f"{_UNION}/rename",
    "renameUnion",
    tag="unions",
    policy=may("union.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.name_unchanged", *_STOPPED),
    example={"occurred_on": "2026-03-08", "name": "青石公路项目部工会委员会"},
)
async def rename_union(asking: Asking, body: Renaming) -> Answer:
    """Give the union another name."""
    return await _changed(asking, RenameUnion(occurred_on=body.occurred_on, name=body.name), body)


@operation(
    "POST",
    f"{_UNION}/particulars/correct",
    "correctUnion",
    tag="unions",
    policy=may("union.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "union.nothing_corrected",
        "union.employee_count_out_of_range",
        "union.credit_code_without_legal_person",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-03-08", "employee_count": 128},
)
async def correct_union(asking: Asking, body: Correction) -> Answer:
    """Correct what the registration states: what became otherwise, or was wrong."""
    command = CorrectParticulars(
        occurred_on=body.occurred_on,
        legal_person=body.legal_person,
        credit_code="" if body.no_credit_code else body.credit_code,
        employer_kind=body.employer_kind,
        employee_count=body.employee_count,
        founded_on=body.founded_on,
    )
    return await _changed(asking, command, body)


@operation(
    "POST",
    f"{_UNION}/dissolve",
    "dissolveUnion",
    tag="unions",
    policy=may("union.govern"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.balances_not_closed", *_STOPPED),
    example={"occurred_on": "2026-12-31", "document_no": "总工〔2026〕18号"},
)
async def dissolve_union(asking: Asking, body: Dissolution) -> Answer:
    """Record that the union was dissolved because its employer ended, with nothing left in its books.

    One that still has balances is dissolved by the county, which takes them over (章程 art. 40).
    """
    union_id = asking.tenant_id
    held = await books_of(asking).held(union_id)
    if held.lines:
        raise Problem("union.balances_not_closed")
    stored = await store(
        asking,
        [[DissolveUnion(occurred_on=body.occurred_on, document_no=body.document_no)]],
        expected=asking.matching(union_id),
        fields=frozenset(body.__struct_fields__),
        counted_at=held.position,
    )
    answered = Written(**stored.of(union_id))  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


async def _changed(asking: Asking, command: Command, body: Body) -> Answer:
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=asking.matching(asking.tenant_id),
        fields=frozenset(body.__struct_fields__),
    )
