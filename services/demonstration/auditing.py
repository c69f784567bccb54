"""Audits of the year: the books are fixed in a checkpoint, drawn from, held against the rules, reported on.

Nothing is found that is not there: findings name what a rule hits, reports give the figures of the books.
"""

from datetime import date

from domain.disclosure.commands import PublishDisclosure
from domain.engagement.commands import (
    CloseEngagement,
    DrawSample,
    IssueReport,
    OpenEngagement,
    RecordVerification,
)
from domain.federation.commands import RecordCountyOfficer
from domain.ids import DisclosureId, EngagementId, OfficerId
from domain.officers import Office
from domain.period import MONTHS_PER_YEAR, month_text
from services.audit.population import population
from services.clock import now_in_china
from services.demonstration.findings import UnderAudit, find, finding_id, put_right
from services.demonstration.script import AuditItem, SampleItem, Script
from services.demonstration.telling import StoryRefused, Storyteller
from services.demonstration.vouchers import paper
from services.exporters.audit_report import audit_report, report_text
from services.exporters.ledgers import LedgerAsked
from services.exporters.statements import command_to_issue, statement_table
from services.reads import Scope

_CHAIR: Office = "audit_committee_chair"
_TRIAL_BALANCE = "L9"


async def appoint_county_auditor(county: Storyteller, script: Script) -> None:
    """Let somebody with a made-up name chair the audit committee of the county."""
    name = script.county_auditor
    officer_id = OfficerId((await county.meet("officer", [name]))[name])
    county.officers[_CHAIR] = officer_id
    await county.tell(
        "audit committee",
        lambda seal: [
            RecordCountyOfficer(
                occurred_on=script.in_office_since,
                officer_id=officer_id,
                office=_CHAIR,
                name=seal(officer_id, "books", "officer", {"name": name}),
            )
        ],
        about=[officer_id],
    )


async def audit(county: Storyteller, unit: Storyteller, item: AuditItem, year: int) -> None:
    """Tell an audit of a unit's year from its plan to its end, and what the unit puts right afterwards."""
    ordering = county if item.ordered_by == "county" else unit
    told = UnderAudit(
        unit=unit,
        item=item,
        engagement_id=EngagementId(unit.id_of("engagement", item.basis_no)),
        officer_id=ordering.officers[_CHAIR],
        first=date(year, 1, 1),
        last=date(year, 12, 31),
    )
    await _open(told)
    await _work_in_the_field(told)
    for found in item.findings:
        await find(told, found)
    await _report(told)
    if item.disclosed_on is not None:
        await _disclose(told, item.disclosed_on)
    await _close(told)
    for found in item.findings:
        if found.corrected is not None:
            await put_right(told, found, found.corrected)


async def _open(audit: UnderAudit) -> None:
    """立项."""
    item = audit.item
    opened = OpenEngagement(
        occurred_on=item.opened_on,
        engagement_id=audit.engagement_id,
        ordered_by=item.ordered_by,
        officer_id=audit.officer_id,
        kind=item.kind,
        books_from=audit.first,
        books_until=audit.last,
        topics=item.topics,
        access_until=item.access_until,
        basis_no=item.basis_no,
    )
    await audit.unit.tell(f"audit {audit.item.basis_no}", [opened])


async def _work_in_the_field(audit: UnderAudit) -> None:
    """Take a checkpoint, verify the books against it, and draw by its code, which nobody knew before."""
    step = f"audit {audit.item.basis_no} fieldwork"
    if await audit.unit.was_told(step):
        return
    books, union_id = audit.unit.books, audit.unit.union_id
    checkpoint = (await books.checkpointer.take()).checkpoint
    vouching = await books.verifier.newest_vouching(books.signing.own.public)
    if checkpoint is None or vouching is None:
        raise StoryRefused(step, "evidence.no_checkpoint")
    found = await books.verifier.union(union_id, vouching)
    verified = RecordVerification(
        occurred_on=audit.item.drawn_on,
        engagement_id=audit.engagement_id,
        ordered_by=audit.item.ordered_by,
        officer_id=audit.officer_id,
        position=found.position,
        hash=found.hash,
        covered=found.vouched,
        not_covered=found.events - found.vouched,
        failed=int(found.broken is not None),
        verified_with="server",
        checkpoint_size=vouching.held.size,
    )
    samples = [
        await _sample(audit, sample, checkpoint.short_code, found.position)
        for sample in audit.item.samples
    ]
    await audit.unit.tell(step, [verified, *samples])


