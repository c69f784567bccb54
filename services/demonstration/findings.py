"""What an audit finds in a unit's books, and how the unit puts it right (发现 → 整改 → 复核 → 销号)."""

from datetime import date

import msgspec

from domain.finding import aggregate as finding
from domain.finding.commands import (
    AcceptRectification,
    CloseFinding,
    RaiseFinding,
    RequireRectification,
    SubmitRectification,
)
from domain.ids import EngagementId, FindingId, OfficerId, VoucherId
from domain.irregularity.hit import Hit
from services.audit.irregularities import Asked
from services.demonstration.script import AuditItem, CorrectionItem, FindingItem
from services.demonstration.telling import StoryRefused, Storyteller
from services.demonstration.vouchers import own_lines, paper, post_of_the_accountant


class UnderAudit(msgspec.Struct, frozen=True, kw_only=True):
    """One audit of the story: whose books, who signs, which days (both included)."""

    unit: Storyteller
    item: AuditItem
    engagement_id: EngagementId
    officer_id: OfficerId
    first: date
    last: date


def finding_id(audit: UnderAudit, found: FindingItem) -> FindingId:
    """Return the id of a finding of an audit: there is one for each rule."""
    return FindingId(audit.unit.id_of("finding", f"{audit.item.basis_no} {found.rule}"))


async def find(audit: UnderAudit, found: FindingItem) -> None:
    """发现 and 整改要求: what a rule hits in the books. Raises StoryRefused where it hits nothing."""
    step = f"audit {audit.item.basis_no} finding {found.rule}"
    if await audit.unit.was_told(step):
        return
    hits, known_at = await _hits(audit, found.rule)
    if not hits:
        raise StoryRefused(step, "story.no_hits")
    own = finding_id(audit, found)
    holder = (await audit.unit.meet("finding", [f"finding:{own}"]))[f"finding:{own}"]
    item, day = audit.item, found.on
    await audit.unit.tell(
        step,
        lambda seal: [
            RaiseFinding(
                occurred_on=day,
                finding_id=own,
                kind=found.kind,
                severity=found.severity,
                by=item.ordered_by,
                officer_id=audit.officer_id,
                basis=found.basis,
                known_at=known_at,
                positions=tuple(sorted({one for hit in hits for one in hit.positions})),
                amount_fen=sum(hit.amount_fen for hit in hits),
                rule=found.rule,
                engagement_id=audit.engagement_id,
                period_from=audit.first,
                period_until=audit.last,
                details=seal(holder, "books", "details", {"summary": found.summary}),
            ),
            RequireRectification(
                occurred_on=day,
                finding_id=own,
                requirement=found.requirement,
                due_on=found.due_on,
                by=item.ordered_by,
                officer_id=audit.officer_id,
            ),
        ],
        about=[holder],
    )


async def _hits(audit: UnderAudit, rule: str) -> tuple[list[Hit], int]:
    """Return what a rule hits in the year, and the position the books stood at."""
    head = await audit.unit.books.log.head(audit.unit.union_id)
    asked = Asked(first=audit.first, until=audit.last, known_at=head.position)
    (answer,) = await audit.unit.books.irregularities.in_union(audit.unit.union_id, asked, (rule,))
    return answer.hits, head.position


async def put_right(audit: UnderAudit, found: FindingItem, corrected: CorrectionItem) -> None:
    """整改, 复核 and 销号: the unit corrects its books, the committee accepts and strikes off."""
    step = f"audit {audit.item.basis_no} finding {found.rule} put right"
    if await audit.unit.was_told(step):
        return
    unit, own, day = audit.unit, finding_id(audit, found), corrected.accepted_on
    position = await _correct(audit, found, corrected)
    submitted = SubmitRectification(
        occurred_on=corrected.on,
        finding_id=own,
        measure="books_corrected",
        officer_id=unit.officers["accountant"],
        known_at=position,
        evidence=(paper(corrected.summary),),
        corrected_positions=(position,),
        document_no=corrected.document_no,
    )
    by, officer_id = audit.item.ordered_by, audit.officer_id
    await unit.tell(
        step,
        [
            submitted,
            AcceptRectification(occurred_on=day, finding_id=own, by=by, officer_id=officer_id),
            CloseFinding(occurred_on=day, finding_id=own, by=by, officer_id=officer_id),
        ],
    )


async def _correct(audit: UnderAudit, found: FindingItem, corrected: CorrectionItem) -> int:
    """Book the amount that was found and return where that stands in the log."""
    unit, own = audit.unit, finding_id(audit, found)
    raised = (await unit.books.desk.read_states(unit.union_id, [own])).of(own, finding.State)
    fen = 0 if raised.raised is None else raised.raised.amount_fen or 0
    voucher_id = VoucherId(unit.id_of("voucher", f"{audit.item.basis_no} {found.rule}"))
    await post_of_the_accountant(
        unit,
        voucher_id,
        "adjustment",
        corrected.on,
        own_lines((corrected.debit, fen), (corrected.credit, -fen)),
        step=f"audit {audit.item.basis_no} correction {found.rule}",
        summary=corrected.summary,
    )
    voucher = await unit.books.log.read_streams(unit.union_id, [voucher_id])
    return voucher.events[-1].position
