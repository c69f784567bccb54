"""R01 to R05: money that went out twice, to the wrong person, without a second pair of eyes, or in the wrong way.

Source: domain.md 7.4; 5.4 (duties are separated), 5.5 (earmarked money is paid to the person's own account).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from domain.aid_case.events import AidApproved, AidPaid
from domain.condolence.events import (
    CondolenceRecorded,
)
from domain.event import Recorded
from domain.ids import MemberId
from domain.irregularity.books import Books, Entry, debits_fen
from domain.irregularity.hit import GapReason, Hit, HitKind, Looked, gaps_of, without_parameters
from domain.membership import LEFT
from domain.policy.aid import AidLimits, AidPolicy
from domain.policy.approval import ApprovalPolicy
from domain.policy.irregularity import IrregularityPolicy
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
)

_PERCENT = 100
_WHOLE_YEAR = 366


class _Given(NamedTuple):
    """Something a person got: when, where in the log, how much, from which case."""

    on: date
    position: int
    amount_fen: int
    case_id: UUID


def repeated(books: Books) -> Looked:
    """R01 重复发放: the same aid again soon, one case paid twice on a day, one occasion twice.

    Within one union; the same person in two unions is found by `across.py`, with the county's authority.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    paid = list(books.standing(AidPaid))
    given = list(books.standing(CondolenceRecorded))
    hits = [*_aid_again(books, paid, parameters), *_occasion_again(books, given, parameters)]
    return Looked(hits=hits, examined=len(paid) + len(given))


def _aid_again(
    books: Books, paid: Iterable[Entry[AidPaid]], parameters: IrregularityPolicy
) -> Iterator[Hit]:
    by_aid: dict[tuple[UUID, str], list[_Given]] = {}
    for at, event in paid:
        got = _Given(at.occurred_on, at.position, event.amount_fen, event.aid_case_id)
        by_aid.setdefault((event.recipient_id, event.category), []).append(got)
    for (who, _), all_got in by_aid.items():
        ordered = sorted(all_got)
        for earlier, later in pairwise(ordered):
            days = (later.on - earlier.on).days
            same_case = earlier.case_id == later.case_id
            if not books.is_asked(later.on) or days > (0 if same_case else parameters.repeat_days):
                continue
            if same_case and earlier.amount_fen != later.amount_fen:
                continue
            yield Hit(
                kind="same_case_same_day" if same_case else "same_aid_again",
                on=later.on,
                positions=(earlier.position, later.position),
                amount_fen=later.amount_fen,
                member_id=who,
                measures={"days_between": days, "repeat_days": parameters.repeat_days},
            )


def _occasion_again(
    books: Books, given: Iterable[Entry[CondolenceRecorded]], parameters: IrregularityPolicy
) -> Iterator[Hit]:
    by_occasion: dict[tuple[object, ...], list[_Given]] = {}
    for at, event in given:
        got = _Given(at.occurred_on, at.position, event.amount_fen, event.condolence_id)
        yearly = bool(
            event.festival or event.duplicate_key or event.occasion in parameters.once_a_year
        )
        key: tuple[object, ...] = (
            event.member_id,
            event.occasion,
            event.relation,
            event.festival,
            event.duplicate_key,
            at.occurred_on.year if yearly else None,
        )
        by_occasion.setdefault(key, []).append(got)
    for key, all_got in by_occasion.items():
        within = parameters.repeat_days if key[-1] is None else _WHOLE_YEAR
        ordered = sorted(all_got)
        for earlier, later in pairwise(ordered):
            days = (later.on - earlier.on).days
            if books.is_asked(later.on) and days <= within:
                yield Hit(
                    kind="same_occasion_again",
                    on=later.on,
                    positions=(earlier.position, later.position),
                    amount_fen=later.amount_fen,
                    member_id=key[0] if isinstance(key[0], UUID) else None,
                    measures={"days_between": days},
                )


