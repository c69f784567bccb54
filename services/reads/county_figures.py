"""The county's year as its officers see it: counts of few people are left out, None where they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from domain.period import months_of_year
from services.reads.indicators import IndicatorRow
from services.reads.people_counted import Counted, counted, rated_figure
from services.reads.rollup import Dues, PaymentsAndAmount, Totals, Values, summed, totals
from services.reads.rows import FreshnessRow
from services.reads.small_counts import told


class CountSeen(msgspec.Struct, frozen=True, kw_only=True):
    """人次 and 金额 of one kind; None: too few to be told."""

    payments: int | None
    amount_fen: int | None


class MembersSeen(msgspec.Struct, frozen=True, kw_only=True):
    active: int | None
    retained: int | None


class AidSeen(msgspec.Struct, frozen=True, kw_only=True):
    households: int | None
    payments: int | None
    amount_fen: int | None
    by_category: dict[str, CountSeen]
    by_fund_source: dict[str, CountSeen]


class CondolenceSeen(msgspec.Struct, frozen=True, kw_only=True):
    payments: int | None
    amount_fen: int | None
    by_kind: dict[str, CountSeen]


class TotalsSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`suppressed`: something is left out, and None where it is. Dues are the union's account, told exactly."""

    members: dict[str, MembersSeen]
    members_by_month: list[MembersSeen]
    joins_by_month: list[int | None]
    leaves_by_month: list[int | None]
    dues: Dues
    aid: AidSeen
    condolence: CondolenceSeen
    suppressed: bool


class YearSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Each unit's totals, their sum, and how fresh each is; `least`: the smallest count of people told."""

    year: int
    least: int
    county: TotalsSeen
    units: dict[UUID, TotalsSeen]
    freshness: list[FreshnessRow]


class OfUnitSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's figures: None where they are missing or, as `suppressed` says, tell of too few people."""

    unit_id: UUID
    numerator: int | None
    denominator: int | None
    suppressed: bool
    lines: str


class IndicatorSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`denominator` None: no rate, or `suppressed`. `missing`: units that have no figure and are in neither sum.

    `lines` of a unit is where its own lines are, for whoever may read its books.
    """

    indicator: str
    title: str
    numerator: int | None
    denominator: int | None
    suppressed: bool
    by_item: dict[str, int | None]
    missing: list[UUID]
    units: list[OfUnitSeen]


class _Figures(NamedTuple):
    """The counts an indicator is told by, and its kinds; the last month stands for `{until}`."""

    numerator: str
    denominator: str | None = None
    kinds: str | None = None
    is_rate: bool = False


_MEMBERS: Final = "members:{until}"
_FIGURES: Final[Mapping[str, _Figures]] = {
    "members": _Figures(_MEMBERS),
    "unionization_rate": _Figures(_MEMBERS, is_rate=True),
    "members_joined": _Figures("change:join", kinds="change"),
    "members_transferred_in": _Figures("change:transfer_in", kinds="change"),
    "members_transferred_out": _Figures("change:transfer_out", kinds="change"),
    "members_retained": _Figures("change:retain", kinds="change"),
    "members_withdrawn": _Figures("withdrawn", kinds="change"),
    "hardship_files": _Figures("files", kinds="files"),
    "files_opened": _Figures("files_opened"),
    "files_exited": _Figures("files_exited"),
    "files_relapsed": _Figures("files_relapsed"),
    "files_closed": _Figures("files_closed"),
    "exit_rate": _Figures("files_exited", "files_before", is_rate=True),
    "aid_households": _Figures("aid_households"),
    "aid_payments": _Figures("aid_payments", kinds="aid"),
    "aid_amount": _Figures("aid_payments", kinds="aid"),
    "winter_warmth_payments": _Figures("aid:winter_warmth", kinds="aid"),
    "winter_warmth_amount": _Figures("aid:winter_warmth", kinds="aid"),
    "scholarship_payments": _Figures("scholarship", kinds="aid"),
    "scholarship_amount": _Figures("scholarship", kinds="aid"),
    "condolence_payments": _Figures("condolence", kinds="condolence"),
    "condolence_amount": _Figures("condolence", kinds="condolence"),
}
"""Indicators that tell how many people there are, or what few of them got; any other is told exactly."""


def year_seen(
    values: Mapping[UUID, Values], freshness: list[FreshnessRow], year: int, least: int
) -> YearSeen:
    """Return a year of some units as the county may see it."""
    people = counted(values, list(months_of_year(year)), least)
    return YearSeen(
        year=year,
        least=least,
        county=_totals_seen(totals(summed(values), year), year, people, None),
        units={
            unit: _totals_seen(totals(of_unit, year), year, people, unit)
            for unit, of_unit in values.items()
        },
        freshness=freshness,
    )


def indicators_seen(
    rows: Sequence[IndicatorRow], values: Mapping[UUID, Values], months: Sequence[str], least: int
) -> list[IndicatorSeen]:
    """Return indicators of the first months of a year as the county may see them."""
    until = months[-1]
    rated: dict[str, Sequence[UUID]] = {}
    for row in rows:
        figures = _FIGURES.get(row.indicator)
        if figures is not None and figures.is_rate:
            known = [one.unit_id for one in row.units if one.unit_id not in set(row.missing)]
            rated[figures.numerator.format(until=until)] = known
    people = counted(values, months, least, rated=rated)
    return [_indicator_seen(row, people, until) for row in rows]


def _totals_seen(of: Totals, year: int, people: Counted, place: UUID | None) -> TotalsSeen:
    def seen(value: int, figure: str) -> int | None:
        return told(value, (place, figure), people.hidden)

    months = list(months_of_year(year))
    members = [
        MembersSeen(
            active=seen(at_end.active, f"active:{month}"),
            retained=seen(at_end.retained, f"retained:{month}"),
        )
        for month, at_end in zip(months, of.members_by_month, strict=True)
    ]
    by_date = {day: members[int(day[5:7]) - 1] for day in of.members}
    joins = zip(months, of.joins_by_month, strict=True)
    leaves = zip(months, of.leaves_by_month, strict=True)
    return TotalsSeen(
        members=by_date,
        members_by_month=members,
        joins_by_month=[seen(count, f"joins:{month}") for month, count in joins],
        leaves_by_month=[seen(count, f"leaves:{month}") for month, count in leaves],
        dues=of.dues,
        aid=AidSeen(
            households=seen(of.aid.households, "aid_households"),
            payments=seen(of.aid.payments, "aid_payments"),
            amount_fen=seen(of.aid.amount_fen, "aid_payments"),
            by_category=_kinds(of.aid.by_category, "aid", seen),
            by_fund_source=_kinds(of.aid.by_fund_source, "source", seen),
        ),
        condolence=CondolenceSeen(
            payments=seen(of.condolence.payments, "condolence"),
            amount_fen=seen(of.condolence.amount_fen, "condolence"),
            by_kind=_kinds(of.condolence.by_kind, "condolence", seen),
        ),
        suppressed=any(where == place for where, _ in people.hidden),
    )


def _kinds(
    kinds: Mapping[str, PaymentsAndAmount], figure: str, seen: Callable[[int, str], int | None]
) -> dict[str, CountSeen]:
    return {
        kind: CountSeen(
            payments=seen(of.payments, f"{figure}:{kind}"),
            amount_fen=seen(of.amount_fen, f"{figure}:{kind}"),
        )
        for kind, of in kinds.items()
    }


def _indicator_seen(row: IndicatorRow, people: Counted, until: str) -> IndicatorSeen:
    figures = _FIGURES.get(row.indicator)

    def is_left_out(place: UUID | None, figure: str | None) -> bool:
        if figure is None:
            return False
        name = figure.format(until=until)
        if (
            place is None
            and figures is not None
            and figures.is_rate
            and figure == figures.numerator
        ):
            name = rated_figure(name)
        return (place, name) in people.hidden

    numerator = None if figures is None else figures.numerator
    denominator = None if figures is None else figures.denominator
    units = [
        OfUnitSeen(
            unit_id=one.unit_id,
            numerator=None if is_left_out(one.unit_id, numerator) else one.numerator,
            denominator=None if is_left_out(one.unit_id, denominator) else one.denominator,
            suppressed=is_left_out(one.unit_id, numerator) or is_left_out(one.unit_id, denominator),
            lines=one.lines,
        )
        for one in row.units
    ]
    kinds = None if figures is None else figures.kinds
    return IndicatorSeen(
        indicator=row.indicator,
        title=row.title,
        numerator=None if is_left_out(None, numerator) else row.numerator,
        denominator=None if is_left_out(None, denominator) else row.denominator,
        suppressed=is_left_out(None, numerator) or is_left_out(None, denominator),
        by_item={
            item: told(value, (None, f"{kinds}:{item}"), people.hidden)
            for item, value in row.by_item.items()
        },
        missing=row.missing,
        units=units,
    )
