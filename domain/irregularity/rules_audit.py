"""R16, R20 and R21: what is not recorded at all, findings that wait too long, and the log itself (7.4)."""

from datetime import date
from uuid import UUID

from domain.event import Recorded
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from domain.irregularity.books import Books
from domain.irregularity.hit import GapReason, Hit, HitKind, Looked


def prizes(_books: Books) -> Looked:
    """R16 活动奖励面>2/3, 奖金超标: activities, their participants and prizes are not recorded in these books.

    So nothing can be said, whatever was spent on 文体活动费; the pages of the activity must be asked for.
    """
    return Looked(hits=[], examined=0, gaps={"activities_not_recorded": 1})


def overdue(books: Books) -> Looked:
    """R20 整改未按期: a rectification that was not handed in by its deadline, or came after it."""
    raised = list(books.every(FindingRaised))
    hits = [
        hit
        for each in raised
        if (hit := _overdue(books.streams.get(each.at.stream_id, []), each.at, books.until))
    ]
    return Looked(hits=hits, examined=len(raised))


def _overdue(stream: list[Recorded], raised: Recorded, until: date) -> Hit | None:
    """Follow a finding to its end: the deadline that holds, and whether something was handed in since."""
    due_on: date | None = None
    demanded = 0
    handed_in: date | None = None
    for each in stream:
        match each.event:
            case RectificationRequired() | DeadlineExtended() | RectificationReturned():
                due_on, handed_in, demanded = each.event.due_on, None, each.position
            case RectificationSubmitted():
                handed_in = each.occurred_on
            case FindingWithdrawn():
                return None
            case RectificationAccepted() | FindingClosed():
                handed_in = handed_in or each.occurred_on
            case _:
                pass
    if due_on is None or (handed_in or until) <= due_on:
        return None
    return Hit(
        kind="rectification_overdue",
        on=due_on,
        positions=(raised.position, demanded),
        amount_fen=_amount(raised),
        measures={"days_late": ((handed_in or until) - due_on).days},
    )


def _amount(raised: Recorded) -> int:
    return (raised.event.amount_fen or 0) if isinstance(raised.event, FindingRaised) else 0


def broken_chain(books: Books) -> Looked:
    """R21 事件链不连续/被改写: positions without gaps, versions without gaps, time that never goes back, hashes.

    The hashes are recomputed from the stored bytes by the chain's verifier, which hands its answer in. Whether
    the log still agrees with a checkpoint held elsewhere is the offline verifier's to say.
    """
    hits = _in_order(books.log)
    gaps: dict[GapReason, int] = {"checkpoints_not_compared": 1}
    if not books.chain.verified:
        gaps["chain_not_verified"] = 1
    elif books.chain.broken is not None:
        broken = books.chain.broken
        on = books.log[-1].occurred_on if books.log else books.until
        hits.append(Hit(kind="chain_broken", on=on, positions=(broken.position,)))
    return Looked(hits=hits, examined=len(books.log), gaps=gaps)


def _in_order(log: tuple[Recorded, ...]) -> list[Hit]:
    hits: list[Hit] = []
    versions: dict[UUID, int] = {}
    position, before = 0, None
    for each in log:
        if each.position != position + 1:
            measures = {"expected": position + 1}
            hits.append(_at("position_gap", each, measures))
        known = versions.get(each.stream_id)
        if known is not None and each.version != known + 1:
            hits.append(_at("version_gap", each, {"expected": known + 1}))
        if before is not None and each.recorded_at < before:
            hits.append(_at("time_goes_back", each, {}))
        position, before = each.position, each.recorded_at
        versions[each.stream_id] = each.version
    return hits


def _at(kind: HitKind, each: Recorded, measures: dict[str, int]) -> Hit:
    return Hit(kind=kind, on=each.occurred_on, positions=(each.position,), measures=measures)