def after_the_end(books: Books) -> Looked:
    """R02 向已去世/已退会/已转出人员发放: paid on a day on which the person was none of the union's any more.

    The family of the deceased may get a condolence on the bereavement (domain.md 5.7); on the day of death itself
    a payment may have been under way.
    """
    paid = books.asked(AidPaid)
    given = books.asked(CondolenceRecorded)
    hits: list[Hit] = []
    for aid in paid:
        hits += _ended(books, aid.at, aid.event.recipient_id, aid.event.amount_fen)
    for condolence in given:
        event = condolence.event
        found = _ended(books, condolence.at, event.member_id, event.amount_fen)
        hits += [
            hit
            for hit in found
            if hit.kind != "paid_after_death" or event.occasion != "bereavement"
        ]
    return Looked(hits=hits, examined=len(paid) + len(given))


def _ended(books: Books, at: Recorded, who: MemberId, amount_fen: int) -> list[Hit]:
    span = books.member(who).span_on(at.occurred_on)
    if span is None or span.since == at.occurred_on:
        return []
    if span.membership != "deceased" and span.membership not in LEFT:
        return []
    return [
        Hit(
            kind="paid_after_death" if span.membership == "deceased" else "paid_after_leaving",
            on=at.occurred_on,
            positions=(at.position,),
            amount_fen=amount_fen,
            member_id=who,
            measures={"days_after": (at.occurred_on - span.since).days},
        )
    ]


class _Item(NamedTuple):
    """Something just below a limit: who gets it, the limit, when, where, how much."""

    payee: str
    limit_fen: int
    on: date
    position: int
    amount_fen: int
    member_id: UUID | None


