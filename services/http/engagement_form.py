"""What is written down about an audit engagement, for the union's own committee and for the county's alike."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from domain.attachment import Attachment, Sha256
from domain.command import Command
from domain.engagement import aggregate as engagement
from domain.engagement import commands as ask
from domain.engagement.events import (
    EngagementKind,
    EngagementOutcome,
    Opinion,
    OrderedBy,
    VerifiedWith,
)
from domain.engagement.topics import Topic
from domain.ids import EngagementId, FindingId, OfficerId
from domain.money import FEN_MAX
from domain.sampling import Method
from services.audit.population import population
from services.http.asking import Answer, Asking
from services.http.fields import INT4_MAX, Body, DocumentNo, DocumentNoNeeded, Position
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written

Topics = Annotated[tuple[Topic, ...], Meta(min_length=1, max_length=20)]
Seed = Annotated[
    str, Meta(pattern=r"\A[0-9A-Za-z+/=:._-]{8,128}\Z", description="公开的随机种子，如检查点的根")
]
_Fen = Annotated[int, Meta(ge=-FEN_MAX, le=FEN_MAX)]
_Tally = Annotated[int, Meta(ge=0, le=2**53)]
_Bound = Annotated[int, Meta(ge=1, le=FEN_MAX)]
_OFFICER = "01959000-0000-7000-8000-000000000009"

REFUSALS = (
    "engagement.unknown",
    "engagement.closed_already",
    "engagement.ordered_by_another",
    "engagement.before_the_last_entry",
    "engagement.office_not_held",
    "engagement.not_independent",
)
OF_PLANS = (
    "engagement.no_topics",
    "engagement.period_malformed",
    "engagement.access_ends_before_it_begins",
)
OF_OPENING = (
    "engagement.already_opened",
    "engagement.commission_missing",
    "engagement.office_not_held",
    "engagement.not_independent",
    *OF_PLANS,
)
OF_SAMPLES = (
    *REFUSALS,
    "engagement.no_topics",
    "engagement.outside_the_scope",
    "engagement.seed_malformed",
    "engagement.bands_not_ascending",
    "engagement.population_empty",
    "engagement.population_malformed",
    "engagement.sample_size_out_of_range",
    "engagement.sample_smaller_than_strata",
    "request.known_at_ahead",
)
OF_REPORTS = (
    *REFUSALS,
    "engagement.report_no_missing",
    "engagement.report_no_used",
    "engagement.outside_the_scope",
    "engagement.figures_out_of_range",
    "engagement.finding_unknown",
)
OF_CLOSING = (*REFUSALS, "engagement.report_missing", "engagement.reported_already")


class EngagementWritten(Written, frozen=True, kw_only=True):
    engagement_id: UUID


class EngagementOpening(Body, frozen=True, kw_only=True):
    """立项. `basis_no`: 委托书, 计划 or 合同 it rests on; `access_until`: last day of reading."""

    occurred_on: date
    officer_id: OfficerId
    kind: EngagementKind
    books_from: date
    books_until: date
    topics: Topics
    access_until: date
    basis_no: DocumentNoNeeded | None = None


class PlanChange(Body, frozen=True, kw_only=True):
    """方案调整: the whole scope as it is from now on."""

    occurred_on: date
    officer_id: OfficerId
    books_from: date
    books_until: date
    topics: Topics
    access_until: date
    document_no: DocumentNoNeeded | None = None


class Signed(Body, frozen=True, kw_only=True):
    occurred_on: date
    officer_id: OfficerId


class SampleDrawing(Body, frozen=True, kw_only=True):
    """抽样. `until_position` None: the log as it is now; `bands_fen`: lower bounds of the strata by amount."""

    occurred_on: date
    officer_id: OfficerId
    method: Method
    size: Annotated[int, Meta(ge=1, le=INT4_MAX)]
    seed: Seed
    topics: Topics
    sampled_from: date
    sampled_until: date
    until_position: Position | None = None
    bands_fen: Annotated[tuple[_Bound, ...], Meta(max_length=20)] = ()


class VerificationResult(Body, frozen=True, kw_only=True):
    """What a recomputation of the books found: events covered, not covered, failed; the hash at the position."""

    occurred_on: date
    officer_id: OfficerId
    position: Annotated[int, Meta(ge=1, le=2**53)]
    hash: Sha256
    covered: _Tally
    not_covered: _Tally
    failed: _Tally
    verified_with: VerifiedWith
    checkpoint_size: Annotated[int, Meta(ge=1, le=2**53)] | None = None


class ReportIssuing(Body, frozen=True, kw_only=True):
    """审计报告: its digest, the opinion (审计评价) and the figures of its period, in fen."""

    occurred_on: date
    officer_id: OfficerId
    document_no: DocumentNo
    report: Attachment
    opinion: Opinion
    reported_from: date
    reported_until: date
    income_fen: _Fen
    expense_fen: _Fen
    balance_fen: _Fen
    finding_ids: Annotated[tuple[FindingId, ...], Meta(max_length=500)] = ()


class EngagementClosing(Body, frozen=True, kw_only=True):
    occurred_on: date
    officer_id: OfficerId
    outcome: EngagementOutcome


_SIGNED = {"occurred_on": "2026-03-02", "officer_id": _OFFICER}
_PLAN = {
    "books_from": "2025-01-01",
    "books_until": "2025-12-31",
    "topics": ["books", "dues", "aid"],
    "access_until": "2026-04-30",
}
OPENING_EXAMPLE = {
    **_SIGNED,
    **_PLAN,
    "kind": "final_account_audit",
    "basis_no": "青工经审〔2026〕1号",
}
PLAN_EXAMPLE = {**_SIGNED, **_PLAN, "document_no": "青工经审〔2026〕4号"}
SIGNED_EXAMPLE = _SIGNED
SAMPLE_EXAMPLE = {
    **_SIGNED,
    "method": "monetary_unit",
    "size": 25,
    "seed": "bKLkJlfB2cJmT8xQ0l1eEw==",
    "topics": ["books", "dues"],
    "sampled_from": "2025-01-01",
    "sampled_until": "2025-12-31",
}
VERIFICATION_EXAMPLE = {
    **_SIGNED,
    "position": 812,
    "hash": "ab" * 32,
    "covered": 812,
    "not_covered": 0,
    "failed": 0,
    "verified_with": "offline_verifier",
    "checkpoint_size": 3,
}
REPORT_EXAMPLE = {
    **_SIGNED,
    "document_no": "青工经审报〔2026〕2号",
    "report": {"sha256": "ef" * 32, "byte_count": 48213, "media_type": "application/pdf"},
    "opinion": "sound_but_for_findings",
    "reported_from": "2025-01-01",
    "reported_until": "2025-12-31",
    "income_fen": 1200000,
    "expense_fen": 900000,
    "balance_fen": 300000,
}
CLOSING_EXAMPLE = {**_SIGNED, "outcome": "reported"}


async def step(
    asking: Asking,
    kind: type[ask.Step],
    body: Body,
    engagement_id: UUID,
    by: OrderedBy,
    *,
    is_new: bool = False,
    **given: Any,  # noqa: ANN401 # the rest of the command's fields
) -> Answer:
    """Carry out a step for one of the two committees."""
    command = await command_of(
        asking,
        kind,
        body,
        engagement_id=EngagementId(engagement_id),
        ordered_by=by,
        **given,
    )
    return await _taken(asking, command, body, engagement_id, is_new=is_new)


async def _taken(
    asking: Asking, command: Command, body: Body, engagement_id: UUID, *, is_new: bool = False
) -> Answer:
    ids = {"engagement_id": engagement_id}
    return await take(
        asking, [command], body, engagement_id, kind=EngagementWritten, ids=ids, is_new=is_new
    )


async def close(
    asking: Asking, body: EngagementClosing, engagement_id: UUID, by: OrderedBy
) -> Answer:
    """Close an engagement and all keys that were given out under it."""
    written = await step(asking, ask.CloseEngagement, body, engagement_id, by)
    states = await asking.parts.desk.read_states(asking.tenant_id, [engagement_id])
    for access_id in states.of(engagement_id, engagement.State).accesses:
        await asking.parts.keys.revoke_key(access_id)
    return written


async def draw(asking: Asking, body: SampleDrawing, engagement_id: UUID, by: OrderedBy) -> Answer:
    """Gather the population from the stored events and have the sample drawn and recorded."""
    head = (await asking.parts.log.head(asking.tenant_id)).position
    until_position = head if body.until_position is None else body.until_position
    if until_position > head:
        raise Problem("request.known_at_ahead")
    items = await population(
        asking.parts.log,
        asking.tenant_id,
        topics=body.topics,
        first_day=body.sampled_from,
        last_day=body.sampled_until,
        until_position=until_position,
    )
    return await step(
        asking,
        ask.DrawSample,
        body,
        engagement_id,
        by,
        until_position=until_position,
        population=items,
        topics=tuple(dict.fromkeys(body.topics)),
    )
