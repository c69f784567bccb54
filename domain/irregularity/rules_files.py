"""R10: first the file, then the aid; and no file without its public notice (domain.md 5.3, 7.4)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.aid_case.events import AidApproved, AidPaid
from domain.event import Event, Recorded
from domain.household.events import (
    HardshipExited,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
    PublicNoticeClosed,
)
from domain.irregularity.books import Books, Entry
from domain.irregularity.hit import GapReason, Hit, HitKind, Looked, gaps_of
from domain.policy.hardship import HardshipPolicy


def aid_without_a_file(books: Books) -> Looked:
    """R10 未建档先帮扶; 未公示或公示天数不足: the order of the events, and the working days of the notice.

    A file taken over from paper with a workbook has its notice on paper: that is told as a gap.
    """
    paid = books.asked(AidPaid)
    hits = [hit for each in paid for hit in _before_the_file(books, each)]
    opened = books.asked(HouseholdFileOpened)
    gaps: list[GapReason] = []
    for each in opened:
        if books.is_taken_over(each.at):
            gaps.append("taken_over_from_paper")
            continue
        found, gap = _notice(books, each)
        hits += found
        gaps += gap
    return Looked(hits=hits, examined=len(paid) + len(opened) - len(gaps), gaps=gaps_of(gaps))


def _before_the_file(books: Books, paid: Entry[AidPaid]) -> Iterator[Hit]:
    """Aid is approved for an open file; what was approved while it was open may be paid afterwards."""
    at, event = paid
    approvals = books.before(at, AidApproved)
    day = min((each.at.occurred_on for each in approvals), default=at.occurred_on)
    kind = _fault(books.streams.get(event.household_id, []), day)
    if kind is not None:
        yield Hit(
            kind=kind,
            on=at.occurred_on,
            positions=(*(each.at.position for each in approvals), at.position),
            amount_fen=event.amount_fen,
            member_id=event.recipient_id,
            household_id=event.household_id,
        )


def _fault(stream: list[Recorded], day: date) -> HitKind | None:
    opened = _days_of(stream, (HouseholdFileOpened, HouseholdFileReopened))
    if not opened:
        return "aid_without_file"
    if min(opened) > day:
        return "aid_before_file"
    ended = _days_of(stream, (HouseholdFileClosed, HardshipExited))
    last_end = max((on for on in ended if on < day), default=None)
    last_opening = max(on for on in opened if on <= day)
    return "aid_after_file" if last_end is not None and last_end > last_opening else None


def _days_of(stream: list[Recorded], kinds: tuple[type[Event], ...]) -> list[date]:
    return [each.occurred_on for each in stream if isinstance(each.event, kinds)]


def _notice(books: Books, opened: Entry[HouseholdFileOpened]) -> tuple[list[Hit], list[GapReason]]:
    closed = books.before(opened.at, PublicNoticeClosed)
    if not closed:
        return [_of_file("no_notice", opened, (), {})], []
    policy = books.policy(HardshipPolicy, closed[-1].at.occurred_on)
    if policy is None:
        return [], ["no_hardship_policy_in_force"]
    stood, needed = closed[-1].event.working_days, policy.notice_working_days
    if stood >= needed:
        return [], []
    measures = {"working_days": stood, "working_days_needed": needed}
    return [_of_file("notice_too_short", opened, (closed[-1].at.position,), measures)], []


def _of_file(
    kind: HitKind,
    opened: Entry[HouseholdFileOpened],
    positions: tuple[int, ...],
    measures: dict[str, int],
) -> Hit:
    household_id: UUID = opened.event.household_id
    return Hit(
        kind=kind,
        on=opened.at.occurred_on,
        positions=(*positions, opened.at.position),
        household_id=household_id,
        measures=measures,
    )