def split(books: Books) -> Looked:
    """R04 化整为零: several items just below a limit of approval, to the same payee, within a few days.

    Vouchers that a collective decision stands behind evade nothing. The payee of a voucher is the counterparty
    where one was written; else those of one handler to the same accounts are compared.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    vouchers, unread, posted = _vouchers_near(books, parameters)
    aid, approved = _aid_near(books, parameters)
    if posted + approved == 0 and _has_no_limit(books):
        return Looked(hits=[], examined=0, gaps={"no_limit_in_force": 1})
    by_payee = sorted([*vouchers, *aid])
    hits = [
        hit
        for _, items in groupby(by_payee, key=itemgetter(0, 1))
        for hit in _split_among(books, list(items), parameters)
    ]
    gaps: dict[GapReason, int] = {"counterparty_not_readable": unread} if unread else {}
    return Looked(hits=hits, examined=posted + approved, gaps=gaps)


def _has_no_limit(books: Books) -> bool:
    limits = books.policy(AidLimits, books.until)
    return books.policy(ApprovalPolicy, books.until) is None and not (limits and limits.approvals)


def _vouchers_near(books: Books, parameters: IrregularityPolicy) -> tuple[list[_Item], int, int]:
    items: list[_Item] = []
    examined = unread = 0
    for at, event in books.standing(VoucherPosted):
        policy = books.policy(ApprovalPolicy, at.occurred_on)
        if policy is None or event.kind != "expense":
            continue
        examined += 1
        payee = books.opened.counterparties.get(event.voucher_id)
        unread += event.voucher_id in books.opened.unreadable
        decided = any(each.event.decision_no for each in books.before(at, VoucherApproved))
        amount_fen = debits_fen(event.lines)
        if not decided and _is_near(amount_fen, policy.collective_above_fen, parameters):
            payee = payee or _alike(books, at, event)
            limit_fen = policy.collective_above_fen
            items.append(_Item(payee, limit_fen, at.occurred_on, at.position, amount_fen, None))
    return items, unread, examined


def _alike(books: Books, at: Recorded, event: VoucherPosted) -> str:
    """Return what vouchers of one handler to the same accounts have in common."""
    drafts = books.before(at, VoucherDrafted)
    accounts = sorted(line.account for line in event.lines if line.fen > 0)
    return f"{drafts[-1].event.handler_id if drafts else ''}|{','.join(accounts)}"


def _aid_near(books: Books, parameters: IrregularityPolicy) -> tuple[list[_Item], int]:
    items: list[_Item] = []
    examined = 0
    for at, event in books.standing(AidApproved):
        limits = books.policy(AidLimits, at.occurred_on)
        steps = [] if limits is None else sorted(rule.over_fen for rule in limits.approvals)
        above = [step for step in steps if step and event.amount_fen <= step]
        examined += bool(steps)
        if above and not event.decision_no and _is_near(event.amount_fen, above[0], parameters):
            who = event.beneficiary_id
            items.append(
                _Item(str(who), above[0], at.occurred_on, at.position, event.amount_fen, who)
            )
    return items, examined


def _is_near(amount_fen: int, limit_fen: int, parameters: IrregularityPolicy) -> bool:
    near = amount_fen * _PERCENT >= limit_fen * parameters.near_limit_percent
    return 0 < amount_fen <= limit_fen and near


def _split_among(books: Books, items: list[_Item], parameters: IrregularityPolicy) -> Iterator[Hit]:
    """Take the items in order of date into runs that fit into the days; a run that is long enough is a hit."""
    rest = items
    while rest:
        begun = rest[0].on
        run = [item for item in rest if (item.on - begun).days <= parameters.split_days]
        total_fen = sum(item.amount_fen for item in run)
        is_split = len(run) >= parameters.split_count and total_fen > run[0].limit_fen
        if is_split and books.is_asked(run[-1].on):
            yield Hit(
                kind="split_below_limit",
                on=run[-1].on,
                positions=tuple(item.position for item in run),
                amount_fen=total_fen,
                member_id=run[0].member_id,
                measures={
                    "items": len(run),
                    "days_between": (run[-1].on - begun).days,
                    "limit_fen": run[0].limit_fen,
                },
            )
        rest = rest[len(run) if is_split else 1 :]


def wrongly_paid(books: Books) -> Looked:
    """R05 现金发放专项资金; 户名不符: earmarked money in cash, an account in another person's name.

    A paper that allows a guardian's or spouse's account answers for own funds, never for earmarked money
    (domain.md 5.5). An account whose holder was not written down is a gap, not a match.
    """
    hits: list[Hit] = []
    gaps: list[GapReason] = []
    examined = 0
    for paid in books.asked(AidPaid):
        policy = books.policy(AidPolicy, paid.at.occurred_on)
        if policy is None:
            gaps.append("no_aid_policy_in_force")
            continue
        examined += 1
        earmarked = paid.event.fund_source in policy.no_cash_fund_sources
        if paid.event.method == "cash":
            hits += [_of_aid("earmarked_in_cash", paid)] if earmarked else []
            continue
        holder = books.opened.holders.get(paid.at.position, "unreadable")
        if holder == "differs" and (earmarked or not paid.event.exception_document_no):
            hits.append(_of_aid("account_of_another", paid))
        if holder == "unnamed":
            gaps.append("holder_not_recorded")
        if holder == "unreadable":
            gaps.append("payee_not_readable")
    posted = books.asked(VoucherPosted)
    hits += [hit for voucher in posted for hit in _voucher_in_cash(books, voucher)]
    return Looked(hits=hits, examined=examined + len(posted), gaps=gaps_of(gaps))


def _of_aid(kind: HitKind, paid: Entry[AidPaid]) -> Hit:
    return Hit(
        kind=kind,
        on=paid.at.occurred_on,
        positions=(paid.at.position,),
        amount_fen=paid.event.amount_fen,
        member_id=paid.event.recipient_id,
        household_id=paid.event.household_id,
    )


def _voucher_in_cash(books: Books, posted: Entry[VoucherPosted]) -> Iterator[Hit]:
    at, event = posted
    policy = books.policy(AidPolicy, at.occurred_on)
    if policy is None or event.kind != "expense":
        return
    earmarked = [line for line in event.lines if line.fund in policy.no_cash_fund_sources]
    boxed = any(
        (account := books.chart.find(line.account)) is not None and account.cash
        for line in earmarked
        if line.fen < 0
    )
    if earmarked and (event.method == "cash" or boxed):
        yield Hit(
            kind="earmarked_in_cash",
            on=at.occurred_on,
            positions=(at.position,),
            amount_fen=sum(line.fen for line in earmarked if line.fen > 0),
            voucher_id=event.voucher_id,
        )
