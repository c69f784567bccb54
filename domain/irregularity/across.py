"""R01 and R19 across the units of a federation: one person paid in two unions, one account for people of several.

Who somebody is comes as a token made under the federation's key: equal for the same person, leading back to nobody.
Answered are unions and positions only; what stands there is for whoever may read that union.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from uuid import UUID

import msgspec

from domain.aid_case.events import AidPaid
from domain.condolence.events import CondolenceRecorded
from domain.irregularity.books import Books
from domain.irregularity.hit import HitKind


class Receipt(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What somebody got from one union. `cause` is the kind of aid or the occasion, by code.

    `person` and `account` are tokens; None: not readable, or there is none.
    """

    on: date
    union_id: UUID
    position: int
    amount_fen: int
    cause: str
    person: str | None = None
    account: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """An event of some union."""

    union_id: UUID
    position: int


class AcrossHit(msgspec.Struct, frozen=True, kw_only=True):
    """One question about several unions."""

    kind: HitKind
    on: date
    places: tuple[Place, ...]
    amount_fen: int
    measures: dict[str, int]


def receipts_of(
    books: Books, union_id: UUID, people: Mapping[UUID, str], accounts: Mapping[int, str]
) -> Iterator[Receipt]:
    """Yield what the people of one union got; tokens come by member and by position of a payment."""
    for at, event in books.standing(AidPaid):
        yield Receipt(
            on=at.occurred_on,
            union_id=union_id,
            position=at.position,
            amount_fen=event.amount_fen,
            cause=f"aid:{event.category}",
            person=people.get(event.recipient_id),
            account=accounts.get(at.position),
        )
    for given in books.standing(CondolenceRecorded):
        cause = f"condolence:{given.event.occasion}:{given.event.festival or ''}"
        yield Receipt(
            on=given.at.occurred_on,
            union_id=union_id,
            position=given.at.position,
            amount_fen=given.event.amount_fen,
            cause=cause,
            person=people.get(given.event.member_id),
        )


def paid_in_two_unions(
    receipts: Iterable[Receipt], *, first: date, until: date, repeat_days: int
) -> list[AcrossHit]:
    """R01 跨单位重复发放: the same person and cause in two unions within some days."""
    by_person: dict[Hashable, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.person is not None:
            by_person.setdefault((receipt.person, receipt.cause), []).append(receipt)
    hits = [
        _hit("same_person_in_two_unions", (earlier, later), _days(earlier, later))
        for got in by_person.values()
        for earlier, later in pairwise(sorted(got))
        if earlier.union_id != later.union_id
        and (later.on - earlier.on).days <= repeat_days
        and first <= later.on <= until
    ]
    return sorted(hits, key=lambda hit: (hit.on, hit.places))


def one_account_for_many(
    receipts: Iterable[Receipt], *, first: date, until: date, sharers_least: int
) -> list[AcrossHit]:
    """R19 同一银行卡多人领取: one account that served people of several unions."""
    by_account: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.account is not None and first <= receipt.on <= until:
            by_account.setdefault(receipt.account, []).append(receipt)
    hits: list[AcrossHit] = []
    for got in by_account.values():
        people = {receipt.person or (receipt.union_id, receipt.position) for receipt in got}
        unions = {receipt.union_id for receipt in got}
        if len(unions) > 1 and len(people) >= sharers_least:
            measures = {"sharers": len(people), "unions": len(unions)}
            hits.append(_hit("one_account_in_two_unions", tuple(sorted(got)), measures))
    return sorted(hits, key=lambda hit: (hit.on, hit.places))


def _days(earlier: Receipt, later: Receipt) -> dict[str, int]:
    return {"days_between": (later.on - earlier.on).days}


def _hit(kind: HitKind, got: tuple[Receipt, ...], measures: dict[str, int]) -> AcrossHit:
    return AcrossHit(
        kind=kind,
        on=max(receipt.on for receipt in got),
        places=tuple(sorted(Place(union_id=each.union_id, position=each.position) for each in got)),
        amount_fen=sum(receipt.amount_fen for receipt in got),
        measures=measures,
    )
