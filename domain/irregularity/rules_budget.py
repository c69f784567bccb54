"""R09, R11 and R12: spending without or above the budget, earmarked money astray or idle, costs of the employer.

Sources: domain.md 7.4; 4.4 (no spending without or above budget), rule 12 (专款专用, 两条线), 4.5 (costs that
the employer must carry).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from domain.aid_case.events import AidPaid
from domain.budget.events import BudgetApproved, BudgetCommitted, BudgetReleased
from domain.event import Recorded
from domain.funds import may_pay
from domain.ids import VoucherId
from domain.irregularity.ageing import Moved, older_than, still_open
from domain.irregularity.books import Books, Entry
from domain.irregularity.hit import GapReason, Hit, Looked, without_parameters
from domain.period import MONTHS_PER_YEAR, last_day, month_text
from domain.policy.irregularity import IrregularityPolicy
from domain.voucher.events import VoucherPosted

_PERCENT = 100


def outside_the_budget(books: Books) -> Looked:
    """R09 无预算/超预算支出, 年末突击花钱: what no line covers, years without a budget, December's share."""
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    committed = books.asked(BudgetCommitted)
    released = _released(books)
    hits = [_over(each) for each in committed if _is_over(each, released)]
    spent = _spent_by_year(books)
    planned = {each.event.year for each in books.every(BudgetApproved)}
    hits += [_unplanned(entries) for year, entries in spent.items() if year not in planned]
    for year, entries in spent.items():
        hits += _rush(books, year, entries, parameters)
    examined = len(committed) + sum(len(entries) for entries in spent.values())
    return Looked(hits=hits, examined=examined)


_Spent = list[tuple[Recorded, int]]
_Source = tuple[int, str, UUID]


def _released(books: Books) -> dict[_Source, int]:
    freed: dict[_Source, int] = {}
    for _, event in books.every(BudgetReleased):
        key = (event.year, event.account, event.source_id)
        freed[key] = freed.get(key, 0) + event.amount_fen
    return freed


def _is_over(committed: Entry[BudgetCommitted], released: Mapping[_Source, int]) -> bool:
    """Tell whether a commitment went over its line and was not set free again."""
    event = committed.event
    freed_fen = released.get((event.year, event.account, event.source_id), 0)
    return event.over_fen > 0 and freed_fen < event.amount_fen


def _over(committed: Entry[BudgetCommitted]) -> Hit:
    at, event = committed
    return Hit(
        kind="without_line" if event.line is None else "over_budget",
        on=at.occurred_on,
        positions=(at.position,),
        amount_fen=event.over_fen,
        measures={"committed_fen": event.amount_fen},
    )


def _spent_by_year(books: Books) -> dict[int, _Spent]:
    """Return what was booked as expense by year, dated into the time asked about; 年终结转 spends nothing."""
    spent: dict[int, _Spent] = {}
    for at, lines in books.booked():
        if _is_year_end(at) or not books.is_asked(at.occurred_on):
            continue
        fen = sum(line.fen for line in lines if _kind(books, line.account) == "expense")
        if fen:
            spent.setdefault(at.occurred_on.year, []).append((at, fen))
    return spent


def _is_year_end(at: Recorded) -> bool:
    return isinstance(at.event, VoucherPosted) and at.event.kind == "year_end"


def _kind(books: Books, code: str) -> str:
    account = books.chart.find(code)
    return "" if account is None else account.kind


def _unplanned(entries: _Spent) -> Hit:
    first = min(at.occurred_on for at, _ in entries)
    return Hit(
        kind="no_budget",
        on=first,
        positions=tuple(sorted(at.position for at, _ in entries)),
        amount_fen=sum(fen for _, fen in entries),
        measures={"year": first.year},
    )


