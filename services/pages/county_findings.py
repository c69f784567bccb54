"""审计整改 of the county: its findings over units with their steps, and the rules held against all units."""

from collections.abc import Mapping
from typing import Any, Final

from domain.officers import Office
from services.auth import may
from services.pages.asked import codes, signing
from services.pages.findings import bar_of
from services.pages.lists import Column, Filter, table_of
from services.pages.page import Reply, Shown, Went, page
from services.pages.reading_forms import day_of
from services.pages.signers import names_of
from services.pages.steps import Prepared, step
from services.pages.unit_names import unit_choices, unit_names
from services.pages.visit import Visit
from services.reads.findings import FindingSeen
from services.words.forms import choice_text
from services.words.irregularities import RULES

_FEDERATION: Final = "/federations/{federation_id}"
_FINDINGS: Final = f"{_FEDERATION}/units/{{unit_id}}/findings"
_FINDING: Final = f"{_FINDINGS}/{{finding_id}}"
_SECTION: Final = "findings"
_AUDITING: Final[tuple[Office, ...]] = ("audit_committee_chair", "audit_committee_member")
_EXTEND: Final = ("extendDeadlineOfUnit", "extend")
_WITHDRAW: Final = ("withdrawFindingOfUnit", "withdraw")
_OFFERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "raised": (("requireRectificationOfUnit", "require-rectification"), _WITHDRAW),
    "required": (_EXTEND, _WITHDRAW),
    "returned": (_EXTEND, _WITHDRAW),
    "submitted": (
        ("acceptRectificationOfUnit", "accept"),
        ("returnRectificationOfUnit", "return"),
        _WITHDRAW,
    ),
    "accepted": (("closeFindingOfUnit", "close"),),
}
"""What the county may do next with a finding; rectifying it is the unit's."""


@page(
    "GET",
    f"{_FEDERATION}/findings",
    "county_findings",
    policy=may("county.read"),
    section=_SECTION,
)
async def county_findings(visit: Visit) -> Reply:
    """The county's findings over its units, the nearest deadline first; the units' own counted."""
    state = visit.query.get("state")
    unit_id = visit.query.get("unit_id")
    as_of = visit.query.get("as_of")
    seen = await visit.read("listFindingsOfUnits", state=state, unit_id=unit_id, as_of=as_of)
    names = await unit_names(visit)
    table = table_of(
        visit,
        "整改清单",
        _columns(visit, names),
        seen.rows,
        mark=lambda row: "late" if row.overdue else "",
        filters=(
            Filter(name="state", title="进展", choices=codes("FindingsQuery.state")),
            Filter(name="unit_id", title="单位", choices=await unit_choices(visit)),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        totals=[("合计", {"amount_fen": seen.amount_fen})],
        as_of=seen.as_of,
        empty="没有县级提出的审计问题。",
    )
    return Shown(template="county/findings.html", values={"seen": seen, "table": table})


def _columns(visit: Visit, names: Mapping[str, str]) -> list[Column[FindingSeen]]:
    return [
        Column(
            name="kind",
            title="问题",
            get=lambda row: row.kind,
            field="FindingSeen.kind",
            href=lambda row: visit.at(f"/units/{row.unit_id}/findings/{row.finding_id}"),
            mark=lambda row: ("red", "已逾期") if row.overdue else None,
            fixed=True,
        ),
        Column(name="unit", title="单位", get=lambda row: names.get(str(row.unit_id))),
        Column(
            name="severity", title="程度", get=lambda row: choice_text("severity", row.severity)
        ),
        Column(name="stage", title="进展", get=lambda row: row.stage, field="FindingSeen.stage"),
        Column(name="due_on", title="整改期限", get=lambda row: row.due_on),
        Column(name="amount_fen", title="金额（元）", get=lambda row: row.amount_fen),
        Column(name="basis", title="违反的规定", get=lambda row: row.basis),
        Column(name="raised_on", title="提出日期", get=lambda row: row.raised_on),
    ]


@page("GET", _FINDINGS, "unit_findings", policy=may("county.read"), section=_SECTION)
async def unit_findings(visit: Visit) -> Reply:
    """Of one unit: the same list, filtered."""
    return Went(location=visit.at("/findings", unit_id=visit.ids["unit_id"]))


@page("GET", _FINDING, "county_finding", policy=may("county.read"), section=_SECTION)
async def county_finding(visit: Visit) -> Reply:
    """One finding with its steps, and what comes next at the county."""
    view = await visit.read("readFindingOfUnit")
    values = {
        "view": view,
        "row": view.finding,
        "rule": RULES.get(view.finding.rule or ""),
        "bar": bar_of(view.finding),
        "offers": _OFFERS.get(view.finding.stage, ()),
        "names": await names_of(visit),
        "unit": (await unit_names(visit)).get(visit.ids["unit_id"], ""),
    }
    return Shown(template="county/finding.html", values=values)


async def _raising(visit: Visit) -> Prepared:
    rows = (await visit.read("listEngagementsOfUnit")).rows
    running = [
        (
            str(row.engagement_id),
            f"{choice_text('kind', row.kind, 'EngagementRow')} {row.basis_no or row.opened_on}",
        )
        for row in rows
        if row.closed_on is None
    ]
    rules = [(rule, f"{rule} {words.title}") for rule, words in RULES.items()]
    unit = (await unit_names(visit)).get(visit.ids["unit_id"], "")
    return await signing(
        visit,
        {"officer_id": _AUDITING},
        choices={"rule": rules, "engagement_id": running},
        values={"note": f"单位：{unit}。问题记入该单位的账，由单位在期限内整改。"},
    )


async def _signed(visit: Visit) -> Prepared:
    view = await visit.read("readFindingOfUnit")
    return await signing(
        visit,
        {"officer_id": _AUDITING},
        about=view,
        version=view.version,
        position=view.position,
        values={"row": view.finding},
    )


step(
    f"{_FINDINGS}/new",
    "raiseFindingOfUnit",
    leads="/units/{unit_id}/findings/{finding_id}",
    section=_SECTION,
    prepare=_raising,
    template="books/noted_step.html",
)
for _path, _operation_id in (
    ("require-rectification", "requireRectificationOfUnit"),
    ("extend", "extendDeadlineOfUnit"),
    ("return", "returnRectificationOfUnit"),
    ("accept", "acceptRectificationOfUnit"),
    ("close", "closeFindingOfUnit"),
    ("withdraw", "withdrawFindingOfUnit"),
):
    step(
        f"{_FINDING}/{_path}",
        _operation_id,
        about="readFindingOfUnit",
        leads="/units/{unit_id}/findings/{finding_id}",
        section=_SECTION,
        prepare=_signed,
        template="county/finding_step.html",
    )


@page(
    "GET", f"{_FEDERATION}/analytics", "county_rules", policy=may("county.read"), section=_SECTION
)
async def county_rules(_: Visit) -> Reply:
    """The rules there are; each is asked of all units when it is opened."""
    return Shown(template="county/rules.html", values={"rules": RULES})


@page(
    "GET",
    f"{_FEDERATION}/analytics/{{rule}}",
    "county_rule",
    policy=may("county.read"),
    section=_SECTION,
)
async def county_rule(visit: Visit) -> Reply:
    """What one rule finds in each unit, and between units; counts of few people are left out."""
    days: dict[str, Any] = {name: day_of(visit.query.get(name, "")) for name in ("from", "until")}
    view = await visit.read("readCountyIrregularities", **days)
    values = {"view": view, "names": await unit_names(visit), "days": days}
    return Shown(template="county/rule.html", values=values)
