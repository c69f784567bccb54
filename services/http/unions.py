"""The union itself: its page, officers, policies, periods, name and end."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.command import Command
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.officers import Office
from domain.policy.in_force import Policy
from domain.union.commands import (
    AdoptPolicy,
    ClosePeriod,
    DissolveUnion,
    RecordOfficer,
    RenameUnion,
)
from services.http.asking import Answer, Asking, strong
from services.http.fields import (
    Answered,
    Body,
    Code,
    DocumentNoNeeded,
    PersonName,
    Title,
    Version,
)
from services.http.operation import UNIT_READS, UNIT_WRITES, operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.people import person_name, seals
from services.http.problems import Problem
from services.http.writing import Written, carry_out
from services.policies import Preset, presets
from services.reads.rows import OfficerRow, PolicyRow, UnionRow

_UNION = "/v1/unions/{union_id}"
_RULES_MOST = 200

_AccountCode = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.]{1,20}\Z")]
_Operation = Annotated[str, Meta(pattern=r"\A[a-z_.]{1,60}\Z")]


class OfficerWritten(Written, frozen=True, kw_only=True):
    officer_id: UUID


class Renaming(Body, frozen=True, kw_only=True):
    occurred_on: date
    name: Title


class OfficerRecord(Body, frozen=True, kw_only=True):
    """A person holds an office from the date on; `until` ends it."""

    occurred_on: date
    name: PersonName
    office: Office
    until: date | None = None


class DuesRule(Body, frozen=True, kw_only=True, tag_field="kind", tag="dues"):
    """Rate as a fraction, the unit below which the wage is dropped, and the rounding."""

    policy_id: Code
    version: Version
    rate_numerator: Annotated[int, Meta(ge=0, le=1_000_000)]
    rate_denominator: Annotated[int, Meta(ge=1, le=1_000_000)]
    base_unit_fen: Annotated[int, Meta(ge=1, le=FEN_MAX)]
    due_rounding: Literal["none", "yuan_half_up"] = "none"


class PostingRuleBody(Body, frozen=True, kw_only=True):
    debit: _AccountCode
    credit: _AccountCode


class PostingRules(Body, frozen=True, kw_only=True, tag_field="kind", tag="posting_map"):
    """The account debited and the account credited by each operation."""

    policy_id: Code
    version: Version
    standard_version: Code
    rules: Annotated[dict[_Operation, PostingRuleBody], Meta(max_length=_RULES_MOST)]


class AidRule(Body, frozen=True, kw_only=True, tag_field="kind", tag="aid"):
    policy_id: Code
    version: Version
    no_cash_fund_sources: Annotated[tuple[Code, ...], Meta(max_length=20)]


class Adoption(Body, frozen=True, kw_only=True):
    """A preset by its id, or a whole rule with its date and document. `valid_from` may lie ahead."""

    occurred_on: date
    preset_id: Code | None = None
    policy: DuesRule | PostingRules | AidRule | None = None
    valid_from: date | None = None
    document_no: DocumentNoNeeded | None = None
    adoption_id: UUID | None = None


class Closing(Body, frozen=True, kw_only=True):
    """`occurred_on` is the day of closing; it lies after the month."""

    occurred_on: date


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
    policy=UNIT_READS,
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
    "GET",
    f"{_UNION}/officers",
    "listOfficers",
    tag="unions",
    policy=UNIT_READS,
    answer=Rows[OfficerRow],
)
async def list_officers(asking: Asking, query: ReadQuery) -> Answer:
    """Who holds which office on the date."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.officers(scope))


