"""疑点规则: what the rules find in a union's books. A hit is a question with its events, not a finding yet."""

from typing import Any, Final

from services.auth import may
from services.http.analytics import AnalyticsView, HitsView, HitView, RuleView
from services.pages.lists import Column, Filter, Turning, table_of
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import count_of, day_of
from services.pages.visit import Visit
from services.words.forms import choice_text

_ANALYTICS: Final = "/unions/{union_id}/analytics"
_SECTION: Final = "rules"
_SIZE: Final = 100
_LEVELS: Final = {"high": "red", "medium": "amber", "low": "grey"}
_STATES: Final = {"partly_checked": ("amber", "不完整"), "not_checkable": ("grey", "须看原件")}


@page("GET", _ANALYTICS, "rules", policy=may("evidence.read"), section=_SECTION)
async def rules(visit: Visit) -> Reply:
    """Every rule, the gravest hits first; what could not be looked at is not "nothing found"."""
    asked = _days(visit)
    view: AnalyticsView = await visit.read("listIrregularities", **asked)
    columns: list[Column[RuleView]] = [
        Column(
            name="rule",
            title="规则",
            get=lambda row: row.rule,
            href=lambda row: visit.at(f"/analytics/{row.rule}", **asked),
            fixed=True,
        ),
        Column(name="title", title="内容", get=lambda row: row.title, fixed=True),
        Column(
            name="severity",
            title="程度",
            get=lambda row: row.severity_text,
        ),
        Column(
            name="hits",
            title="线索数",
            get=lambda row: row.hits,
            align="number",
            href=lambda row: visit.at(f"/analytics/{row.rule}", **asked) if row.hits else None,
            mark=lambda row: (_LEVELS[row.severity], "待查") if row.hits else None,
        ),
        Column(
            name="amount_fen",
            title="金额（元）",
            get=lambda row: row.amount_fen if row.hits else None,
        ),
        Column(
            name="state",
            title="检查情况",
            get=lambda row: row.state_text,
            mark=lambda row: _STATES.get(row.state),
        ),
        Column(name="examined", title="检查数", get=lambda row: row.examined, align="number"),
        Column(name="gaps", title="未能检查的", get=_gaps),
    ]
    table = table_of(
        visit,
        "疑点规则",
        columns,
        sorted(view.rules, key=lambda row: (row.hits == 0, row.rule)),
        filters=_FILTERS,
        turning=Turning(total=len(view.rules)),
        position=view.position,
        as_of=view.until,
    )
    hits = sum(row.hits for row in view.rules)
    values = {"table": table, "view": view, "hits": hits}
    return Shown(template="audit/rules.html", values=values)


@page("GET", f"{_ANALYTICS}/{{rule}}", "rule", policy=may("evidence.read"), section=_SECTION)
async def rule(visit: Visit) -> Reply:
    """The hits of one rule, each with the events it rests on."""
    asked = _days(visit)
    skip = count_of(visit.query.get("skip", "")) or 0
    view: HitsView = await visit.read("readIrregularities", **asked, skip=skip, limit=_SIZE)
    hits = view.found.hits
    turning = Turning(
        first_number=skip + 1,
        total=hits,
        first_href=visit.with_query(skip=None) if skip else None,
        previous_href=visit.with_query(skip=max(skip - _SIZE, 0) or None) if skip else None,
        next_href=visit.with_query(skip=skip + _SIZE) if skip + _SIZE < hits else None,
    )
    values = {
        "view": view,
        "turning": turning,
        "first_number": skip + 1,
        "asked": asked,
        "measured": [measures_of(hit) for hit in view.hits],
        "raising": [_raising(visit, view, hit) for hit in view.hits],
    }
    return Shown(template="audit/rule.html", values=values)


_FILTERS: Final = (
    Filter(name="from", title="业务日期自", kind="date"),
    Filter(name="until", title="业务日期至", kind="date"),
    Filter(name="known_at", title="按当时所知（记录号）", placeholder="不填为现在"),
)


def measures_of(hit: HitView) -> list[tuple[str, int, bool]]:
    """Return what a hit was measured by: words, value, whether it is an amount."""
    return [
        (choice_text("measures", name), value, name.endswith("_fen"))
        for name, value in hit.measures.items()
    ]


def _days(visit: Visit) -> dict[str, Any]:
    given = {name: visit.query.get(name, "") for name in ("from", "until", "known_at")}
    given |= {name: day_of(given[name]) for name in ("from", "until")}
    return {name: text for name, text in given.items() if text}


def _gaps(row: RuleView) -> str | None:
    return "；".join(f"{gap.what} {gap.count} 项" for gap in row.gaps) or None


def _raising(visit: Visit, view: HitsView, hit: HitView) -> str:
    """Return the form of a finding, begun with what the hit says."""
    return visit.at(
        "/findings/new",
        rule=view.found.rule,
        severity=view.found.severity,
        positions=",".join(map(str, hit.positions[:200])),
        amount_fen=f"{hit.amount_fen // 100}.{hit.amount_fen % 100:02d}" if hit.amount_fen else "",
        known_at=view.position,
    )
