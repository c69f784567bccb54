"""L32 经审台账: every audit and every finding of the period, from raising to striking off and publishing.

Under the key of one audit: that one and its findings.
"""

from datetime import date
from uuid import UUID

from domain.money import yuan_text
from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Amount,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    every,
)
from services.reads import Ledgers
from services.reads.engagements import EngagementRow
from services.reads.findings import FindingRow
from services.words.ledgers.audit import (
    ENGAGEMENTS,
    FINDING_KINDS,
    LATE,
    MEASURES,
    NO_ENGAGEMENT,
    NOTHING_FOUND,
    OVERDUE,
    RECOVERED,
    REQUIREMENTS,
    SPAN,
    STAGES,
)

_AMOUNT = 5
_WIDTH = 10


async def _register(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope, only = asked.scope_of_period, asked.engagement_id
    audits: dict[UUID, EngagementRow] = {}
    async for rows, _ in every(
        lambda after: ledgers.engagements(scope, limit=PAGE_ROWS, after=after, engagement_id=only)
    ):
        audits |= {row.engagement_id: row for row in rows}
    shown = await ledgers.disclosed_findings(scope)
    found: list[FindingRow] = []
    position = 0
    async for findings, at in every(
        lambda after: ledgers.findings(
            scope, limit=PAGE_ROWS, after=after, since=asked.since, engagement_id=only
        )
    ):
        found += findings
        position = at
    lines = [(row.raised_on, row.finding_id, _finding(row, audits, shown)) for row in found]
    named = {row.engagement_id for row in found}
    lines += [
        (row.opened_on, row.engagement_id, _engagement(row))
        for row in audits.values()
        if row.opened_on >= asked.since and row.engagement_id not in named
    ]
    lines.sort(key=lambda line: line[:2])
    amounts = [row.amount_fen or 0 for row in found if row.stage != "withdrawn"]
    totals: list[Amount | None] = [None] * _WIDTH
    totals[_AMOUNT] = Amount(sum(amounts))
    return LedgerRows([cells for *_, cells in lines], position, totals if lines else None)


def _finding(row: FindingRow, audits: dict[UUID, EngagementRow], shown: dict[UUID, date]) -> Cells:
    audit = None if row.engagement_id is None else audits.get(row.engagement_id)
    kind = FINDING_KINDS.get(row.kind, row.kind)
    return (
        str(row.raised_on.year),
        _span(row.period_from, row.period_until) or _books(audit),
        NO_ENGAGEMENT if audit is None else ENGAGEMENTS.get(audit.kind, audit.kind),
        kind if row.rule is None else f"{kind}({row.rule})",
        row.basis,
        None if row.amount_fen is None else Amount(row.amount_fen),
        None if row.requirement is None else REQUIREMENTS.get(row.requirement, row.requirement),
        row.due_on,
        outcome(row),
        shown.get(row.finding_id),
    )


def outcome(row: FindingRow) -> str:
    """Return how far a finding has come, in words: its stage, what was done, what came back."""
    told = [
        STAGES.get(row.stage, row.stage),
        OVERDUE if row.overdue else "",
        "" if row.measure is None else MEASURES.get(row.measure, row.measure),
        RECOVERED.format(yuan=yuan_text(row.recovered_fen)) if row.recovered_fen else "",
        LATE if row.within_term is False else "",
    ]
    return "；".join(text for text in told if text)


def _engagement(row: EngagementRow) -> Cells:
    nothing = NOTHING_FOUND if row.report_no is not None else None
    return (
        str(row.opened_on.year),
        _books(row),
        ENGAGEMENTS.get(row.kind, row.kind),
        nothing,
        row.basis_no,
        *(None,) * 5,
    )


def _books(audit: EngagementRow | None) -> str | None:
    return None if audit is None else _span(audit.books_from, audit.books_until)


def _span(since: date | None, until: date | None) -> str | None:
    if since is None and until is None:
        return None
    return SPAN.format(since=since or "", until=until or "").strip()


BUILDERS: dict[str, Builder] = {"L32": _register}
