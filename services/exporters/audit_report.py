"""审计报告 of one engagement, from the books and the findings: four sections, and the one-page 结果报告单.

Source: domain.md 7.2. The figures are those of L10 over the days the engagement is about: income and expenditure by
kind, and what was left before and after. Nothing is typed in: what the report of the committee says besides is
its own paper, known by its SHA-256 (`engagement.report_issued`).
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from domain.money import yuan_text
from services.exporters.ledgers.audit import outcome
from services.keys import Vault
from services.reads import Ledgers, Scope
from services.reads.engagements import EngagementRow
from services.reads.finding_words import FindingWords, words_of
from services.reads.findings import FindingRow
from services.reads.statements import EarningsRow, SheetRow, balance_sheet, income_statement
from services.store.contract import LogStore
from services.words import audit_report as words
from services.words.ledgers.audit import ENGAGEMENTS, FINDING_KINDS, OPINIONS, REQUIREMENTS
from services.workbooks.formulas import safe_text

_BYTE_ORDER_MARK = "\ufeff"
_ONE_DAY = timedelta(days=1)


class EngagementUnknown(KeyError):
    """No engagement has this id by the date."""


class KindLine(msgspec.Struct, frozen=True, kw_only=True):
    """Income or expenditure of one account of the first level."""

    account: str
    name: str
    fen: int


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """经费收支情况 of the days audited, in fen; balances are net assets with what was earned since."""

    since: date
    until: date
    income: list[KindLine]
    expense: list[KindLine]
    income_fen: int
    expense_fen: int
    opening_fen: int
    balance_fen: int


class ReportedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as the report tells it."""

    number: int
    finding_id: UUID
    kind: str
    rule: str | None
    severity: str
    basis: str
    amount_fen: int | None
    positions: list[int]
    summary: str | None
    requirement: str | None
    due_on: date | None
    stage: str
    outcome: str


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report; `sheet` is the one page, heading to text."""

    engagement_id: UUID
    title: str
    addressed_to: str
    basis: str
    report_no: str | None
    reported_on: date | None
    opinion: str
    money: Money
    findings: list[ReportedFinding]
    sheet: dict[str, str]
    signatures: list[str]
    position: int


async def audit_report(
    ledgers: Ledgers, log: LogStore, vault: Vault, scope: Scope, engagement_id: UUID
) -> AuditReport:
    """Return the report of an engagement; raises EngagementUnknown."""
    async with ledgers.at_once(scope) as shown:
        page = await shown.engagements(scope, limit=1, engagement_id=engagement_id)
        if not page.rows:
            raise EngagementUnknown(engagement_id)
        engagement = page.rows[0]
        union = await shown.union(scope)
        money = await _money(shown, scope, engagement)
        found = await shown.findings(scope, limit=None, engagement_id=engagement_id)
    rows = [row for row in found.rows if row.stage != "withdrawn"]
    told = await words_of(log, vault, scope, [row.finding_id for row in rows])
    findings = [_finding(number, row, told) for number, row in enumerate(rows, start=1)]
    name = "" if union is None else union.name
    opinion = OPINIONS.get(engagement.opinion or "", words.NOT_ISSUED)
    return AuditReport(
        engagement_id=engagement_id,
        title=words.TITLE.format(union=name),
        addressed_to=words.ADDRESSED[engagement.ordered_by].format(union=name),
        basis=_basis(engagement),
        report_no=engagement.report_no,
        reported_on=engagement.reported_on,
        opinion=opinion,
        money=money,
        findings=findings,
        sheet=_sheet(name, engagement, money, findings, opinion),
        signatures=list(words.SIGNATURES),
        position=page.position,
    )


async def _money(ledgers: Ledgers, scope: Scope, engagement: EngagementRow) -> Money:
    since, until = engagement.books_from, min(engagement.books_until, scope.as_of)
    of_books = msgspec.structs.replace(scope, as_of=until)
    chart, page = await ledgers.standing(of_books, since=since)
    earnings = income_statement(page.rows, chart)
    sheet = balance_sheet(page.rows, chart)
    before = msgspec.structs.replace(scope, as_of=max(since, date.min + _ONE_DAY) - _ONE_DAY)
    chart_before, page_before = await ledgers.standing(before, since=before.as_of)
    sheet_before = balance_sheet(page_before.rows, chart_before)
    return Money(
        since=since,
        until=until,
        income=[_line(row) for row in earnings if row.group == "income" and _is_top(row)],
        expense=[_line(row) for row in earnings if row.group == "expense" and _is_top(row)],
        income_fen=sum(
            row.period_fen for row in earnings if row.group == "income" and not row.account
        ),
        expense_fen=sum(
            row.period_fen for row in earnings if row.group == "expense" and not row.account
        ),
        opening_fen=_left(sheet_before),
        balance_fen=_left(sheet),
    )


def _is_top(row: EarningsRow) -> bool:
    return row.account is not None and row.parent is None


def _line(row: EarningsRow) -> KindLine:
    return KindLine(account=row.account or "", name=row.name or "", fen=row.period_fen)


def _left(sheet: Sequence[SheetRow]) -> int:
    """What is left over: net assets, and what was earned since they were last drawn up."""
    return sum(
        row.end_fen
        for row in sheet
        if row.account is None and row.group in {"net_assets", "surplus"}
    )


def _basis(engagement: EngagementRow) -> str:
    basis_no = engagement.basis_no
    return words.BASIS.format(
        basis=words.BASIS_NO.format(basis_no=basis_no) if basis_no else "",
        since=engagement.books_from,
        until=engagement.books_until,
        kind=ENGAGEMENTS.get(engagement.kind, engagement.kind),
    )


def _finding(number: int, row: FindingRow, told: FindingWords) -> ReportedFinding:
    kind = FINDING_KINDS.get(row.kind, row.kind)
    summary = next((said for (who, _), said in told.items() if who == row.finding_id), {})
    requirement = row.requirement
    return ReportedFinding(
        number=number,
        finding_id=row.finding_id,
        kind=kind,
        rule=row.rule,
        severity=row.severity,
        basis=row.basis,
        amount_fen=row.amount_fen,
        positions=row.positions,
        summary=summary.get("summary"),
        requirement=None if requirement is None else REQUIREMENTS.get(requirement, requirement),
        due_on=row.due_on,
        stage=row.stage,
        outcome=outcome(row),
    )


def _sheet(
    name: str,
    engagement: EngagementRow,
    money: Money,
    findings: Sequence[ReportedFinding],
    opinion: str,
) -> dict[str, str]:
    values = {
        "union": name,
        "kind": ENGAGEMENTS.get(engagement.kind, engagement.kind),
        "period": f"{money.since} — {money.until}",
        "opening": yuan_text(money.opening_fen),
        "income": yuan_text(money.income_fen),
        "expense": yuan_text(money.expense_fen),
        "balance": yuan_text(money.balance_fen),
        "opinion": opinion,
        "findings": str(len(findings)),
        "amount": yuan_text(sum(one.amount_fen or 0 for one in findings)),
        "struck_off": str(sum(one.stage == "closed" for one in findings)),
        "report_no": engagement.report_no or "",
    }
    return {heading: values[key] for key, heading in words.SHEET_ROWS.items()}


def report_text(report: AuditReport) -> str:
    """Return the report as plain text, section by section, signatures last."""
    lines = [report.title, report.report_no or "", f"{report.addressed_to}：", report.basis, ""]
    about, judged, found, asked = words.SECTIONS
    lines += [about, *_money_lines(report.money), "", judged, report.opinion, "", found]
    lines += [line for one in report.findings for line in _finding_lines(one)] or [
        words.NO_FINDINGS
    ]
    lines += ["", asked, *map(_required_line, report.findings), ""]
    lines += [f"{signature}：" for signature in report.signatures]
    return "\n".join(lines) + "\n"


def _money_lines(money: Money) -> list[str]:
    return [
        f"{words.OPENING} {yuan_text(money.opening_fen)}",
        *(f"　{line.account} {line.name} {yuan_text(line.fen)}" for line in money.income),
        f"{words.INCOME} {yuan_text(money.income_fen)}",
        *(f"　{line.account} {line.name} {yuan_text(line.fen)}" for line in money.expense),
        f"{words.EXPENSE} {yuan_text(money.expense_fen)}",
        f"{words.BALANCE} {yuan_text(money.balance_fen)}",
    ]


def _finding_lines(finding: ReportedFinding) -> list[str]:
    head = words.FINDING.format(number=finding.number, kind=finding.kind, basis=finding.basis)
    more = [finding.summary] if finding.summary else []
    if finding.amount_fen is not None:
        more.append(words.AMOUNT.format(yuan=yuan_text(finding.amount_fen)))
    if finding.positions:
        more.append(words.POSITIONS.format(positions="、".join(map(str, finding.positions))))
    return [head, *(f"　{line}" for line in more)]


def _required_line(finding: ReportedFinding) -> str:
    if finding.requirement is None:
        return words.NOT_REQUIRED.format(number=finding.number, outcome=finding.outcome)
    return words.REQUIRED.format(
        number=finding.number,
        requirement=finding.requirement,
        due_on=finding.due_on,
        outcome=finding.outcome,
    )


def sheet_csv(report: AuditReport) -> str:
    """Return 结果报告单 as CSV for a spreadsheet: its headings, then income and expenditure by kind."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([words.SHEET_TITLE])
    writer.writerows((heading, safe_text(text)) for heading, text in report.sheet.items())
    for line in (*report.money.income, *report.money.expense):
        writer.writerow([safe_text(f"{line.account} {line.name}"), yuan_text(line.fen)])
    writer.writerows([safe_text(signature), ""] for signature in report.signatures)
    return _BYTE_ORDER_MARK + written.getvalue()
