"""The county's statistics (domain.md 6.2): each a sum, or a numerator over a denominator, unit by unit.

A rate is the sum of numerators over the sum of denominators, never an average of rates. A unit that never
recorded what a figure is made of is missing, not zero, and left out of both sums.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

from domain.period import months_of_year
from services.policies.charts import chart
from services.reads.rollup import Values
from services.words.indicators import INDICATORS

_STANDARDS = ("2021", "2009")
"""Newest first: a code that both know is read as the newest does."""

Kind = Literal["flow", "stock", "opening", "due"]
"""Of the months; at the end of the last month; when the year began; each month's stock, added up."""
_EXPENSES = "expenses"
"""Stands for all items that are expense accounts in the chart."""

_MEMBERS = "/v1/unions/{unit_id}/ledgers/L1?year={year}"
_CHANGES = "/v1/unions/{unit_id}/ledgers/L2?year={year}"
_DUES = "/v1/unions/{unit_id}/ledgers/L3?year={year}"
_CONTRIBUTIONS = "/v1/unions/{unit_id}/ledgers/L6?year={year}"
_BUDGET = "/v1/unions/{unit_id}/ledgers/L11?year={year}"
_AID = "/v1/unions/{unit_id}/ledgers/L12?year={year}"
_PAYMENTS = "/v1/unions/{unit_id}/ledgers/L13?year={year}"
_SCHOLARSHIPS = "/v1/unions/{unit_id}/ledgers/L14?year={year}"
_CONDOLENCES = "/v1/unions/{unit_id}/ledgers/L15?year={year}"
_SUBSIDIES = "/v1/unions/{unit_id}/subsidies?since={year}-01-01"
_FILES = "/v1/unions/{unit_id}/households"


class Part(NamedTuple):
    """A figure: some measures of the roll-up, of all items (None) or of some, less other measures."""

    kind: Kind
    measures: tuple[str, ...]
    items: tuple[str, ...] | None = None
    less: tuple[str, ...] = ()


class Indicator(NamedTuple):
    """`lines` is where the unit's own lines are: a path with `{unit_id}` and `{year}`."""

    numerator: Part
    lines: str
    denominator: Part | None = None


def _changes(*items: str) -> Indicator:
    return Indicator(Part("flow", ("membership_changes",), items), _CHANGES)


def _flow(measure: str, lines: str, *items: str) -> Indicator:
    return Indicator(Part("flow", (measure,), items or None), lines)


_MEMBERS_NOW = Part("stock", ("members_active", "members_retained"))
_SCHOLARSHIP = ("education_aid", "autumn_scholarship")

_INDICATORS: dict[str, Indicator] = {
    "employees": Indicator(Part("stock", ("employees",)), "/v1/unions/{unit_id}"),
    "members": Indicator(_MEMBERS_NOW, _MEMBERS),
    "unionization_rate": Indicator(_MEMBERS_NOW, _MEMBERS, Part("stock", ("employees",))),
    "members_joined": _changes("join"),
    "members_transferred_in": _changes("transfer_in"),
    "members_transferred_out": _changes("transfer_out"),
    "members_retained": _changes("retain"),
    "members_withdrawn": _changes("withdraw", "deem_withdrawn", "expel"),
    "dues_rate": Indicator(
        Part("flow", ("dues_received",)),
        _DUES,
        Part("due", ("dues_due",), less=("dues_waived",)),
    ),
    "contribution_rate": Indicator(
        Part("flow", ("contribution_received",)),
        _CONTRIBUTIONS,
        Part("flow", ("contribution_due",)),
    ),
    "remittance_rate": Indicator(
        Part("flow", ("contribution_remitted",)),
        _CONTRIBUTIONS,
        Part("flow", ("contribution_upward",)),
    ),
    "budget_rate": Indicator(
        Part("flow", ("budget_spent",), (_EXPENSES,)),
        _BUDGET,
        Part("flow", ("budget_planned",), (_EXPENSES,)),
    ),
    "subsidies": _flow("subsidy_amount", _SUBSIDIES),
    "hardship_files": Indicator(Part("stock", ("hardship_files",)), _FILES),
    "files_opened": _flow("files_opened", _FILES),
    "files_exited": _flow("files_exited", _FILES),
    "files_relapsed": _flow("files_relapsed", _FILES),
    "files_closed": _flow("files_closed", _FILES),
    "exit_rate": Indicator(
        Part("flow", ("files_exited",)), _FILES, Part("opening", ("hardship_files",))
    ),
    "aid_households": _flow("aid_households", _AID),
    "aid_payments": _flow("aid_payments_by_category", _PAYMENTS),
    "aid_amount": _flow("aid_amount_by_category", _PAYMENTS),
    "winter_warmth_payments": _flow("aid_payments_by_category", _PAYMENTS, "winter_warmth"),
    "winter_warmth_amount": _flow("aid_amount_by_category", _PAYMENTS, "winter_warmth"),
    "scholarship_payments": _flow("aid_payments_by_category", _SCHOLARSHIPS, *_SCHOLARSHIP),
    "scholarship_amount": _flow("aid_amount_by_category", _SCHOLARSHIPS, *_SCHOLARSHIP),
    "condolence_payments": _flow("condolence_payments", _CONDOLENCES),
    "condolence_amount": _flow("condolence_amount", _CONDOLENCES),
}


