"""The county roll-up as contributions: (union, month, measure, item) → value, with the position behind it.

Flows (joins, receipts, payments) stand in their month. Stocks (members, dues due per month) are stored as
changes in the month they begin or end; the value at the end of a month is the sum of all changes up to it.
So an event costs a few rows whatever the size of the union, and the county costs units, not events.

户数 is a count of distinct households and does not add up over months (rule 18): a household is counted in
the month of its first payment of a year, so it adds up over the months of one year and not further.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec
from domain.aid_case.events import AidPaid, AidPaymentReturned
from domain.catalogue import CATALOGUE
from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.dues.events import (
    DuesReceiptReversed,
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
)
from domain.event import Recorded
from domain.membership import JOINS, LEAVES
from domain.period import month_of

from projections.projection import Applied, Projection
from projections.rollup.measures import KEYED_TOPICS, MEASURED_TOPICS, Stated, measured
from projections.standing import (
    STANDING_TOPICS,
    Standing,
    active_months,
    after,
    due_spans,
    member_id_of,
    waived_by_month,
)
from projections.write import Gathered, Write, WriteShape

Contribution = tuple[str, str, str]
"""(month, measure, item); the item is empty for a measure without kinds."""


class Household(msgspec.Struct, frozen=True):
    """How many payments of each year still stand."""

    payments: dict[str, int] = {}


class Remembered(msgspec.Struct, frozen=True):
    """A member's standing, a household's payments, what a stream stated last: which one follows from the key."""

    standing: Standing | None = None
    household: Household | None = None
    stated: Stated | None = None


def contributions(standing: Standing) -> Counter[Contribution]:
    """Return everything one member contributes."""
    counted: Counter[Contribution] = Counter()
    for span in standing.member.timeline.spans:
        if span.membership in ("active", "retained"):
            _add_stock(counted, *active_months(span), f"members_{span.membership}", 1)
    for step in standing.member.steps:
        if step.change != "register":
            counted[month_of(step.on), "membership_changes", step.change] += 1
        if step.change in JOINS:
            counted[month_of(step.on), "joins", ""] += 1
        elif step.change in LEAVES:
            counted[month_of(step.on), "leaves", ""] += 1
    for due in due_spans(standing):
        _add_stock(counted, due.from_month, due.until_month, "dues_due", due.due_fen)
    for month, waived_fen in waived_by_month(standing).items():
        counted[month, "dues_waived", ""] += waived_fen
    return counted


def _add_stock(
    counted: Counter[Contribution], begin: str, end: str | None, measure: str, value: int
) -> None:
    counted[begin, measure, ""] += value
    if end is not None:
        counted[end, measure, ""] -= value


def _apply(recorded: Recorded, remembered: Remembered | None) -> Applied:
    memory = remembered or Remembered()
    fresh = _fresh(recorded)
    match recorded.event:
        case DuesReceived():
            return None, _gather([recorded]).writes
        case DuesRefundReversed() as event:
            month = event.dues_month
            return None, [_add(recorded, (month, "dues_received", ""), event.amount_fen), fresh]
        case DuesReceiptReversed() | DuesRefunded() as event:
            month = event.dues_month
            return None, [_add(recorded, (month, "dues_received", ""), -event.amount_fen), fresh]
        case CondolenceRecorded() as event:
            return None, [*_condolence(recorded, event, 1), fresh]
        case CondolenceReversed() as event:
            return None, [*_condolence(recorded, event, -1), fresh]
        case AidPaid() as event:
            household, counted = _household(memory.household or Household(), recorded, 1)
            memory = msgspec.structs.replace(memory, household=household)
            return memory, [*_aid(recorded, event, 1), *counted, fresh]
        case AidPaymentReturned() as event:
            household, counted = _household(memory.household or Household(), recorded, -1)
            memory = msgspec.structs.replace(memory, household=household)
            return memory, [*_aid(recorded, event, -1), *counted, fresh]
        case _ if recorded.event.TOPIC in MEASURED_TOPICS:
            return _measured(recorded, memory, fresh)
        case _ if member_id_of(recorded) is not None:
            return _standing(recorded, memory.standing or Standing(), fresh)
        case _:
            return None, [fresh]


def _gather(receipts: Sequence[Recorded]) -> Gathered:
    """Add up what was received for each month; the position is that of the last receipt."""
    received: dict[str, list[int]] = {}
    for recorded in receipts:
        event: DuesReceived = recorded.event  # type: ignore[assignment] # only these are gathered
        found = received.get(event.dues_month)
        if found is None:
            received[event.dues_month] = [event.amount_fen, recorded.position]
        else:
            found[0] += event.amount_fen
            found[1] = recorded.position
    counted = [
        Write("add_contribution", (month, "dues_received", ""), (amount_fen, position))
        for month, (amount_fen, position) in received.items()
    ]
    return Gathered([*counted, _fresh(receipts[-1])])


def _fresh(recorded: Recorded) -> Write:
    return Write("put_freshness", (), (recorded.position, recorded.recorded_at))


def _standing(recorded: Recorded, before: Standing, fresh: Write) -> Applied:
    now = after(before, recorded)
    moved = contributions(now)
    moved.subtract(contributions(before))
    changes = [_add(recorded, key, value) for key, value in moved.items() if value]
    return Remembered(standing=now), [*changes, fresh]


def _measured(recorded: Recorded, memory: Remembered, fresh: Write) -> Applied:
    stated, counted = measured(recorded, memory.stated or Stated())
    changes = [_add(recorded, key, value) for key, value in counted.items() if value]
    if recorded.event.TOPIC not in KEYED_TOPICS:
        return None, [*changes, fresh]
    return msgspec.structs.replace(memory, stated=stated), [*changes, fresh]


def _condolence(
    recorded: Recorded, event: CondolenceRecorded | CondolenceReversed, sign: int
) -> list[Write]:
    month = month_of(recorded.occurred_on)
    return [
        _add(recorded, (month, "condolence_payments", event.occasion), sign),
        _add(recorded, (month, "condolence_amount", event.occasion), sign * event.amount_fen),
    ]


def _aid(recorded: Recorded, event: AidPaid | AidPaymentReturned, sign: int) -> list[Write]:
    month = month_of(recorded.occurred_on)
    amount_fen = sign * event.amount_fen
    return [
        _add(recorded, (month, "aid_payments_by_category", event.category), sign),
        _add(recorded, (month, "aid_amount_by_category", event.category), amount_fen),
        _add(recorded, (month, "aid_payments_by_fund_source", event.fund_source), sign),
        _add(recorded, (month, "aid_amount_by_fund_source", event.fund_source), amount_fen),
    ]


def _household(
    household: Household, recorded: Recorded, sign: int
) -> tuple[Household, list[Write]]:
    """Count a household in a year when its first payment stands, and no longer when its last is gone."""
    month = month_of(recorded.occurred_on)
    year = month[:4]
    before = household.payments.get(year, 0)
    now = before + sign
    changed = Household({**household.payments, year: now})
    counted = (now > 0) - (before > 0)
    return changed, [_add(recorded, (month, "aid_households", ""), counted)] if counted else []


def _add(recorded: Recorded, key: Contribution, value: int) -> Write:
    return Write("add_contribution", key, (value, recorded.position))


def _key(recorded: Recorded) -> UUID | None:
    event = recorded.event
    if isinstance(event, AidPaid | AidPaymentReturned):
        return event.household_id
    if event.TOPIC in KEYED_TOPICS:
        return recorded.stream_id
    return member_id_of(recorded)


ROLLUP = Projection(
    name="rollup",
    version=4,
    package="projections.rollup",
    topics=frozenset(CATALOGUE),
    writes={
        "add_contribution": WriteShape(("text", "text", "text", "int8", "int8"), "greatest"),
        "put_freshness": WriteShape(("int8", "timestamptz"), "greatest", summed=0),
    },
    apply=_apply,
    gather=_gather,
    gathered_topics=frozenset({DuesReceived.TOPIC}),
    memory=Remembered,
    memory_topics=STANDING_TOPICS | KEYED_TOPICS | {AidPaid.TOPIC, AidPaymentReturned.TOPIC},
    memory_key=_key,
)
