"""Rules a union or a county adopts: a preset by its id, or a whole rule with its first day and document."""

from datetime import date
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.money import FEN_MAX
from domain.policy.aid import AidLimits
from domain.policy.approval import ApprovalPolicy
from domain.policy.audit import AuditPolicy
from domain.policy.benefit import BenefitPolicy
from domain.policy.budget_control import BudgetControl
from domain.policy.chart import ChartPolicy
from domain.policy.closing import ClosingPolicy
from domain.policy.dues import DuesExemption
from domain.policy.hardship import HardshipLine, HardshipPolicy
from domain.policy.in_force import Policy
from domain.policy.irregularity import IrregularityPolicy
from domain.policy.membership import MembershipPolicy
from domain.policy.retention import RetentionPolicy
from domain.policy.sharing import SharingPolicy
from domain.policy.small_counts import SmallCounts
from domain.policy.visit import VisitPolicy
from domain.union.commands import AdoptPolicy
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import INT4_MAX, Body, Code, DocumentNoNeeded, Version
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.problems import Problem
from services.http.writing import Written, carry_out
from services.policies import preset_called
from services.reads.rows import PolicyRow

_POLICIES = "/v1/unions/{union_id}/policies"
_RULES_MOST = 200
_POLICY_ID_LONGEST = 50

_AccountCode = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.]{1,20}\Z")]
_Operation = Annotated[str, Meta(pattern=r"\A[a-z_.]{1,60}\Z")]


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


WholeRule = (
    DuesRule
    | PostingRules
    | AidRule
    | AidLimits
    | ApprovalPolicy
    | AuditPolicy
    | BenefitPolicy
    | BudgetControl
    | ChartPolicy
    | ClosingPolicy
    | DuesExemption
    | HardshipLine
    | HardshipPolicy
    | IrregularityPolicy
    | MembershipPolicy
    | RetentionPolicy
    | SharingPolicy
    | SmallCounts
    | VisitPolicy
)


class RuleChosen(Body, frozen=True, kw_only=True):
    """A preset or a whole rule with its date and document. `valid_from` may lie ahead.

    `preset_id` is the name of the preset's file, or its policy's id where no other preset has the same.
    """

    occurred_on: date
    preset_id: Code | None = None
    policy: WholeRule | None = None
    valid_from: date | None = None
    document_no: DocumentNoNeeded | None = None


class Adoption(RuleChosen, frozen=True, kw_only=True):
    """`adoption_id` names the federation's decision that is carried out, where it is one."""

    adoption_id: UUID | None = None


class Rule(NamedTuple):
    """A rule, the first day on which it holds, and the document that orders it."""

    policy: Policy
    valid_from: date
    document_no: str


@operation(
    "GET",
    _POLICIES,
    "listPolicies",
    tag="unions",
    policy=may("union.read"),
    answer=Rows[PolicyRow],
)
async def list_policies(asking: Asking, query: ReadQuery) -> Answer:
    """The policies adopted that are valid from the date or earlier."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.policies(scope))


@operation(
    "POST",
    _POLICIES,
    "adoptPolicy",
    tag="unions",
    policy=may("union.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "policy.unknown",
        "policy.invalid",
        "union.policy_not_sound",
        "union.adoption_already_carried_out",
        "union.frozen",
        "union.dissolved",
    ),
    example={"occurred_on": "2026-01-01", "preset_id": "dues.national"},
)
async def adopt_policy(asking: Asking, body: Adoption) -> Answer:
    """Adopt a policy on offer, or a whole one; the event then holds all its values."""
    rule = rule_of(body)
    command = AdoptPolicy(
        occurred_on=body.occurred_on,
        policy=rule.policy,
        valid_from=rule.valid_from,
        document_no=rule.document_no,
        adoption_id=body.adoption_id,
    )
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=asking.matching(asking.tenant_id),
        fields=frozenset(body.__struct_fields__),
    )


def rule_of(body: RuleChosen) -> Rule:
    """Return the rule a request names; raises Problem for one that names none or two."""
    if (body.preset_id is None) == (body.policy is None):
        raise Problem("policy.invalid")
    return _offered(body) if body.preset_id else _whole(body)


def _offered(body: RuleChosen) -> Rule:
    preset = preset_called(body.preset_id or "")
    if preset is None:
        raise Problem("policy.unknown")
    return Rule(
        preset.policy,
        body.valid_from or preset.valid_from,
        body.document_no or preset.document_no,
    )


def _whole(body: RuleChosen) -> Rule:
    if body.valid_from is None or body.document_no is None:
        raise Problem("policy.invalid")
    policy: Policy = msgspec.convert(msgspec.to_builtins(body.policy), Policy)
    if not 1 <= policy.version <= INT4_MAX or not 1 <= len(policy.policy_id) <= _POLICY_ID_LONGEST:
        raise Problem("policy.invalid")
    return Rule(policy, body.valid_from, body.document_no)
