"""R13, R14, R15 and R17: papers behind vouchers, mixed or lent money, assets, and balances nobody settles.

Source: domain.md 7.4 and 7.3. The log keeps no cards of assets, no bank statement lines and no kind of paper: what
cannot be seen is told as a gap.
"""

from datetime import date, timedelta

from domain.bank_statement.events import AssertionWithdrawn, BalanceAsserted
from domain.irregularity.ageing import moves_on, still_open
from domain.irregularity.books import Booked, Books, Entry, debits_fen
from domain.irregularity.hit import GapReason, Hit, HitKind, Looked, gaps_of, without_parameters
from domain.money import PostingLines
from domain.period import MONTHS_PER_YEAR, last_day, month_text
from domain.policy.approval import ApprovalPolicy
from domain.union.events import BankAccountRecorded
from domain.voucher.events import VoucherDrafted, VoucherPosted, VoucherRevised


def papers_missing(books: Books) -> Looked:
    """R13 凭证附件缺失, 白条入账, 跳号: vouchers of a kind that needs a paper, posted without one.

    The number of a voucher is its place among all posted in its month, so it cannot jump; gaps in positions are
    R21, gaps in the numbers of cases and lists X04. Whether a paper is an invoice or a slip (白条) is not recorded.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    hits: list[Hit] = []
    attached = 0
    for voucher in books.asked(VoucherPosted):
        at, event = voucher
        policy = books.policy(ApprovalPolicy, at.occurred_on)
        needed = parameters.attachments_for if policy is None else policy.attachments_for
        if event.kind not in needed:
            continue
        if _is_attached(books, voucher):
            attached += 1
        else:
            hits.append(_of_voucher("attachment_missing", voucher, debits_fen(event.lines)))
    gaps: dict[GapReason, int] = {"paper_kind_not_recorded": attached} if attached else {}
    return Looked(hits=hits, examined=len(hits) + attached, gaps=gaps)


def _is_attached(books: Books, voucher: Entry[VoucherPosted]) -> bool:
    drafts = [
        *((each.at.version, each.event.attachments) for each in _drafts(books, voucher)),
    ]
    return bool(drafts) and bool(max(drafts, key=lambda draft: draft[0])[1])


def _drafts(
    books: Books, voucher: Entry[VoucherPosted]
) -> list[Entry[VoucherDrafted] | Entry[VoucherRevised]]:
    return [*books.before(voucher.at, VoucherDrafted), *books.before(voucher.at, VoucherRevised)]


def _of_voucher(kind: HitKind, voucher: Entry[VoucherPosted], amount_fen: int) -> Hit:
    return Hit(
        kind=kind,
        on=voucher.at.occurred_on,
        positions=(voucher.at.position,),
        amount_fen=amount_fen,
        voucher_id=voucher.event.voucher_id,
    )


def mixed_or_lent(books: Books) -> Looked:
    """R14 与单位账户混用, 出借账户, 小金库: differences to the bank, accounts nobody recorded, money lent.

    Who stands on the other side of a payment is not recorded in a form that could be compared with the employer, so
    this rule is never checked in full.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    withdrawn = {
        (each.at.stream_id, each.event.withdrawn_version)
        for each in books.every(AssertionWithdrawn)
    }
    asserted = [
        each
        for each in books.asked(BalanceAsserted)
        if (each.at.stream_id, each.at.version) not in withdrawn
    ]
    hits = [
        Hit(
            kind="bank_difference",
            on=each.at.occurred_on,
            positions=(each.at.position,),
            amount_fen=abs(each.event.difference_fen),
            measures={"bank_fen": each.event.bank_fen, "books_fen": each.event.books_fen},
        )
        for each in asserted
        if each.event.difference_fen
    ]
    booked = [entry for entry in books.booked() if books.is_asked(entry.at.occurred_on)]
    gaps: list[GapReason] = ["counterparties_not_compared"]
    recorded = {each.event.ledger_account for each in books.every(BankAccountRecorded)}
    if recorded:
        hits += _through_others(books, booked, recorded)
    else:
        gaps.append("no_bank_account_recorded")
    hits += _lent(books, booked, parameters.lending_accounts)
    return Looked(hits=hits, examined=len(asserted) + len(booked), gaps=gaps_of(gaps))