@operation(
    "GET",
    f"{_UNION}/policies",
    "listPolicies",
    tag="unions",
    policy=UNIT_READS,
    answer=Rows[PolicyRow],
)
async def list_policies(asking: Asking, query: ReadQuery) -> Answer:
    """The policies adopted that are valid from the date or earlier."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.policies(scope))


@operation(
    "POST",
    f"{_UNION}/rename",
    "renameUnion",
    tag="unions",
    policy=UNIT_WRITES,
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.name_unchanged", "union.dissolved"),
    example={"occurred_on": "2026-03-08", "name": "青石公路项目部工会委员会"},
)
async def rename_union(asking: Asking, body: Renaming) -> Answer:
    """Give the union another name."""
    return await _changed(asking, RenameUnion(occurred_on=body.occurred_on, name=body.name), body)


@operation(
    "POST",
    f"{_UNION}/officers",
    "recordOfficer",
    tag="unions",
    policy=UNIT_WRITES,
    answer=OfficerWritten,
    writes=True,
    matches=True,
    refusals=(
        "union.officer_already_recorded",
        "union.offices_not_separated",
        "union.office_ends_before_it_begins",
        "union.dissolved",
        "person.name_missing",
        "person.name_malformed",
        "person.unsafe_text",
    ),
    example={"occurred_on": "2026-01-01", "name": "李主席", "office": "chairperson"},
)
async def record_officer(asking: Asking, body: OfficerRecord) -> Answer:
    """Record that a person holds an office, or until when. The same name is the same officer."""
    name = person_name(body.name)
    expected = asking.matching(asking.tenant_id)
    enrolled = await asking.parts.vault.enrol(asking.tenant_id, "officer", [name])
    officer_id = enrolled[name]
    to = await seals(asking, officer_id)
    command = RecordOfficer(
        occurred_on=body.occurred_on,
        officer_id=OfficerId(officer_id),
        office=body.office,
        name=to.seal(officer_id, "books", "officer", {"name": name}),
        until=body.until,
    )
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"officer_id": officer_id},
        kind=OfficerWritten,
    )


@operation(
    "POST",
    f"{_UNION}/policies",
    "adoptPolicy",
    tag="unions",
    policy=UNIT_WRITES,
    answer=Written,
    writes=True,
    matches=True,
    refusals=("policy.unknown", "policy.invalid", "union.policy_not_sound", "union.dissolved"),
    example={"occurred_on": "2026-01-01", "preset_id": "dues.national"},
)
async def adopt_policy(asking: Asking, body: Adoption) -> Answer:
    """Adopt a policy on offer, or a whole one; the event then holds all its values."""
    return await _changed(asking, _adoption(body), body)


def _adoption(body: Adoption) -> AdoptPolicy:
    if (body.preset_id is None) == (body.policy is None):
        raise Problem("policy.invalid")
    policy, valid_from, document_no = _offered(body) if body.preset_id else _whole(body)
    return AdoptPolicy(
        occurred_on=body.occurred_on,
        policy=policy,
        valid_from=valid_from,
        document_no=document_no,
        adoption_id=body.adoption_id,
    )


def _offered(body: Adoption) -> tuple[Policy, date, str]:
    preset = _preset(body.preset_id)
    return (
        preset.policy,
        body.valid_from or preset.valid_from,
        body.document_no or preset.document_no,
    )


def _preset(preset_id: str | None) -> Preset:
    for preset in presets():
        if preset.policy.policy_id == preset_id:
            return preset
    raise Problem("policy.unknown")


def _whole(body: Adoption) -> tuple[Policy, date, str]:
    if body.valid_from is None or body.document_no is None:
        raise Problem("policy.invalid")
    policy: Policy = msgspec.convert(msgspec.to_builtins(body.policy), Policy)
    return policy, body.valid_from, body.document_no


@operation(
    "POST",
    f"{_UNION}/periods/{{period}}/close",
    "closePeriod",
    tag="unions",
    policy=UNIT_WRITES,
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.period_already_closed", "union.period_not_over", "union.dissolved"),
    example={"occurred_on": "2026-02-05"},
)
async def close_period(asking: Asking, period: str, body: Closing) -> Answer:
    """Close the books through a month: nothing may be dated into it any more."""
    return await _changed(asking, ClosePeriod(occurred_on=body.occurred_on, period=period), body)


@operation(
    "POST",
    f"{_UNION}/dissolve",
    "dissolveUnion",
    tag="unions",
    policy=UNIT_WRITES,
    answer=Written,
    writes=True,
    matches=True,
    refusals=("union.dissolved",),
    example={"occurred_on": "2026-12-31", "document_no": "总工〔2026〕18号"},
)
async def dissolve_union(asking: Asking, body: Dissolution) -> Answer:
    """Record that the union was dissolved because its employer ended."""
    command = DissolveUnion(occurred_on=body.occurred_on, document_no=body.document_no)
    return await _changed(asking, command, body)


async def _changed(asking: Asking, command: Command, body: Body) -> Answer:
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=asking.matching(asking.tenant_id),
        fields=frozenset(body.__struct_fields__),
    )