def _rush(
    books: Books, year: int, entries: _Spent, parameters: IrregularityPolicy
) -> Iterator[Hit]:
    """December's share is judged for whole years only: from January to the last day of December."""
    ends = last_day(month_text(year, MONTHS_PER_YEAR))
    if not (books.is_asked(date(year, 1, 1)) and books.is_asked(ends)):
        return
    december = [(at, fen) for at, fen in entries if at.occurred_on.month == MONTHS_PER_YEAR]
    in_december = sum(fen for _, fen in december)
    in_year = sum(fen for _, fen in entries)
    if in_december * _PERCENT > in_year * parameters.december_percent:
        yield Hit(
            kind="december_rush",
            on=ends,
            positions=tuple(sorted(at.position for at, _ in december)),
            amount_fen=in_december,
            measures={
                "year_fen": in_year,
                "december_percent": in_december * _PERCENT // in_year if in_year > 0 else _PERCENT,
                "allowed_percent": parameters.december_percent,
            },
        )


def earmarked_astray(books: Books) -> Looked:
    """R11 专款未专用, 资金滞留: earmarked money on accounts of another purpose, or not used for long.

    帮扶 and 送温暖 are two lines: aid of the one is not paid from the fund of the other (rule 12).
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    hits: list[Hit] = []
    examined = 0
    flows: dict[str, list[Moved]] = {}
    for at, lines in books.booked():
        earmarked = [line for line in lines if line.fund in parameters.fund_purposes]
        examined += bool(earmarked)
        if _is_year_end(at):
            continue
        for line in earmarked:
            kind = _kind(books, line.account)
            if kind in ("income", "expense", "net_assets"):
                moved = Moved(at.occurred_on, at.position, -line.fen)
                flows.setdefault(line.fund, []).append(moved)
            purposes = parameters.fund_purposes[line.fund]
            is_spent = kind == "expense" and line.fen > 0 and books.is_asked(at.occurred_on)
            if is_spent and not _serves(books, at, line.fund, line.account, purposes):
                hits.append(_astray(at, line.fen))
    for moves in flows.values():
        hits += [
            Hit(
                kind="money_idle",
                on=books.until,
                positions=(each.position,),
                amount_fen=each.fen,
                measures={"days_open": (books.until - each.on).days},
            )
            for each in older_than(still_open(moves), books.until, parameters.idle_days)
        ]
    return Looked(hits=hits, examined=examined)


def _serves(books: Books, at: Recorded, fund: str, account: str, purposes: tuple[str, ...]) -> bool:
    """Tell whether a line serves its fund's purpose; a fund without accounts is judged by its aid only."""
    if isinstance(at.event, AidPaid) and not may_pay(fund, at.event.category):
        return False
    return not purposes or books.chart.covering(account, purposes) is not None


def _astray(at: Recorded, fen: int) -> Hit:
    event = at.event
    return Hit(
        kind="outside_purpose",
        on=at.occurred_on,
        positions=(at.position,),
        amount_fen=fen,
        member_id=event.recipient_id if isinstance(event, AidPaid) else None,
        voucher_id=_voucher_of(at),
    )


def _voucher_of(at: Recorded) -> VoucherId | None:
    return at.event.voucher_id if isinstance(at.event, VoucherPosted) else None


def costs_of_the_employer(books: Books) -> Looked:
    """R12 应由行政列支的费用在工会列支: expenses on accounts the list names, summaries with words of the list.

    A summary (摘要) is opened only to look for the words of the policy; which one was found is all that is told.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    hits: list[Hit] = []
    examined = unread = 0
    for at, event in books.asked(VoucherPosted):
        spent = [line for line in event.lines if _kind(books, line.account) == "expense"]
        if event.kind == "year_end" or not spent:
            continue
        examined += 1
        unread += event.voucher_id in books.opened.unreadable
        listed = [
            line
            for line in spent
            if books.chart.covering(line.account, parameters.employer_accounts) is not None
        ]
        worded = books.opened.employer_words.get(event.voucher_id)
        if listed or worded is not None:
            hits.append(
                Hit(
                    kind="employer_account" if listed else "employer_word",
                    on=at.occurred_on,
                    positions=(at.position,),
                    amount_fen=sum(line.fen for line in listed or spent),
                    voucher_id=event.voucher_id,
                )
            )
    gaps: dict[GapReason, int] = {"summary_not_readable": unread} if unread else {}
    return Looked(hits=hits, examined=examined, gaps=gaps)
