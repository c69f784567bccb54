"""Wishes about audits: opened, read under, samples drawn, verified, reported, closed or called off."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.attachment import Attachment
from domain.command import Command
from domain.engagement.commands import (
    ChangePlan,
    CloseEngagement,
    DrawSample,
    GrantAccess,
    IssueReport,
    OpenEngagement,
    ReadBooks,
    RecordVerification,
    RevokeAccess,
)
from domain.engagement.topics import Topic
from domain.ids import BooksReadId, EngagementId
from domain.sampling import Item, Method
from tests.services.projector.aid_wishes import Wished

KINDS = ("audit", "audit_read", "audit_drawn", "audit_ended")
PAPER = Attachment(sha256="ef" * 32, byte_count=1, media_type="application/pdf")
TOPICS: tuple[Topic, ...] = ("books", "dues")
METHODS: tuple[Method, ...] = ("random", "stratified", "monetary_unit")
FAR = date(2099, 12, 31)


def group_of(kind: str, wished: Wished) -> Sequence[Command]:
    """Return the steps of a kind, to be taken together; none where the kind is another's."""
    steps = {
        "audit": _opened,
        "audit_read": _read,
        "audit_drawn": _drawn,
        "audit_ended": _ended,
    }.get(kind)
    return [] if steps is None else steps(wished)


def _on(wished: Wished) -> Any:  # noqa: ANN401 # what all steps have
    return {
        **wished.on,
        "engagement_id": EngagementId(wished.named("engagement", wished.which % 2)),
        "ordered_by": "audit_committee",
        "officer_id": wished.by("audit_committee_chair"),
    }


def _scope(topics: tuple[Topic, ...]) -> Any:  # noqa: ANN401 # fields of several types
    return {
        "books_from": date(2025, 1, 1),
        "books_until": FAR,
        "topics": topics,
        "access_until": FAR,
    }


def _access_id(wished: Wished) -> str:
    return f"{wished.which % 2:020d}"


def _opened(wished: Wished) -> Sequence[Command]:
    opening = OpenEngagement(**_on(wished), **_scope(TOPICS), kind="review")
    granting = GrantAccess(
        **_on(wished), access_id=_access_id(wished), holder="audit_firm", until=FAR
    )
    return [opening, granting]


def _read(wished: Wished) -> Sequence[Command]:
    return [
        ReadBooks(
            **wished.on,
            read_id=BooksReadId(wished.named("read", wished.amount)),
            engagement_id=_on(wished)["engagement_id"],
            access_id=_access_id(wished),
            operation_id="readTrialBalance",
            topic="books",
            as_of=wished.day,
            known_at=wished.which,
            to_as_of=wished.day,
            to_known_at=wished.amount,
        )
    ]


def _drawn(wished: Wished) -> Sequence[Command]:
    population = tuple(
        Item(position=place, amount_fen=wished.amount + place, stratum=TOPICS[place % 2])
        for place in range(1, 6)
    )
    drawing = DrawSample(
        **_on(wished),
        method=METHODS[wished.amount % 3],
        size=2,
        seed="2026-03-02:0712",
        topics=TOPICS,
        sampled_from=date(2025, 1, 1),
        sampled_until=FAR,
        until_position=5,
        population=population,
    )
    verification = RecordVerification(
        **_on(wished),
        position=5,
        hash="ab" * 32,
        covered=wished.which,
        not_covered=0,
        failed=0,
        verified_with="server",
    )
    return [drawing, verification]


def _ended(wished: Wished) -> Sequence[Command]:
    on = _on(wished)
    if wished.which == 5:
        return [CloseEngagement(**on, outcome="called_off")]
    return [
        ChangePlan(**on, **_scope(("books", "dues", "events"))),
        IssueReport(
            **on,
            document_no=f"经审{wished.amount}",
            report=PAPER,
            opinion="sound",
            reported_from=date(2025, 1, 1),
            reported_until=date(2025, 12, 31),
            income_fen=wished.amount,
            expense_fen=1,
            balance_fen=wished.amount - 1,
        ),
        RevokeAccess(**on, access_id=_access_id(wished)),
        CloseEngagement(**on, outcome="reported"),
    ]
