"""走访: who was visited on which occasion, and what became of what they asked for."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from domain.aid import HANDLING, REVIEWING
from services.auth import may
from services.pages.aid_case_steps import open_files
from services.pages.asked import asked, signed, signing
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.visits import VisitRow

_VISITS: Final = "/unions/{union_id}/visits"
_VISIT: Final = f"{_VISITS}/{{visit_id}}"
_SECTION: Final = "visits"


async def occasions(visit: Visit) -> Mapping[str, str]:
    """Return the union's own occasions (五必访) by code; the newest rule of visits that was adopted says them."""
    found: dict[str, str] = {}
    for row in (await visit.read("listPolicies")).rows:
        policy = msgspec.json.decode(row.policy)
        if policy.get("kind") == "visit":
            found = {**found, **policy["occasions"]}
    return found


@page("GET", _VISITS, "visits", policy=may("aid.read"), section=_SECTION)
async def visits(visit: Visit) -> Reply:
    """走访（五必访）记录."""
    answer = await asked(visit, "listVisits", "since", "as_of")
    called = await occasions(visit)
    table = table_of(
        visit,
        "走访记录",
        _columns(visit, called),
        answer.body.rows,
        filters=(
            Filter(name="since", title="自", kind="date"),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        mark=lambda row: "late" if row.within_term is False else "",
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有走访记录。",
    )
    return Shown(template="aid/visits.html", values={"table": table})


def _columns(visit: Visit, called: Mapping[str, str]) -> list[Column[VisitRow]]:
    return [
        Column(name="visited_on", title="走访日期", get=lambda row: row.visited_on),
        Column(
            name="person",
            title="会员",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/visits/{row.visit_id}"),
            fixed=True,
        ),
        Column(
            name="occasion",
            title="走访事由",
            get=lambda row: called.get(row.occasion, row.occasion),
        ),
        Column(name="happened_on", title="事情发生", get=lambda row: row.happened_on),
        Column(
            name="days_to_report",
            title="发生至得知（天）",
            get=lambda row: row.days_to_report,
            align="number",
        ),
        Column(
            name="days_to_visit",
            title="发生至走访（天）",
            get=lambda row: row.days_to_visit,
            align="number",
            mark=lambda row: ("red", "逾期") if row.within_term is False else None,
        ),
        Column(name="result", title="处理结果", get=lambda row: row.result),
    ]


@page("GET", _VISIT, "visit", policy=may("aid.read"), section=_SECTION)
async def one_visit(visit: Visit) -> Reply:
    """One visit."""
    row = (await visit.read("readVisit")).visit
    values = {
        "row": row,
        "names": await names_of(visit),
        "occasion": (await occasions(visit)).get(row.occasion, row.occasion),
    }
    return Shown(template="aid/visit.html", values=values)


async def _recording(visit: Visit) -> Prepared:
    """Occasions, households and pairings are picked by name."""
    pairs = (await visit.read("listPairings", limit=200)).rows
    running = [(str(one.pairing_id), _called(one)) for one in pairs if one.ended_on is None]
    return await signing(
        visit,
        {"visitor_ids": ()},
        choices={
            "occasion": list((await occasions(visit)).items()),
            "household_id": await open_files(visit),
            "pairing_id": running,
        },
    )


def _called(row: Any) -> str:  # noqa: ANN401 # PairingRow
    return f"{row.file_no or ''} {row.person.name or ''}".strip()


step(
    f"{_VISITS}/new",
    "recordVisit",
    leads="/visits/{visit_id}",
    section=_SECTION,
    prepare=_recording,
)
step(
    f"{_VISIT}/follow-up",
    "recordFollowUp",
    about="readVisit",
    leads="/visits/{visit_id}",
    section=_SECTION,
    prepare=signed({"officer_id": sorted(HANDLING | REVIEWING)}),
    template="aid/visit_step.html",
)
step(
    f"{_VISIT}/reverse",
    "reverseVisit",
    about="readVisit",
    leads="/visits",
    section=_SECTION,
    template="aid/visit_step.html",
)