class OfUnit(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's figures, None where they are missing, and where its own lines are."""

    unit_id: UUID
    numerator: int | None
    denominator: int | None
    lines: str


class IndicatorRow(msgspec.Struct, frozen=True, kw_only=True):
    """`denominator` None: no rate. `missing`: units that have no figure and are in neither sum."""

    indicator: str
    title: str
    numerator: int
    denominator: int | None
    by_item: dict[str, int]
    missing: list[UUID]
    units: list[OfUnit]


def indicators(
    values: Mapping[UUID, Values], units: Sequence[UUID], year: int, last_month: str
) -> list[IndicatorRow]:
    """Return every indicator of a year up to the end of a month of it."""
    months = [month for month in months_of_year(year) if month <= last_month]
    return [
        _row(code, title, [(unit, values.get(unit, {})) for unit in units], months)
        for code, title in INDICATORS.items()
    ]


def _row(
    code: str, title: str, values: Sequence[tuple[UUID, Values]], months: Sequence[str]
) -> IndicatorRow:
    numerator, lines, denominator = _INDICATORS[code]
    of_units = [
        OfUnit(
            unit_id=unit,
            numerator=_figure(of_unit, numerator, months),
            denominator=None if denominator is None else _figure(of_unit, denominator, months),
            lines=lines.format(unit_id=unit, year=months[0][:4]),
        )
        for unit, of_unit in values
    ]
    missing = {
        one.unit_id
        for one in of_units
        if (one.numerator if denominator is None else one.denominator) is None
    }
    known = [one for one in of_units if one.unit_id not in missing]
    return IndicatorRow(
        indicator=code,
        title=title,
        numerator=sum(one.numerator or 0 for one in known),
        denominator=None if denominator is None else sum(one.denominator or 0 for one in known),
        by_item=_by_item([held for unit, held in values if unit not in missing], numerator, months),
        missing=[one.unit_id for one in of_units if one.unit_id in missing],
        units=of_units,
    )


def _figure(values: Values, part: Part, months: Sequence[str]) -> int | None:
    """Return a figure, None where nothing of it was ever recorded in the year or carried into it."""
    found = _of(values, part, part.measures)
    if not found:
        return None
    less = _of(values, part._replace(kind="flow"), part.less)
    return _sum(found, part.kind, months) - _sum(less, "flow", months)


def _of(values: Values, part: Part, measures: tuple[str, ...]) -> Values:
    return {
        place: value
        for place, value in values.items()
        if place[0] in measures and _is_meant(place[1], part.items)
    }


def _is_meant(item: str, items: tuple[str, ...] | None) -> bool:
    if items is None:
        return True
    return _is_expense(item) if items == (_EXPENSES,) else item in items


@lru_cache(4_096)
def _is_expense(account: str) -> bool:
    """Tell by the chart; a detail account is what the nearest account above it is."""
    for standard in _STANDARDS:
        for length in range(len(account), 0, -1):
            found = chart(standard).find(account[:length])
            if found is not None:
                return found.kind == "expense"
    return False


def _sum(found: Values, kind: Kind, months: Sequence[str]) -> int:
    return sum(value * _times(month, kind, months) for (_, _, month), value in found.items())


def _times(month: str, kind: Kind, months: Sequence[str]) -> int:
    """Return how often a change of a month counts. What was carried into the year stands under no month."""
    match kind:
        case "flow":
            return int(month in months)
        case "stock":
            return int(month <= months[-1])
        case "opening":
            return int(not month)
        case "due":
            return sum(month <= each for each in months)


def _by_item(values: Sequence[Values], part: Part, months: Sequence[str]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for of_unit in values:
        for (measure, item, month), value in _of(of_unit, part, part.measures).items():
            if item:
                fen = _sum({(measure, item, month): value}, part.kind, months)
                sums[item] = sums.get(item, 0) + fen
    return {item: total for item, total in sorted(sums.items()) if total}