def _through_others(books: Books, booked: list[Booked], recorded: set[str]) -> list[Hit]:
    """Money that moved on accounts which are a bank's, and which the union never recorded as its own."""
    moved: dict[str, list[tuple[date, int, int]]] = {}
    for at, lines in booked:
        for line in lines:
            account = books.chart.find(line.account)
            if account is None or not account.money or account.cash:
                continue
            if books.chart.covering(line.account, recorded) is None:
                place = (at.occurred_on, at.position, abs(line.fen))
                moved.setdefault(line.account, []).append(place)
    return [
        Hit(
            kind="bank_account_unrecorded",
            on=max(on for on, _, _ in places),
            positions=tuple(sorted({position for _, position, _ in places})),
            amount_fen=sum(fen for _, _, fen in places),
        )
        for places in moved.values()
    ]


def _lent(books: Books, booked: list[Booked], accounts: tuple[str, ...]) -> list[Hit]:
    hits: list[Hit] = []
    for at, lines in booked:
        fen = _debited(books, lines, accounts)
        if fen:
            hits.append(
                Hit(kind="money_lent", on=at.occurred_on, positions=(at.position,), amount_fen=fen)
            )
    return hits


def _debited(books: Books, lines: PostingLines, accounts: tuple[str, ...]) -> int:
    return sum(
        line.fen
        for line in lines
        if line.fen > 0 and books.chart.covering(line.account, accounts) is not None
    )


def assets_missing(books: Books) -> Looked:
    """R15 固定资产未登记, 账实不符: 资本性支出 whose amount never came onto an asset account within some days.

    Cards and stock-taking of assets are not kept here, so whether the things exist (账实相符) cannot be said.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    bought: list[tuple[Booked, int]] = []
    registered: list[tuple[date, int]] = []
    for entry in books.booked():
        spent = _debited(books, entry.lines, parameters.capital_accounts)
        gained = _debited(books, entry.lines, parameters.asset_accounts)
        if gained:
            registered.append((entry.at.occurred_on, gained))
        if spent and books.is_asked(entry.at.occurred_on):
            bought.append((entry, spent))
    hits: list[Hit] = []
    within = timedelta(days=parameters.asset_days)
    for entry, fen in sorted(
        bought, key=lambda each: (each[0].at.occurred_on, each[0].at.position)
    ):
        day = entry.at.occurred_on
        fitting = next(
            (each for each in registered if each[1] == fen and abs(each[0] - day) <= within), None
        )
        if fitting is not None:
            registered.remove(fitting)
            continue
        event = entry.at.event
        hits.append(
            Hit(
                kind="asset_not_registered",
                on=day,
                positions=(entry.at.position,),
                amount_fen=fen,
                voucher_id=event.voucher_id if isinstance(event, VoucherPosted) else None,
            )
        )
    return Looked(hits=hits, examined=len(bought), gaps={"asset_cards_not_kept": 1})


def long_outstanding(books: Books) -> Looked:
    """R17 往来款长期挂账: what others owe, or is owed to them, and was not settled within some months.

    Entries settle the oldest of the same account and fund first.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    before = _months_before(books.until, parameters.suspense_months)
    hits: list[Hit] = []
    examined = 0
    for moves in moves_on(books, parameters.suspense_accounts, 1).values():
        examined += len(moves)
        hits += [
            Hit(
                kind="long_outstanding",
                on=books.until,
                positions=(each.position,),
                amount_fen=abs(each.fen),
                measures={"days_open": (books.until - each.on).days},
            )
            for each in still_open(moves)
            if each.on < before
        ]
    return Looked(hits=hits, examined=examined)


def _months_before(day: date, months: int) -> date:
    """Return the same day some months before, or the last one of that month; the first day there is at least."""
    number = day.year * MONTHS_PER_YEAR + day.month - 1 - months
    if number < MONTHS_PER_YEAR:
        return date.min
    end = last_day(month_text(number // MONTHS_PER_YEAR, number % MONTHS_PER_YEAR + 1))
    return end.replace(day=min(day.day, end.day))
