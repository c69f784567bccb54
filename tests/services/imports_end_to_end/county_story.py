"""A county that never was: who was a member when, who paid what, who was helped. Nobody in here exists.

A story knows nothing of workbooks or of the product; `county_model` adds it up day by day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import msgspec

from domain.period import last_day, month_text
from tests.support.books import id_number

FAMILY = "仲司马欧阳尉迟赵钱孙李周吴郑王冯陈"
GIVEN = "平小妮阳明霞强国建军丽华桂兰志伟秀英"
DEPARTMENTS = ("一车间", "财务科", "综合办(党办)", "三年级组", "门诊部", "2号线")
JOINS = ("join", "transfer_in")
LEAVES = ("transfer_out", "withdraw", "death")
AFTER = {
    "join": "active",
    "transfer_in": "active",
    "reinstate": "active",
    "retain": "retained",
    "transfer_out": "transferred_out",
    "withdraw": "withdrawn",
    "death": "deceased",
}


class Change(msgspec.Struct, frozen=True):
    on: date
    kind: str
    other_union: str = ""


class Person(msgspec.Struct, kw_only=True):
    """`at_start` is the state when the year begins, None for who was no member yet."""

    name: str
    id_number: str
    department: str
    joined_on: date
    at_start: str | None
    retained_on: date | None
    changes: list[Change]
    wages_fen: tuple[int | None, int | None] = (None, None)
    received_fen: dict[int, int] = {}
    spoilt: bool = False

    def on(self, day: date) -> str | None:
        """The state at the end of a day: every change up to it, one after the other."""
        state = self.at_start
        for change in sorted(self.changes, key=lambda change: change.on):
            if change.on <= day:
                state = AFTER[change.kind]
        return state

    def at_end_of(self, year: int, month: int) -> str | None:
        return self.on(last_day(month_text(year, month)))

    def was_member_in(self, year: int, month: int) -> bool:
        first = date(year, month, 1)
        days = (last_day(month_text(year, month)) - first).days + 1
        return any(self.on(first + timedelta(n)) in ("active", "retained") for n in range(days))


class Payment(msgspec.Struct, frozen=True):
    paid_on: date
    amount_fen: int
    method: str
    recipient: Person


class Case(msgspec.Struct, kw_only=True):
    number: str
    file_number: str
    filed_on: date
    householder: Person
    hardship: str | None
    category: str
    fund_source: str
    approved_fen: int
    approved_on: date
    payments: list[Payment]


class Condolence(msgspec.Struct, frozen=True):
    given_on: date
    person: Person
    occasion: str
    amount_fen: int
    relation: str = ""


class Unit(msgspec.Struct, kw_only=True):
    code: str
    name: str
    parent: str
    edge: str
    legal_person: bool
    people: list[Person]
    cases: list[Case]
    condolences: list[Condolence]


class County(msgspec.Struct, kw_only=True):
    code: str
    name: str
    year: int
    units: list[Unit]


_PLOTS: tuple[tuple[int, str | None, tuple[str, ...]], ...] = (
    (40, "active", ()),
    (6, "retained", ()),
    (5, "active", ("retain",)),
    (3, "retained", ("reinstate",)),
    (3, "active", ("retain", "reinstate")),
    (1, "active", ("retain", "reinstate", "retain")),
    (6, None, ("join",)),
    (5, None, ("transfer_in",)),
    (3, "active", ("transfer_out",)),
    (3, "active", ("withdraw",)),
    (3, "active", ("death",)),
    (2, "retained", ("death",)),
    (2, "retained", ("withdraw",)),
    (2, "retained", ("transfer_out",)),
    (2, None, ("join", "retain")),
    (2, None, ("join", "transfer_out")),
    (2, None, ("transfer_in", "death")),
    (2, "active", ("transfer_out", "transfer_in")),
    (2, "active", ("withdraw", "join")),
    (1, None, ("transfer_in", "transfer_out", "transfer_in")),
    (1, "retained", ("reinstate", "withdraw")),
    (1, "active", ("retain", "death")),
    (1, "retained", ("transfer_out", "transfer_in", "retain")),
)


def county(dice: Random, *, year: int = 2026, units: int = 3) -> County:
    """Tell a county of a few small unions."""
    name = dice.choice(("云岭县总工会", "白水市总工会", "东洲区总工会"))
    codes = _codes(dice, units + 1)
    serials = iter(range(1, 1000))
    told: list[Unit] = []
    for code in codes[1:]:
        parent = dice.choice([name, *(unit.name for unit in told)])
        told.append(_unit(dice, code, parent, year, serials))
    _move_between(dice, told, year)
    for unit in told:
        _give(dice, unit, year)
    return County(code=codes[0], name=name, year=year, units=told)


def _codes(dice: Random, count: int) -> list[str]:
    shape = dice.choice(("Y{:02d}", "3302-{:03d}", "{:03d}", "{:d}", "街道{:d}", "BS.{:02d}"))
    return [shape.format(number) for number in dice.sample(range(1, 99), count)]


def _unit(dice: Random, code: str, parent: str, year: int, serials: Iterator[int]) -> Unit:
    size = dice.choice((4, 9, 17, 30))
    people = [_person(dice, year, next(serials)) for _ in range(size)]
    return Unit(
        code=code,
        name=f"{dice.choice('东西南北')}{code}厂工会",
        parent=parent,
        edge=dice.choice(("town", "industrial", "zone")),
        legal_person=dice.random() < 0.8,
        people=people,
        cases=[],
        condolences=[],
    )


def _person(dice: Random, year: int, serial: int) -> Person:
    weights = [weight for weight, _, _ in _PLOTS]
    _, at_start, kinds = dice.choices(_PLOTS, weights)[0]
    days = _days(dice, year, len(kinds))
    changes = [Change(day, kind) for day, kind in zip(days, kinds, strict=True)]
    return Person(
        name=_name(dice),
        id_number=id_number(serial, born=f"{dice.randint(1950, 2005)}{dice.randint(1, 12):02d}11"),
        department=dice.choice(DEPARTMENTS),
        joined_on=_joined_on(dice, year, changes),
        at_start=at_start,
        retained_on=_retained_on(dice, year, at_start, changes),
        changes=changes,
        spoilt=dice.random() < 0.02,
    )


def _name(dice: Random) -> str:
    if dice.random() < 0.08:
        return "阿卜杜拉·买买提"
    return dice.choice(FAMILY) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))


def _days(dice: Random, year: int, count: int) -> list[date]:
    """Different days of the year in order; the ends of months and of the year are favoured."""
    ends = [last_day(month_text(year, month)) for month in range(1, 13)]
    likely = [*ends, date(year, 1, 1), *(date(year, month, 1) for month in range(2, 13))]
    found: set[date] = set()
    while len(found) < count:
        any_day = date(year, 1, 1) + timedelta(dice.randrange(365))
        found.add(dice.choice((any_day, dice.choice(likely))))
    return sorted(found)


def _joined_on(dice: Random, year: int, changes: list[Change]) -> date:
    if changes and changes[0].kind == "join":
        return changes[0].on
    return date(dice.randint(1975, year - 1), dice.randint(1, 12), dice.randint(1, 28))


def _retained_on(
    dice: Random, year: int, at_start: str | None, changes: list[Change]
) -> date | None:
    if at_start == "retained":
        return date(year - dice.randint(1, 2), dice.randint(1, 12), dice.randint(1, 28))
    return next((change.on for change in changes if change.kind == "retain"), None)


def _move_between(dice: Random, units: list[Unit], year: int) -> None:
    """Somebody leaves one union of the county and enters another, on one day or later."""
    for here, there in pairwise(units):
        if dice.random() < 0.7:
            left, later = _days(dice, year, 2)
            entered = dice.choice((left, later))
            mover = Person(
                name=_name(dice),
                id_number=id_number(
                    500 + dice.randrange(400), born=f"19{dice.randint(60, 99)}0612"
                ),
                department="财务科",
                joined_on=date(1999, 5, 4),
                at_start="active",
                retained_on=None,
                changes=[Change(left, "transfer_out", there.name)],
            )
            arrival = msgspec.structs.replace(
                mover,
                at_start=None,
                changes=[Change(entered, "transfer_in", here.name)],
                received_fen={},
            )
            here.people.append(mover)
            there.people.append(arrival)


def _give(dice: Random, unit: Unit, year: int) -> None:
    """Money: wages and dues of everybody, aid of some households, condolences."""
    dice.shuffle(unit.people)
    for person in unit.people:
        _dues(dice, person, year)
    good = [person for person in unit.people if person.on(date(year, 1, 1)) is not None]
    for number, householder in enumerate(good[: dice.choice((0, 1, 3))], start=1):
        for part in range(dice.choice((1, 1, 2))):
            unit.cases.append(_case(dice, unit, householder, (number, part), year))
    for _ in range(dice.choice((0, 3, 9)) if unit.people else 0):
        unit.condolences.extend(_condolence(dice, dice.choice(unit.people), year))


def _dues(dice: Random, person: Person, year: int) -> None:
    first = dice.randrange(150_000, 1_800_000, dice.choice((1, 100, 1000)))
    second = first if dice.random() < 0.5 else dice.randrange(150_000, 1_800_000, 100)
    person.wages_fen = (first, second)
    received = {}
    for month in range(1, 13):
        due = owed_fen(person, year, month)
        if person.was_member_in(year, month) and (due or dice.random() < 0.1):
            received[month] = dice.choice((due, due, due, due, 0, due // 2, due + 100, 1))
    person.received_fen = {month: fen for month, fen in received.items() if fen}


def owed_fen(person: Person, year: int, month: int) -> int:
    """README rule 6."""
    if person.at_end_of(year, month) != "active":
        return 0
    wage_fen = person.wages_fen[0 if month <= 6 else 1] or 0
    return wage_fen // 1000 * 1000 * 5 // 1000


def _case(dice: Random, unit: Unit, householder: Person, place: tuple[int, int], year: int) -> Case:
    approved_fen = dice.randrange(20_000, 900_000, dice.choice((1, 100, 10_000)))
    approved_on = dice.choice((date(year - 1, 12, 20), date(year, 1, dice.randint(2, 28))))
    fund_source = dice.choice(("central_fiscal", "upper_union", "own_funds", "social_donation"))
    case = Case(
        number=f"{unit.code}-BF{place[0]}-{place[1]}",
        file_number=f"{unit.code}困{place[0]:03d}",
        filed_on=date(year - place[0], 11, 3),
        householder=householder,
        hardship=("deep", "relative", "accidental", None)[(place[0] + len(unit.people)) % 4],
        category=dice.choice(
            (
                "living_aid",
                "medical_aid",
                "education_aid",
                "childrens_day_aid",
                "winter_warmth",
                "summer_cooling",
                "temporary_aid",
                "vocational_training",
            )
        ),
        fund_source=fund_source,
        approved_fen=approved_fen,
        approved_on=approved_on,
        payments=[],
    )
    _pay(dice, case, year)
    return case


def _pay(dice: Random, case: Case, year: int) -> None:
    left = case.approved_fen
    death = next((c.on for c in case.householder.changes if c.kind == "death"), None)
    for part in range(dice.choice((0, 1, 2, 3))):
        amount = left if part == 2 else left // dice.choice((2, 3, 5))
        if amount <= 0:
            return
        day = date(year, dice.randint(2, 12), dice.randint(1, 28))
        cash = case.fund_source != "central_fiscal" and dice.random() < 0.4
        day = day if death is None else min(day, death)
        case.payments.append(Payment(day, amount, "cash" if cash else "transfer", case.householder))
        left -= amount


def _condolence(dice: Random, person: Person, year: int) -> Iterator[Condolence]:
    death = next((change.on for change in person.changes if change.kind == "death"), None)
    amount_fen = dice.choice((50_000, 100_000, dice.randrange(1, 90_000)))
    if death is not None:
        yield Condolence(death, person, "bereavement", amount_fen, dice.choice(("配偶", "子女")))
        return
    kinds = ("marriage", "childbirth", "illness", "birthday", "retirement", "festival", "other")
    given = Condolence(
        date(year, dice.randint(1, 12), dice.randint(1, 28)), person, dice.choice(kinds), amount_fen
    )
    yield given
    if dice.random() < 0.1:  # the same again, as for two children
        yield given
