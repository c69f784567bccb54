"""变化趋势: the county's year, or one unit's, as pictures with the same figures in tables below."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from services.auth import may
from services.pages.coverage import year_asked
from services.pages.page import Reply, Shown, page
from services.pages.unit_names import unit_choices
from services.pages.visit import Visit
from services.reads.county_figures import CountSeen, TotalsSeen
from services.words.forms import choice_text

_FEN_A_YUAN: Final = 100


class Chart(NamedTuple):
    """One picture: what it shows by month, in people or in yuan; the table says it to the fen."""

    title: str
    unit: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int | None]]]
    is_bars: bool = False

    @property
    def is_fen(self) -> bool:
        """Whether its figures are amounts in fen."""
        return self.unit == "元"

    @property
    def drawn(self) -> list[tuple[str, list[int | None]]]:
        """Its series in what the axis counts."""
        return [(name, [self._axis(value) for value in values]) for name, values in self.series]

    def _axis(self, value: int | None) -> int | None:
        return value // _FEN_A_YUAN if self.is_fen and value is not None else value


@page(
    "GET",
    "/federations/{federation_id}/charts",
    "county_charts",
    policy=may("county.read"),
    section="charts",
)
async def county_charts(visit: Visit) -> Reply:
    """Members, their coming and going, dues due and received, aid and condolences by kind."""
    year = year_asked(visit)
    seen = await visit.read("readRollup", year=year)
    units = await unit_choices(visit)
    chosen = visit.query.get("unit_id", "")
    of_units = {str(unit): totals for unit, totals in seen.units.items()}
    totals = of_units.get(chosen, seen.county)
    names = dict(units)
    values = {
        "year": year,
        "units": units,
        "unit_id": chosen if chosen in of_units else "",
        "name": names.get(chosen, "全县") if chosen in of_units else "全县",
        "charts": charts_of(totals),
        "suppressed": totals.suppressed,
        "least": seen.least,
    }
    return Shown(template="county/charts.html", values=values)


def charts_of(totals: TotalsSeen) -> list[Chart]:
    """Return the pictures of a year."""
    months = [f"{month + 1}月" for month in range(len(totals.members_by_month))]
    return [
        Chart(
            "月末会员人数",
            "人",
            months,
            [
                ("在籍", [one.active for one in totals.members_by_month]),
                ("保留会籍", [one.retained for one in totals.members_by_month]),
            ],
        ),
        Chart(
            "入会和离会人数",
            "人",
            months,
            [("入会", totals.joins_by_month), ("离会", totals.leaves_by_month)],
        ),
        Chart(
            "会费应收和实收",
            "元",
            months,
            [
                ("应收", totals.dues.due_fen_by_month),
                ("实收", totals.dues.received_fen_by_month),
            ],
        ),
        _by_kind("帮扶金额（按项目）", totals.aid.by_category, "category"),
        _by_kind("慰问金额（按事由）", totals.condolence.by_kind, "occasion"),
    ]


def _by_kind(title: str, kinds: Mapping[str, CountSeen], field: str) -> Chart:
    labels = [choice_text(field, kind) for kind in kinds]
    amounts = [one.amount_fen for one in kinds.values()]
    return Chart(title, "元", labels, [("金额", amounts)], is_bars=True)
