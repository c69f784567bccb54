"""A person's membership of one union over time, as spans; shared by the member and by what needs it.

States and their order follow domain.md 2.2. Changes take effect on their date: the state of a day counts
the changes of that day (samples, rule 4). A retained member (保留会籍) stays a member and owes no dues
(中国工会章程 art. 8).
"""

from datetime import date
from typing import Literal

import msgspec

from domain.period import first_day, last_day

Membership = Literal[
    "active",
    "retained",
    "transferred_out",
    "withdrawn",
    "deceased",
    "deemed_withdrawn",
    "expelled",
]
Change = Literal[
    "register",
    "join",
    "transfer_in",
    "retain",
    "reinstate",
    "transfer_out",
    "withdraw",
    "death",
    "start_transfer_out",
    "cancel_transfer_out",
    "deem_withdrawn",
    "expel",
]

LIVE: frozenset[Membership] = frozenset({"active", "retained"})
LEFT: frozenset[Membership] = frozenset(
    {"transferred_out", "withdrawn", "deemed_withdrawn", "expelled"}
)
"""Terminal, but the way back is open (domain.md 2.2, row 17); death is terminal for ever."""
ENTRIES: frozenset[Change] = frozenset({"register", "join", "transfer_in"})
JOINS: frozenset[Change] = frozenset({"join", "transfer_in"})
LEAVES: frozenset[Change] = frozenset(
    {"transfer_out", "withdraw", "death", "deem_withdrawn", "expel"}
)

_AFTER: dict[tuple[Membership | None, Change], Membership] = {
    (None, "register"): "active",
    (None, "join"): "active",
    (None, "transfer_in"): "active",
    **{(left, entry): "active" for left in LEFT for entry in JOINS},
    ("active", "retain"): "retained",
    ("retained", "reinstate"): "active",
    ("active", "transfer_out"): "transferred_out",
    ("retained", "transfer_out"): "transferred_out",
    ("active", "withdraw"): "withdrawn",
    ("retained", "withdraw"): "withdrawn",
    ("active", "death"): "deceased",
    ("retained", "death"): "deceased",
    ("active", "start_transfer_out"): "active",
    ("retained", "start_transfer_out"): "retained",
    ("active", "deem_withdrawn"): "deemed_withdrawn",
    ("active", "expel"): "expelled",
    ("retained", "expel"): "expelled",
}

_WHILE_TRANSFERRING: dict[tuple[Membership | None, Change], Membership] = {
    ("active", "cancel_transfer_out"): "active",
    ("retained", "cancel_transfer_out"): "retained",
    ("active", "transfer_out"): "transferred_out",
    ("retained", "transfer_out"): "transferred_out",
    ("active", "death"): "deceased",
    ("retained", "death"): "deceased",
}
"""While a transfer is pending (转出中) it is completed or cancelled, or the person dies (2.2, rows 5, 6 and 15)."""


class Step(msgspec.Struct, frozen=True, order=True):
    """One change of membership: its date, the version of its event, and what it was."""

    on: date
    version: int
    change: Change


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A state held from a day until the day before `until`; None means it still holds.

    `transferring`: a transfer out is started and neither completed nor cancelled; rights and dues stay as they
    are (domain.md 2.2, row 4).
    """

    since: date
    until: date | None
    membership: Membership
    transferring: bool = False


class Timeline(msgspec.Struct, frozen=True):
    """The spans of one person in one union, in order of time."""

    spans: tuple[Span, ...] = ()

    def on(self, day: date) -> Membership | None:
        """Return the state at the end of a day, None before the first entry."""
        span = self.span_on(day)
        return None if span is None else span.membership

    def span_on(self, day: date) -> Span | None:
        """Return the span a day ends in, None before the first entry."""
        found: Span | None = None
        for span in self.spans:
            if span.since > day:
                break
            found = span
        return found

    def is_transferring(self, day: date) -> bool:
        """Tell whether a transfer out is pending at the end of a day."""
        span = self.span_on(day)
        return span is not None and span.transferring

    def latest(self) -> Membership | None:
        """Return the state after the last change known."""
        return self.spans[-1].membership if self.spans else None

    def was_member_in(self, month: str) -> bool:
        """Tell whether the person was a live member on any day of a month."""
        begin, end = first_day(month), last_day(month)
        return any(
            span.membership in LIVE
            and span.since <= end
            and (span.until is None or span.until > begin)
            for span in self.spans
        )

    def deceased_on(self) -> date | None:
        """Return the date of death, if recorded."""
        if self.spans and self.spans[-1].membership == "deceased":
            return self.spans[-1].since
        return None


def timeline(steps: tuple[Step, ...], *, retained_on: date | None = None) -> Timeline | None:
    """Fold the changes in order of date into spans; None when some change is not legal where it stands.

    A roster only states that somebody was a member (`register`), and since when retained
    (`retained_on`). A recorded admission or transfer in is better evidence than the roster, so it
    replaces the roster's entry when it is the first change; and the roster's date of retention counts
    only before the first recorded change (samples, rule 3).
    """
    entered = _with_best_entry(sorted(steps))
    if len(entered) > 1 and entered[1].on < entered[0].on:
        return None
    ordered = _with_retention(entered, retained_on)
    spans: list[Span] = []
    state: Membership | None = None
    transferring = False
    for step in ordered:
        possible = _WHILE_TRANSFERRING if transferring else _AFTER
        after = possible.get((state, step.change))
        if after is None:
            return None
        state, transferring = after, step.change == "start_transfer_out"
        _extend(spans, Span(step.on, None, state, transferring))
    return Timeline(tuple(spans))


def _extend(spans: list[Span], begun: Span) -> None:
    """End the span that runs and begin another; of several changes of one day the last counts."""
    if spans:
        running = spans.pop()
        if running.since < begun.since:
            spans.append(msgspec.structs.replace(running, until=begun.since))
    spans.append(begun)


def _with_best_entry(steps: list[Step]) -> list[Step]:
    rostered = [step for step in steps if step.change == "register"]
    others = [step for step in steps if step.change != "register"]
    if not rostered or (others and others[0].change in JOINS):
        return others
    return [rostered[0], *others]


def _with_retention(steps: list[Step], retained_on: date | None) -> list[Step]:
    if retained_on is None or not steps or steps[0].change != "register":
        return steps
    entry, others = steps[0], steps[1:]
    if others and others[0].on <= retained_on:
        return steps
    if others and others[0].change == "retain":
        return steps
    on = max(retained_on, entry.on)
    return [entry, Step(on, entry.version, "retain"), *others]
