"""The counts of people and households in a county's year, and which of them are one another's sums.

| figure | what it counts |
|---|---|
| `active:`, `retained:`, `members:` month | members at the end of a month |
| `joins`, `leaves`, also `:` month | who came and went |
| `change:` kind, `withdrawn` | membership changes; those that are withdrawals |
| `aid_households`, `aid_payments`, `aid:` category, `source:` fund, `scholarship` | households aided, payments |
| `condolence`, also `:` kind | payments |
| `files`, also `:` class, `files_before`, `files_opened`, … | hardship files at the end, at the beginning, flows |

What was paid is told where the number of payments is: a sum paid to few people is what one of them got. Where few
households were aided in a unit, none of its aid is told, however often they were paid. Money that is nobody's own
(dues and contributions received, budgets, subsidies) is told exactly: it is the union's own account, which its
federation examines (工会法 art. 45), and so is the number of employees, which the county itself registers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from domain.membership import JOINS, LEAVES
from services.reads.rollup import Values
from services.reads.small_counts import Cell, Sum, across, left_out

SCHOLARSHIPS: Final = ("education_aid", "autumn_scholarship")
WITHDRAWALS: Final = ("withdraw", "deem_withdrawn", "expel")
_FLOWS: Final = {
    "aid_households": "aid_households",
    "files_opened": "files_opened",
    "files_exited": "files_exited",
    "files_relapsed": "files_relapsed",
    "files_closed": "files_closed",
}
_BY_KIND: Final = {
    "membership_changes": "change",
    "aid_payments_by_category": "aid",
    "aid_payments_by_fund_source": "source",
    "condolence_payments": "condolence",
}
_WHOLE: Final = {"aid": "aid_payments", "condolence": "condolence"}
"""What the kinds of a figure add up to; fund sources add up to the same payments as categories."""
_STOCKS: Final = {"members_active": "active", "members_retained": "retained"}
_FILES: Final = ("files", "files_before", "files_opened", "files_exited", "files_closed")
"""What is registered at the end follows from the others, but for files opened again."""
_OF_AID: Final = ("aid:", "source:")


class Counted(NamedTuple):
    """Every count by unit and figure, with those of all units together, and the cells left out."""

    counts: Mapping[Cell, int]
    hidden: frozenset[Cell]


def counted(
    values: Mapping[UUID, Values],
    months: Sequence[str],
    least: int,
    *,
    rated: Mapping[str, Sequence[UUID]] | None = None,
) -> Counted:
    """Count the people of some units in the first months of a year; `rated`: units with a rate, by its figure."""
    units = list(values)
    of_units: dict[Cell, int] = {
        (unit, name): count
        for unit, of_unit in values.items()
        for name, count in counts_of(of_unit, months).items()
        if count
    }
    counts, sums = across(of_units, units)
    names: dict[UUID | None, list[str]] = defaultdict(list)
    for unit, name in counts:
        names[unit].append(name)
    for place in (*units, None):
        sums += _sums_of(place, sorted(names[place]), counts)
    few = {
        (place, name)
        for place in (*units, None)
        if 0 < abs(counts.get((place, "aid_households"), 0)) < least
        for name in names[place]
        if name.startswith(_OF_AID) or name in ("aid_payments", "scholarship")
    }
    hidden = left_out(counts, sums, least, also=few)
    for figure, rated_units in (rated or {}).items():
        hidden |= _rated(counts, hidden, figure, rated_units, least)
    return Counted(counts, hidden)


def counts_of(values: Values, months: Sequence[str]) -> Counter[str]:
    """Return the counts of one unit."""
    counts: Counter[str] = Counter()
    changes: dict[str, Counter[str]] = defaultdict(Counter)
    for (measure, item, month), value in values.items():
        if measure in _STOCKS:
            changes[_STOCKS[measure]][month] += value
        elif measure == "hardship_files" and (not month or month in months):
            counts["files"] += value
            counts[f"files:{item}"] += value
            counts["files_before"] += 0 if month else value
        elif month in months:
            for name in _flow(measure, item, month):
                counts[name] += value
    for stock, change in changes.items():
        standing = change[""]
        for end in months:
            standing += change[end]
            counts[f"{stock}:{end}"] = standing
            counts[f"members:{end}"] += standing
    return counts


def rated_figure(figure: str) -> str:
    """Return the name of a figure summed over the units that have its rate."""
    return f"rated:{figure}"


def _flow(measure: str, item: str, month: str) -> Iterator[str]:
    if measure in _FLOWS:
        yield _FLOWS[measure]
    elif measure in ("joins", "leaves"):
        yield measure
        yield f"{measure}:{month}"
    elif measure in _BY_KIND:
        kind = _BY_KIND[measure]
        yield f"{kind}:{item}"
        if kind in _WHOLE:
            yield _WHOLE[kind]
        if kind == "change" and item in WITHDRAWALS:
            yield "withdrawn"
        if kind == "aid" and item in SCHOLARSHIPS:
            yield "scholarship"


def _sums_of(place: UUID | None, names: Sequence[str], counts: Mapping[Cell, int]) -> Iterator[Sum]:
    """Yield what adds up to what in one place; what should but does not is no way to tell anything."""

    def whole(total: str, parts: Sequence[str]) -> Iterator[Sum]:
        held = [(place, part) for part in parts if counts.get((place, part))]
        if held and sum(counts[part] for part in held) == counts.get((place, total), 0):
            yield Sum((place, total), held)

    for month in (name.partition(":")[2] for name in names if name.startswith("members:")):
        yield from whole(f"members:{month}", (f"active:{month}", f"retained:{month}"))
    for total, kinds in (("joins", JOINS), ("leaves", LEAVES)):
        yield from whole(total, [name for name in names if name.startswith(f"{total}:")])
        yield from whole(total, [f"change:{kind}" for kind in sorted(kinds)])
    yield from whole("withdrawn", [f"change:{kind}" for kind in WITHDRAWALS])
    yield from whole("scholarship", [f"aid:{kind}" for kind in SCHOLARSHIPS])
    for total, kind in (
        ("aid_payments", "aid:"),
        ("aid_payments", "source:"),
        ("condolence", "condolence:"),
        ("files", "files:"),
    ):
        yield from whole(total, [name for name in names if name.startswith(kind)])
    yield Sum(None, [(place, name) for name in _FILES if counts.get((place, name))])


def _rated(
    counts: dict[Cell, int],
    hidden: frozenset[Cell],
    figure: str,
    rated: Sequence[UUID],
    least: int,
) -> frozenset[Cell]:
    """Return the sum of the units with a rate, where it would tell of those with one, or of those without.

    Only this sum is left out: the cells beside it are told by the roll-up of the same year, or not, as they are.
    """
    of_figure = [cell for cell in counts if cell[1] == figure and cell[0] is not None]
    parts = [cell for cell in of_figure if cell[0] in set(rated)]
    others = [cell for cell in of_figure if cell[0] not in set(rated)]
    total: Cell = (None, rated_figure(figure))
    counts[total] = sum(counts[part] for part in parts)

    def is_safe(cells: Sequence[Cell]) -> bool:
        left = [abs(counts[cell]) for cell in cells if cell in hidden]
        return not left or (len(left) > 1 and sum(left) >= least)

    is_told = (None, figure) not in hidden
    is_small = 0 < abs(counts[total]) < least
    if is_small or not is_safe(parts) or (is_told and not is_safe(others)):
        return frozenset({total})
    return frozenset()
