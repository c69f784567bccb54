"""The demo's audits: they find what is in the books, report its figures, and leave what a stranger can check."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.encoding import decode
from domain.engagement.drawing import redrawn
from domain.ids import EngagementId, OfficerId, UnionId, statement_stream
from domain.statement.events import StatementIssued
from services.audit.irregularities import Asked
from services.audit.population import population
from services.clock import now_in_china
from services.demonstration import read_script
from services.demonstration.findings import UnderAudit, find, finding_id
from services.demonstration.telling import StoryRefused, Storyteller
from services.exporters.statements import recheck
from services.reads import Scope
from services.reads.engagements import EngagementRow, ReportRow
from services.reads.findings import FindingRow
from services.reads.statements import income_statement
from services.wiring import Wired
from tests.services.demonstration.test_the_year import CLOSED, LEFT_OPEN, SCRIPT, told, units_of
from tests.support.books import Office, office

__all__ = ["office", "told"]

FIRST, LAST, SEEN = date(2026, 1, 1), date(2026, 12, 31), date(2027, 5, 31)


async def test_the_audits_find_and_report_what_the_books_hold(books: Wired, told: UUID) -> None:
    unit_ids = {unit.code: unit.unit_id for unit in await units_of(books, told)}
    own, ordered = unit_ids[CLOSED], unit_ids[LEFT_OPEN]
    review = await engagement(books, own, "audit_committee")
    special = await engagement(books, ordered, "county")
    assert [one.outcome for one in (review, special)] == ["reported", "reported"]
    for union_id, audit in ((own, review), (ordered, special)):
        await figures_are_those_of_the_books(books, union_id, audit)
        await samples_come_out_the_same_again(books, union_id, audit)
        await every_event_before_the_fieldwork_was_under_the_checkpoint(books, union_id, audit)
    rectified, still_open = await findings(books, own)
    assert (rectified.rule, rectified.stage, rectified.within_term) == ("R15", "closed", True)
    assert (still_open.rule, still_open.stage, still_open.due_on) == (
        *("R07", "required"),
        date(2027, 6, 10),
    )
    for found in (rectified, still_open):
        await rule_hits_what_was_found(books, own, found)
    await trial_balance_that_was_shown_is_the_same_today(books, own, review.engagement_id)


async def engagement(books: Wired, union_id: UUID, ordered_by: str) -> EngagementRow:
    page = await books.ledgers.engagements(Scope(union_id=union_id, as_of=SEEN), limit=9)
    (row,) = page.rows
    assert row.ordered_by == ordered_by
    return row


async def findings(books: Wired, union_id: UUID) -> list[FindingRow]:
    page = await books.ledgers.findings(Scope(union_id=union_id, as_of=SEEN), limit=9)
    return sorted(page.rows, key=lambda row: row.stage)


async def figures_are_those_of_the_books(
    books: Wired, union_id: UUID, audit: EngagementRow
) -> None:
    scope = Scope(union_id=union_id, as_of=SEEN)
    reports: list[ReportRow] = (
        await books.ledgers.engagement_reports(scope, audit.engagement_id)
    ).rows
    (report,) = reports
    of_year = msgspec.structs.replace(scope, as_of=LAST)
    chart, page = await books.ledgers.standing(of_year, since=FIRST)
    earned = {
        row.group: row.year_fen for row in income_statement(page.rows, chart) if not row.account
    }
    assert (report.income_fen, report.expense_fen) == (earned["income"], earned["expense"])
    assert report.income_fen > report.expense_fen > 0


async def samples_come_out_the_same_again(
    books: Wired, union_id: UUID, audit: EngagementRow
) -> None:
    scope = Scope(union_id=union_id, as_of=SEEN)
    rows = (await books.ledgers.engagement_samples(scope, audit.engagement_id)).rows
    assert len(rows) == audit.samples > 0
    for sample in (row.sample for row in rows):
        items = await population(
            books.log,
            union_id,
            topics=sample.topics,
            first_day=FIRST,
            last_day=LAST,
            until_position=sample.until_position,
        )
        assert redrawn(sample, items) == sample
        assert sample.drawn


async def every_event_before_the_fieldwork_was_under_the_checkpoint(
    books: Wired, union_id: UUID, audit: EngagementRow
) -> None:
    scope = Scope(union_id=union_id, as_of=SEEN)
    page = await books.ledgers.engagement_verifications(scope, audit.engagement_id)
    (found,) = page.rows
    assert (found.covered, found.not_covered, found.failed) == (found.verified_position, 0, 0)
    assert found.checkpoint_size is not None
    (event,) = await books.log.read_after(union_id, found.verified_position - 1, 1)
    assert event.hash.hex() == found.hash


async def rule_hits_what_was_found(books: Wired, union_id: UUID, found: FindingRow) -> None:
    assert found.rule is not None
    asked = Asked(first=FIRST, until=LAST, known_at=found.known_at)
    (answer,) = await books.irregularities.in_union(union_id, asked, (found.rule,))
    assert found.amount_fen == sum(hit.amount_fen for hit in answer.hits) > 0
    assert set(found.positions) == {place for hit in answer.hits for place in hit.positions}


async def trial_balance_that_was_shown_is_the_same_today(
    books: Wired, union_id: UUID, engagement_id: UUID
) -> None:
    page = await books.ledgers.disclosures(Scope(union_id=union_id, as_of=SEEN), limit=9)
    (shown,) = page.rows
    assert (shown.topic, shown.engagement_id) == ("finance", engagement_id)
    (code,) = shown.statement_codes
    read = await books.log.read_streams(union_id, [statement_stream(UnionId(union_id), code)])
    (event,) = read.events
    issued = decode(event.topic, event.schema_version, event.body)
    assert isinstance(issued, StatementIssued)
    assert (issued.ledger, issued.month, issued.document_sha256) == (
        *("L9", "2026-12"),
        shown.document_sha256,
    )
    made = await recheck(
        books.ledgers, books.log, union_id, issued, printed_at=now_in_china()
    )  # it was corrected in the books since
    assert made.same, made.reasons


async def test_nothing_is_found_where_a_rule_hits_nothing(books: Wired, office: Office) -> None:
    item = next(one for one in read_script(SCRIPT).audits if one.findings)
    unit = Storyteller(books, office.union_id)
    audit = UnderAudit(
        unit=unit,
        item=item,
        engagement_id=EngagementId(office.union_id),
        officer_id=OfficerId(office.union_id),
        first=FIRST,
        last=LAST,
    )
    before = await office.head()
    with pytest.raises(StoryRefused, match="no_hits"):
        await find(audit, item.findings[0])
    assert await office.head() == before
    assert len({finding_id(audit, found) for found in item.findings}) == len(item.findings)