async def _sample(
    audit: UnderAudit, sample: SampleItem, seed: str, until_position: int
) -> DrawSample:
    items = await population(
        audit.unit.books.log,
        audit.unit.union_id,
        topics=sample.topics,
        first_day=audit.first,
        last_day=audit.last,
        until_position=until_position,
    )
    return DrawSample(
        occurred_on=audit.item.drawn_on,
        engagement_id=audit.engagement_id,
        ordered_by=audit.item.ordered_by,
        officer_id=audit.officer_id,
        method=sample.method,
        size=sample.size,
        seed=seed,
        topics=sample.topics,
        sampled_from=audit.first,
        sampled_until=audit.last,
        until_position=until_position,
        population=items,
    )


async def _report(audit: UnderAudit) -> None:
    """出具审计报告: the figures are those of the books, the paper is what is drawn up from them."""
    step = f"audit {audit.item.basis_no} report"
    if await audit.unit.was_told(step):
        return
    item, books, union_id = audit.item, audit.unit.books, audit.unit.union_id
    head = await books.log.head(union_id)
    scope = Scope(union_id=union_id, as_of=item.reported_on, min_position=head.position)
    drawn_up = await audit_report(books.ledgers, books.log, books.vault, scope, audit.engagement_id)
    issued = IssueReport(
        occurred_on=item.reported_on,
        engagement_id=audit.engagement_id,
        ordered_by=item.ordered_by,
        officer_id=audit.officer_id,
        document_no=item.report_no,
        report=paper(report_text(drawn_up)),
        opinion=item.opinion,
        reported_from=drawn_up.money.since,
        reported_until=drawn_up.money.until,
        income_fen=drawn_up.money.income_fen,
        expense_fen=drawn_up.money.expense_fen,
        balance_fen=drawn_up.money.balance_fen,
        finding_ids=tuple(finding_id(audit, found) for found in item.findings),
    )
    await audit.unit.tell(step, [issued])


async def _disclose(audit: UnderAudit, day: date) -> None:
    """公开: the unit prints the trial balance of December under a code and shows it to its members."""
    step = f"audit {audit.item.basis_no} disclosure"
    if await audit.unit.was_told(step):
        return
    books, year = audit.unit.books, audit.last.year
    asked = LedgerAsked(
        scope=Scope(union_id=audit.unit.union_id, as_of=audit.last),
        year=year,
        month=month_text(year, MONTHS_PER_YEAR),
    )
    table = await statement_table(
        books.ledgers, books.log, asked, _TRIAL_BALANCE, printed_at=now_in_china()
    )
    printed = command_to_issue(table, asked, day)
    shown = PublishDisclosure(
        occurred_on=day,
        disclosure_id=DisclosureId(audit.unit.id_of("disclosure", audit.item.basis_no)),
        topic="finance",
        channel="assembly",
        officer_id=audit.unit.officers["chairperson"],
        document_sha256=printed.document_sha256,
        period_from=audit.first,
        period_until=audit.last,
        statement_codes=(printed.code,),
        finding_ids=tuple(finding_id(audit, found) for found in audit.item.findings),
        engagement_id=audit.engagement_id,
        report_no=audit.item.report_no,
    )
    await audit.unit.tell(step, [printed, shown])


async def _close(audit: UnderAudit) -> None:
    """结项."""
    closed = CloseEngagement(
        occurred_on=audit.item.closed_on,
        engagement_id=audit.engagement_id,
        ordered_by=audit.item.ordered_by,
        officer_id=audit.officer_id,
        outcome="reported",
    )
    await audit.unit.tell(f"audit {audit.item.basis_no} close", [closed])
