"""Wishes about findings, disclosures and printed statements: each a group of steps, some cut short."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from domain.attachment import Attachment
from domain.command import Command
from domain.disclosure.commands import EndDisclosure, NoteObjection, PublishDisclosure
from domain.finding.commands import (
    AcceptRectification,
    CloseFinding,
    ExtendDeadline,
    RaiseFinding,
    RequireRectification,
    ReturnRectification,
    SubmitRectification,
    WithdrawFinding,
)
from domain.ids import DisclosureId, FindingId
from domain.statement.commands import IssueStatement
from domain.statement.events import ProjectionUsed
from domain.statement_code import statement_code
from tests.services.projector.aid_wishes import Wished

KINDS = ("finding", "finding", "finding_again", "publish", "publish", "print")
PAPER = Attachment(sha256="ab" * 32, byte_count=1, media_type="image/png")
_TERM = timedelta(days=40)


def group_of(kind: str, wished: Wished) -> Sequence[Command]:
    """Return the steps of a kind, to be taken together; none where the kind is another's."""
    steps = {
        "finding": _finding,
        "finding_again": _again,
        "publish": _publish,
        "print": _print,
    }.get(kind)
    return [] if steps is None else steps(wished)


def _on(wished: Wished) -> Any:  # noqa: ANN401 # what all steps have
    return {**wished.on, "finding_id": FindingId(wished.named("finding", wished.which % 3))}


def _audited(wished: Wished) -> Any:  # noqa: ANN401 # what all steps of auditors have
    by = {"by": "audit_committee", "officer_id": wished.by("audit_committee_chair")}
    return _on(wished) | by


def _finding(wished: Wished) -> Sequence[Command]:
    raised = RaiseFinding(
        **_audited(wished),
        kind=("voucher_incomplete", "other")[wished.amount % 2],  # type: ignore[arg-type] # of the catalogue
        severity="medium",
        basis="工会法 45",
        known_at=9,
        positions=(3, 5) if wished.amount % 3 else (),
        amount_fen=wished.amount,
        rule="R13" if wished.amount % 2 else None,
        period_from=date(2026, 1, 1),
        document_no="经审〔1〕",
        details=wished.sealed,
    )
    return [raised, *_rest(wished)][: 1 + wished.amount % 6]


def _rest(wished: Wished) -> list[Command]:
    by = _audited(wished)
    return [
        RequireRectification(**by, requirement="complete_papers", due_on=wished.day + _TERM),
        _answer(wished),
        AcceptRectification(**by, document_no="复〔1〕"),
        CloseFinding(**by),
    ]


def _answer(wished: Wished) -> Command:
    return SubmitRectification(
        **_on(wished),
        measure="papers_completed",
        officer_id=wished.by("handler"),
        known_at=9,
        recovered_fen=wished.amount,
        evidence=(PAPER,),
        corrected_positions=(7,),
    )


def _again(wished: Wished) -> Sequence[Command]:
    by = _audited(wished)
    later = wished.day + _TERM + timedelta(days=10)
    match wished.amount % 4:
        case 0:
            return [WithdrawFinding(**by, reason="wrong_facts")]
        case 1:
            return [ExtendDeadline(**by, due_on=later, reason="staff_changed")]
        case 2:
            back = ReturnRectification(**by, reason="recurred", due_on=later)
            return [_answer(wished), back, _answer(wished)]
        case _:
            return _rest(wished)[2:]


def _publish(wished: Wished) -> Sequence[Command]:
    on: Any = wished.on | {
        "disclosure_id": DisclosureId(wished.named("disclosure", wished.which % 3)),
        "officer_id": wished.by("handler"),
    }
    named = (FindingId(wished.named("finding", wished.which % 3)),) if wished.amount % 2 else ()
    published = PublishDisclosure(
        **on,
        topic="finance",
        channel="notice_board",
        document_sha256="cd" * 32,
        period_from=date(2026, 1, 1),
        period_until=date(2026, 6, 30),
        columns=("name", "amount") if wished.amount % 3 else (),
        finding_ids=named,
    )
    objection = NoteObjection(**on, about="amount", details=wished.sealed)
    ended = EndDisclosure(**on, reason="term_over")
    if wished.amount % 5 == 0:
        return [ended]
    return [published, objection, ended][: 1 + wished.amount % 3]


def _print(wished: Wished) -> Sequence[Command]:
    return [
        IssueStatement(
            **wished.on,
            code=statement_code(wished.office.union_id, bytes(32), bytes([wished.which])),
            ledger="L9",
            year=wished.day.year,
            as_of=wished.day,
            known_at=1 + wished.which,
            chain_hash="ab" * 32,
            document_sha256="cd" * 32,
            format=1,
            row_count=1,
            row_digests="00112233",
            projections=(ProjectionUsed(name="general_ledger", version=1),),
        )
    ]
