"""Values for property tests: any command, any membership, any run of an aggregate.

A strategy made of a type is made once: Hypothesis looks a new one over before it draws, longer than it draws.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from hypothesis import settings
from hypothesis import strategies as st

from domain.command import Command
from domain.event import Fact
from domain.ids import OfficerId
from domain.membership import Change, Step, Timeline, timeline
from domain.money import FEN_MAX
from domain.officers import Office, Officers
from domain.period import Month, month_text
from domain.policy.dues import DuesPolicy
from domain.refusal import Refused

THOROUGH = settings(max_examples=200, deadline=None)
BROAD = settings(max_examples=80, deadline=None)
"""For runs of many commands: an example is already a whole story."""
QUICK = settings(max_examples=50, deadline=None)

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)
CHANGES: tuple[Change, ...] = get_args(Change)
LATER_CHANGES: tuple[Change, ...] = tuple(change for change in CHANGES if change != "register")

days = st.dates(FIRST_DAY, LAST_DAY)
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
months = st.builds(month_text, st.integers(1950, 2099), st.integers(1, 12))
NO_MONTHS = (
    "",
    "2026-00",
    "2026-13",
    "0000-01",
    "2026-3",
    "2026-03-01",
    "2026-03\n",
    "２０２６-03",
)
"""Texts that are no months: where a month is asked for, they must be refused, not believed."""
loose_months = months | st.sampled_from(["0001-01", "9999-12", *NO_MONTHS]) | st.text(max_size=7)
few_ids = st.integers(1, 3).map(lambda number: UUID(int=number))
"""So few that commands meet: the same person, the same officer, the same case."""

dues_policies = st.builds(
    DuesPolicy,
    policy_id=st.just("dues"),
    version=st.integers(1, 9),
    rate_numerator=st.integers(0, 20),
    rate_denominator=st.integers(20, 1000),
    base_unit_fen=st.sampled_from([1, 100, 1000, 10000]),
    due_rounding=st.sampled_from(["none", "yuan_half_up"]),
)

_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "period": loose_months,
    "dues_month": loose_months,
    "from_month": loose_months,
    "through_month": loose_months,
    "month": loose_months,
    "year": st.integers(-1, 9) | st.integers(1950, 10_000),
    "issued_version": st.integers(-1, 8),
    "amount_fen": st.integers(-2, 300) | st.integers(-FEN_MAX, FEN_MAX + 1),
    "reversed_version": st.integers(-1, 8),
    "returned_version": st.integers(-1, 8),
    "withdrawn_version": st.integers(-1, 8),
}
_LOOSE = {(name, kind) for name in _BY_NAME for kind in (int, str)}
"""Fields of commands, which are not bounded by their type: near the rules, not anywhere."""
_BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(-FEN_MAX, FEN_MAX),
    str: st.text(max_size=5),
    date: days,
    UUID: few_ids,
    DuesPolicy: dues_policies,
}


_MONTH_PATTERN = get_args(Month)[1].pattern


@cache
def any_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 # a type hint is anything
    """Return a strategy for a field's type."""
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([any_of(argument) for argument in arguments])
    if origin is Annotated:
        return _bounded(*arguments)
    if origin is tuple:
        return st.lists(any_of(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(any_of(arguments[0]), any_of(arguments[1]), max_size=3)
    if hasattr(hint, "__supertype__"):
        return any_of(hint.__supertype__)
    return any_struct(hint)


@cache
def any_struct(struct: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Return a strategy for a struct, each field by its name or its type."""
    hints = get_type_hints(struct, include_extras=True)
    fields = {
        name: _BY_NAME[name] if (name, hints[name]) in _LOOSE else any_of(hints[name])
        for name in struct.__struct_fields__
    }
    return st.builds(struct, **fields)


@cache
def any_command(commands: UnionType | type[Command]) -> st.SearchStrategy[Command]:
    """Return a strategy for all commands of an aggregate."""
    members: Iterable[type[Command]] = get_args(commands) or (commands,)
    return st.one_of([any_struct(command) for command in members])


def run(
    aggregate: ModuleType,
    commands: Iterable[Command],
    decide: Callable[[Any, Any], Any],
) -> tuple[Any, list[Fact]]:
    """Ask an aggregate for one thing after the other; return its state and all that happened."""
    state = aggregate.State()
    facts: list[Fact] = []
    for command in commands:
        decided = decide(state, command)
        if isinstance(decided, Refused):
            continue
        for event in decided:
            facts.append(Fact(event, command.occurred_on, len(facts) + 1))
            state = aggregate.evolve(state, facts[-1])
    return state, facts


@st.composite
def steps(draw: st.DrawFn, day: st.SearchStrategy[date] = days) -> tuple[Step, ...]:
    """Draw changes on different days, at most one of them from a roster, legal or not."""
    on = sorted(draw(st.lists(day, unique=True, max_size=7)))
    drawn = [draw(st.sampled_from(LATER_CHANGES)) for _ in on]
    if draw(st.booleans()) and on:
        drawn[0] = "register"
    return tuple(
        Step(day, version, change)
        for version, (day, change) in enumerate(zip(on, drawn, strict=True), 1)
    )


_NEXT: dict[str, tuple[Change, ...]] = {
    "out": ("join", "transfer_in"),
    "active": (
        "retain",
        "transfer_out",
        "withdraw",
        "death",
        "start_transfer_out",
        "deem_withdrawn",
        "expel",
    ),
    "retained": (
        "reinstate",
        "transfer_out",
        "withdraw",
        "death",
        "start_transfer_out",
        "expel",
    ),
    "active, transferring": ("cancel_transfer_out", "transfer_out", "death"),
    "retained, transferring": ("cancel_transfer_out", "transfer_out", "death"),
    "dead": (),
}
_BECOMES: dict[Change, str] = {
    "register": "active",
    "join": "active",
    "transfer_in": "active",
    "reinstate": "active",
    "retain": "retained",
    "transfer_out": "out",
    "withdraw": "out",
    "deem_withdrawn": "out",
    "expel": "out",
    "death": "dead",
}


def _becomes(standing: str, change: Change) -> str:
    if change == "start_transfer_out":
        return f"{standing}, transferring"
    if change == "cancel_transfer_out":
        return standing.removesuffix(", transferring")
    return _BECOMES[change]


@st.composite
def legal_steps(draw: st.DrawFn, day: st.SearchStrategy[date] = days) -> tuple[Step, ...]:
    """Draw a legal life in a union: changes on different days, each possible after the one before."""
    found: list[Step] = []
    standing = "out"
    chosen = draw(st.lists(day, unique=True, min_size=1, max_size=8))
    for on in sorted(chosen):
        possible = _NEXT[standing]
        if not found and draw(st.booleans()):
            possible = ("register",)
        if not possible:
            break
        change = draw(st.sampled_from(possible))
        found.append(Step(on, len(found) + 1, change))
        standing = _becomes(standing, change)
    return tuple(found)


timelines: st.SearchStrategy[Timeline] = (
    st.one_of(legal_steps(), st.just(())).map(timeline).map(lambda found: found or Timeline())
)


EVERYBODY_IN_OFFICE = Officers(
    {
        (OfficerId(UUID(int=number)), office): None
        for number in range(1, 4)
        for office in get_args(Office)
    }
)
"""The officers that `few_ids` can name, each in every office."""
officers = st.sampled_from([Officers(), EVERYBODY_IN_OFFICE])


def every_day(first: date, last: date) -> Iterable[date]:
    """Yield the days from the first to the last."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _bounded(base: Any, meta: msgspec.Meta) -> st.SearchStrategy[Any]:  # noqa: ANN401 # a type hint
    if base is int and isinstance(meta.ge, int) and isinstance(meta.le, int):
        return st.integers(meta.ge, meta.le)
    if meta.pattern is not None and meta.pattern != _MONTH_PATTERN:
        return st.from_regex(meta.pattern)
    return months
