"""R07 and R08: dues and the employer's contribution that did not come in, or did not go up.

Sources: domain.md 7.4; 3 (dues), 4.1 and 4.2 (拨缴经费, 工会法 art. 43).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from domain.contribution.events import ContributionReceived, PayrollDeclared
from domain.contribution.state import State as Contribution
from domain.contribution.state import evolve
from domain.dues.assessment import months_through
from domain.dues.events import WageBaseDeclared
from domain.dues.state import State as Account
from domain.event import Fact
from domain.irregularity.ageing import moves_on, older_than, still_open
from domain.irregularity.books import Books, Entry
from domain.irregularity.dues_accounts import dues_accounts
from domain.irregularity.hit import GapReason, Hit, Looked, gaps_of, without_parameters
from domain.membership import Timeline
from domain.period import last_day, month_of
from domain.policy.sharing import SharingPolicy, contribution_due_fen, retained_fen


class _Month(NamedTuple):
    """One month of all members: what was due, what came in for it, and whose was short."""

    due_fen: int
    received_fen: int
    missing_fen: int
    short: tuple[UUID, ...]
    undeclared: int


def dues_not_received(books: Books) -> Looked:
    """R07 会费未足额收缴, 无会费收入: expected against received, for every month that has ended.

    A member owes who was active on the month's last day and has a wage base; who has none is a gap.
    """
    accounts = dues_accounts(books)
    received = _received_by_member(accounts)
    bases = _positions_of_bases(books)
    hits: list[Hit] = []
    examined = undeclared = 0
    for month in months_through(month_of(books.first), month_of(books.until)):
        if not books.is_asked(last_day(month)):
            continue
        told = _of_month(books.members, accounts, received, month)
        examined += told.due_fen > 0
        undeclared += told.undeclared
        if told.missing_fen:
            positions = sorted(bases[who] for who in told.short if who in bases)
            nothing = told.received_fen == 0
            hits.append(
                Hit(
                    kind="no_dues_at_all" if nothing else "dues_short",
                    on=last_day(month),
                    positions=tuple(positions),
                    amount_fen=told.missing_fen,
                    measures={
                        "due_fen": told.due_fen,
                        "received_fen": told.received_fen,
                        "members_short": len(told.short),
                    },
                )
            )
    gaps: dict[GapReason, int] = {"no_wage_base_declared": undeclared} if undeclared else {}
    return Looked(hits=hits, examined=examined, gaps=gaps)


def _received_by_member(accounts: Mapping[UUID, Account]) -> dict[UUID, Mapping[str, int]]:
    return {who: account.received_by_month() for who, account in accounts.items()}


def _positions_of_bases(books: Books) -> dict[UUID, int]:
    """Return where each member's newest wage base was declared."""
    return {event.member_id: at.position for at, event in books.every(WageBaseDeclared)}


def _of_month(
    members: Mapping[UUID, Timeline],
    accounts: Mapping[UUID, Account],
    received: Mapping[UUID, Mapping[str, int]],
    month: str,
) -> _Month:
    due_fen = received_fen = missing_fen = undeclared = 0
    short: list[UUID] = []
    for who, member in members.items():
        account = accounts.get(who)
        if account is None:
            undeclared += member.on(last_day(month)) == "active"
            continue
        came_in = received[who].get(month, 0)
        assessed = account.assessment(member, month)
        undeclared += assessed.exemption == "no_wage_base"
        due_fen += assessed.due_fen
        received_fen += came_in
        if came_in < assessed.due_fen:
            missing_fen += assessed.due_fen - came_in
            short.append(who)
    return _Month(due_fen, received_fen, missing_fen, tuple(short), undeclared)


def contribution_not_received(books: Books) -> Looked:
    """R08 经费未按2%足额拨缴, 未按比例上解: payroll × rate against received, the share for above, and its ageing.

    The rate and the shares are those of the sharing policy of the event's own day.
    """
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    declared = [each for each in books.every(PayrollDeclared) if _is_due(books, each)]
    received = books.asked(ContributionReceived)
    hits = [hit for each in _newest(declared) for hit in _of_payroll(books, each)]
    hits += [hit for each in received for hit in _of_share(books, each)]
    for moves in moves_on(books, parameters.upward_accounts, -1).values():
        late = list(older_than(still_open(moves), books.until, parameters.upward_days))
        hits += [
            Hit(
                kind="upward_overdue",
                on=books.until,
                positions=(each.position,),
                amount_fen=each.fen,
                measures={"days_open": (books.until - each.on).days},
            )
            for each in late
        ]
    gaps: list[GapReason] = [] if declared else ["no_payroll_declared"]
    days = [
        *(each.at.occurred_on for each in declared),
        *(each.at.occurred_on for each in received),
    ]
    gaps += [
        "no_sharing_policy_in_force" for day in days if books.policy(SharingPolicy, day) is None
    ]
    return Looked(hits=hits, examined=len(declared) + len(received), gaps=gaps_of(gaps))


def _is_due(books: Books, declared: Entry[PayrollDeclared]) -> bool:
    return books.is_asked(declared.event.due_on)


def _newest(declared: list[Entry[PayrollDeclared]]) -> list[Entry[PayrollDeclared]]:
    """Return the declaration that counts for each month: declared again it corrects the one before."""
    newest: dict[UUID, Entry[PayrollDeclared]] = {}
    for each in declared:
        newest[each.at.stream_id] = each
    return list(newest.values())


def _of_payroll(books: Books, declared: Entry[PayrollDeclared]) -> Iterator[Hit]:
    at, event = declared
    month = Contribution()
    for each in books.streams.get(at.stream_id, ()):
        month = evolve(month, Fact(each.event, each.occurred_on, each.version))
    missing_fen = event.due_fen - month.total_fen(ContributionReceived)
    if missing_fen > 0:
        yield Hit(
            kind="contribution_short",
            on=event.due_on,
            positions=(at.position,),
            amount_fen=missing_fen,
            measures={
                "due_fen": event.due_fen,
                "received_fen": month.total_fen(ContributionReceived),
            },
        )
    policy = books.policy(SharingPolicy, at.occurred_on)
    owed_fen = 0 if policy is None else contribution_due_fen(event.payroll_fen, policy)
    if owed_fen > event.due_fen:
        yield Hit(
            kind="due_below_rate",
            on=event.due_on,
            positions=(at.position,),
            amount_fen=owed_fen - event.due_fen,
            measures={"payroll_fen": event.payroll_fen, "due_fen": event.due_fen},
        )


def _of_share(books: Books, received: Entry[ContributionReceived]) -> Iterator[Hit]:
    at, event = received
    policy = books.policy(SharingPolicy, at.occurred_on)
    if policy is None:
        return
    upward_fen = event.amount_fen - retained_fen(event.amount_fen, policy)
    if event.upward_fen < upward_fen:
        yield Hit(
            kind="share_below_rate",
            on=at.occurred_on,
            positions=(at.position,),
            amount_fen=upward_fen - event.upward_fen,
            measures={"received_fen": event.amount_fen, "upward_fen": event.upward_fen},
        )
