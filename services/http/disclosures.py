"""公开: what a union showed to its members or the public, and the objections to it (domain.md 7.6)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.attachment import Sha256
from domain.disclosure.commands import EndDisclosure, NoteObjection, PublishDisclosure
from domain.disclosure.events import Channel, EndReason, Objection, Topic
from domain.ids import DisclosureId, EngagementId, FindingId, OfficerId
from domain.sealed import Sealed
from domain.statement_code import StatementCode
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Code, DocumentNo, Text, Title
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.people import seals
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.disclosures import DisclosureRow, ObjectionRow

_DISCLOSURES = "/v1/unions/{union_id}/disclosures"
_DISCLOSURE = f"{_DISCLOSURES}/{{disclosure_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"


class DisclosureWritten(Written, frozen=True, kw_only=True):
    disclosure_id: UUID


class Publication(Body, frozen=True, kw_only=True):
    """`columns`: what a list tells of people, by code; the audit policy says which are enough.

    `document_sha256`: the bytes that were shown. Accounts name the days they are of.
    """

    occurred_on: date
    topic: Topic
    channel: Channel
    officer_id: OfficerId
    document_sha256: Sha256
    shown_until: date | None = None
    period_from: date | None = None
    period_until: date | None = None
    columns: Annotated[tuple[Code, ...], Meta(max_length=20)] = ()
    statement_codes: Annotated[tuple[StatementCode, ...], Meta(max_length=50)] = ()
    finding_ids: Annotated[tuple[FindingId, ...], Meta(max_length=50)] = ()
    engagement_id: EngagementId | None = None
    report_no: DocumentNo | None = None


class DisclosureEnd(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: EndReason
    officer_id: OfficerId


class Objector(Body, frozen=True, kw_only=True):
    """Who objects and in which words; sealed."""

    summary: Text
    said_by: Title | None = None


class ObjectionNote(Body, frozen=True, kw_only=True):
    occurred_on: date
    about: Objection
    officer_id: OfficerId
    details: Objector | None = None


class DisclosuresQuery(ListQuery, frozen=True, kw_only=True):
    topic: Topic | None = None
    since: date = date(1900, 1, 1)


class DisclosureView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    disclosure: DisclosureRow
    objections: list[ObjectionRow]


@operation(
    "POST",
    _DISCLOSURES,
    "publishDisclosure",
    tag="disclosures",
    policy=may("findings.answer"),
    answer=DisclosureWritten,
    writes=True,
    status=201,
    refusals=(
        "disclosure.office_not_held",
        "disclosure.ends_before_it_begins",
        "disclosure.period_ends_before_it_begins",
        "disclosure.period_missing",
        "disclosure.columns_missing",
        "disclosure.no_policy_in_force",
        "disclosure.tells_too_much",
        "disclosure.statement_unknown",
        "disclosure.finding_unknown",
        "disclosure.engagement_unknown",
    ),
    example={
        "occurred_on": "2026-03-10",
        "topic": "finance",
        "channel": "assembly",
        "officer_id": _OFFICER,
        "document_sha256": "ef" * 32,
        "period_from": "2025-01-01",
        "period_until": "2025-12-31",
    },
)
async def publish_disclosure(asking: Asking, body: Publication) -> Answer:
    """Record that something was put up: what, where, from when until when."""
    disclosure_id = uuid5(asking.command_id, "disclosure")
    command = await command_of(
        asking, PublishDisclosure, body, disclosure_id=DisclosureId(disclosure_id)
    )
    ids = {"disclosure_id": disclosure_id}
    return await take(
        asking, [command], body, disclosure_id, kind=DisclosureWritten, ids=ids, is_new=True
    )


@operation(
    "POST",
    f"{_DISCLOSURE}/end",
    "endDisclosure",
    tag="disclosures",
    policy=may("findings.answer"),
    answer=DisclosureWritten,
    writes=True,
    matches=True,
    refusals=(
        "disclosure.unknown",
        "disclosure.ended_already",
        "disclosure.before_the_last_entry",
        "disclosure.office_not_held",
    ),
    example={"occurred_on": "2026-04-10", "reason": "term_over", "officer_id": _OFFICER},
)
async def end_disclosure(asking: Asking, disclosure_id: UUID, body: DisclosureEnd) -> Answer:
    """Record that it was taken down."""
    command = await command_of(
        asking, EndDisclosure, body, disclosure_id=DisclosureId(disclosure_id)
    )
    ids = {"disclosure_id": disclosure_id}
    return await take(asking, [command], body, disclosure_id, kind=DisclosureWritten, ids=ids)


@operation(
    "POST",
    f"{_DISCLOSURE}/objections",
    "noteObjection",
    tag="disclosures",
    policy=may("findings.answer"),
    answer=DisclosureWritten,
    writes=True,
    matches=True,
    refusals=(
        "disclosure.unknown",
        "disclosure.before_the_last_entry",
        "disclosure.office_not_held",
    ),
    example={
        "occurred_on": "2026-03-20",
        "about": "amount",
        "officer_id": _OFFICER,
        "details": {"summary": "要求核对第三项支出"},
    },
)
async def note_objection(asking: Asking, disclosure_id: UUID, body: ObjectionNote) -> Answer:
    """Record an objection to what was shown; it may come after the end."""
    sealed = None if body.details is None else await _sealed(asking, disclosure_id, body.details)
    command = NoteObjection(
        occurred_on=body.occurred_on,
        disclosure_id=DisclosureId(disclosure_id),
        about=body.about,
        officer_id=body.officer_id,
        details=sealed,
    )
    ids = {"disclosure_id": disclosure_id}
    return await take(asking, [command], body, disclosure_id, kind=DisclosureWritten, ids=ids)


async def _sealed(asking: Asking, disclosure_id: UUID, told: Objector) -> Sealed:
    """Seal an objector's words under keys of the disclosure; they need not be kept as long as the books."""
    name = f"disclosure:{disclosure_id}"
    holders = await asking.parts.vault.enrol(asking.tenant_id, "disclosure", [name])
    to = await seals(asking, holders[name])
    return to.struct(holders[name], "file", "details", told)


@operation(
    "GET",
    _DISCLOSURES,
    "listDisclosures",
    tag="disclosures",
    policy=may("books.read"),
    answer=Rows[DisclosureRow],
    refusals=("request.cursor_invalid",),
)
async def list_disclosures(asking: Asking, query: DisclosuresQuery) -> Answer:
    """公开台账."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.disclosures(
        scope, limit=query.limit, after=after, since=query.since, topic=query.topic
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _DISCLOSURE,
    "readDisclosure",
    tag="disclosures",
    policy=may("books.read"),
    answer=DisclosureView,
    refusals=("disclosure.unknown",),
)
async def read_disclosure(asking: Asking, disclosure_id: UUID, query: ReadQuery) -> Answer:
    """One disclosure with the objections to it."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.disclosures(scope, limit=1, disclosure_id=disclosure_id)
    if not page.rows:
        raise Problem("disclosure.unknown")
    objections = await ledgers.disclosure_objections(scope, disclosure_id)
    version = await asking.version_of(disclosure_id)
    view = DisclosureView(
        position=min(page.position, objections.position),
        version=version,
        disclosure=page.rows[0],
        objections=objections.rows,
    )
    return Answer(body=view, headers=strong(version))
