"""R06, R18 and R19: benefits against the rules, for those who pay no dues, and many through one account.

Source: domain.md 7.4; 4.5 and 4.6 (limits and forms of benefits, dated and local).
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from domain.aid_case.events import AidPaid
from domain.condolence.events import CondolenceRecorded
from domain.dues.state import State as Account
from domain.irregularity.books import Books, Entry
from domain.irregularity.dues_accounts import dues_accounts
from domain.irregularity.hit import GapReason, Hit, HitKind, Looked, gaps_of, without_parameters
from domain.period import month_of, previous_month
from domain.policy.benefit import (
    Benefit,
    BenefitPolicy,
    BenefitWarning,
    Standing,
    breaches,
    limit_of,
)

_KINDS: Mapping[BenefitWarning, HitKind] = {
    "over_limit": "over_limit",
    "already_given": "given_again",
    "form_not_allowed": "form_forbidden",
    "not_entitled": "not_entitled",
}
"""What a benefit rule objects to, as a hit; a missing key or file is not told of here."""


def outside_the_rules(books: Books) -> Looked:
    """R06 慰问超标准/超范围/发购物卡/发现金: every condolence against the benefit policy of its own day.

    A form that is never allowed is found without any policy; one that was not written down cannot be judged.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    given: dict[UUID, list[Benefit]] = {}
    hits: list[Hit] = []
    gaps: list[GapReason] = []
    examined = 0
    for entry in sorted(books.standing(CondolenceRecorded), key=_by_day):
        at, event = entry
        before = given.setdefault(event.member_id, [])
        wish = _benefit(entry)
        if books.is_asked(at.occurred_on):
            policy = books.policy(BenefitPolicy, at.occurred_on)
            gaps += ["no_benefit_policy_in_force"] if policy is None else []
            gaps += ["form_not_recorded"] if event.form is None else []
            examined += policy is not None
            kinds = _objections(books, entry, policy, tuple(before))
            if event.form in parameters.forbidden_forms:
                kinds["form_forbidden"] = None
            limit_fen = None if policy is None else limit_of(policy, wish)
            measures = {} if limit_fen is None else {"limit_fen": limit_fen}
            hits += [_of(kind, entry, measures) for kind in kinds]
        before.append(wish)
    return Looked(hits=hits, examined=examined, gaps=gaps_of(gaps))


def _by_day(entry: Entry[CondolenceRecorded]) -> tuple[object, int]:
    return entry.at.occurred_on, entry.at.position


def _benefit(entry: Entry[CondolenceRecorded]) -> Benefit:
    event = entry.event
    return Benefit(
        occasion=event.occasion,
        given_on=entry.at.occurred_on,
        amount_fen=event.amount_fen,
        form=event.form,
        relation=event.relation,
        festival=event.festival,
        duplicate_key=event.duplicate_key,
    )


def _objections(
    books: Books,
    entry: Entry[CondolenceRecorded],
    policy: BenefitPolicy | None,
    before: tuple[Benefit, ...],
) -> dict[HitKind, None]:
    if policy is None:
        return {}
    membership = books.member(entry.event.member_id).on(entry.at.occurred_on)
    standing = Standing(membership=membership, hardship_file=True)
    found = breaches(policy, _benefit(entry), before, standing)
    return {_KINDS[breach.warning]: None for breach in found if breach.warning in _KINDS}


def _of(kind: HitKind, entry: Entry[CondolenceRecorded], measures: dict[str, int]) -> Hit:
    return Hit(
        kind=kind,
        on=entry.at.occurred_on,
        positions=(entry.at.position,),
        amount_fen=entry.event.amount_fen,
        member_id=entry.event.member_id,
        measures=measures,
    )


def without_dues(books: Books) -> Looked:
    """R18 享受福利但不缴会费/工资未纳入基数: a condolence to an active member who paid no dues for months.

    Retained members owe nothing (章程 art. 8). Where the union declared no wage base at all, nothing can be said.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    given = books.asked(CondolenceRecorded)
    accounts = dues_accounts(books)
    if not any(account.bases for account in accounts.values()):
        gaps: dict[GapReason, int] = {"no_wage_base_declared": len(given)} if given else {}
        return Looked(hits=[], examined=0, gaps=gaps)
    hits = [
        hit for entry in given for hit in _owing(books, entry, accounts, parameters.unpaid_months)
    ]
    return Looked(hits=hits, examined=len(given))


def _owing(
    books: Books,
    entry: Entry[CondolenceRecorded],
    accounts: Mapping[UUID, Account],
    unpaid_months: int,
) -> Iterator[Hit]:
    at, event = entry
    member = books.member(event.member_id)
    if member.on(at.occurred_on) != "active":
        return
    account = accounts.get(event.member_id, Account())
    if not account.bases:
        yield _of("benefit_without_wage_base", entry, {})
        return
    months = account.arrears(member, previous_month(month_of(at.occurred_on))).running_unpaid
    if months >= unpaid_months:
        yield _of("benefit_without_dues", entry, {"months_unpaid": months})


def concentrated(books: Books) -> Looked:
    """R19 异常集中: one bank account or one address through which several people were paid.

    Accounts and addresses come as tokens. Kinship is not recorded in a form that could be compared. Accounts that
    serve people of several unions are found by `across.py`, with the county's authority.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    paid = [each for each in books.asked(AidPaid) if each.event.method == "transfer"]
    by_account: dict[str, list[Entry[AidPaid]]] = {}
    by_address: dict[str, list[Entry[AidPaid]]] = {}
    unread = 0
    for each in paid:
        account = books.opened.accounts.get(each.at.position)
        unread += account is None
        if account is not None:
            by_account.setdefault(account, []).append(each)
        address = books.opened.addresses.get(each.event.household_id)
        if address is not None:
            by_address.setdefault(address, []).append(each)
    least = parameters.sharers_least
    hits = [
        _shared("one_account_many_people", entries, people)
        for entries in by_account.values()
        if (people := len({each.event.recipient_id for each in entries})) >= least
    ]
    hits += [
        _shared("one_address_many_households", entries, households)
        for entries in by_address.values()
        if (households := len({each.event.household_id for each in entries})) >= least
    ]
    gaps: dict[GapReason, int] = {"kin_not_compared": len(paid)} if paid else {}
    if unread:
        gaps["payee_not_readable"] = unread
    return Looked(hits=hits, examined=len(paid) - unread, gaps=gaps)


def _shared(kind: HitKind, entries: list[Entry[AidPaid]], sharers: int) -> Hit:
    return Hit(
        kind=kind,
        on=max(each.at.occurred_on for each in entries),
        positions=tuple(sorted(each.at.position for each in entries)),
        amount_fen=sum(each.event.amount_fen for each in entries),
        measures={"sharers": sharers},
    )
