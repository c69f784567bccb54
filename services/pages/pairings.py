"""一帮一结对: who stands by which household until when, and how far they are."""

from typing import Final

from domain.aid import HANDLING, REVIEWING
from services.auth import may
from services.pages.aid_case_steps import open_files
from services.pages.asked import asked, signed, signing
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.pairings import PairingRow

_PAIRINGS: Final = "/unions/{union_id}/pairings"
_PAIRING: Final = f"{_PAIRINGS}/{{pairing_id}}"
_SECTION: Final = "visits"


@page("GET", _PAIRINGS, "pairings", policy=may("aid.read"), section=_SECTION)
async def pairings(visit: Visit) -> Reply:
    """一帮一结对台账."""
    answer = await asked(visit, "listPairings", "as_of")
    names = await names_of(visit)
    today = answer.body.as_of
    table = table_of(
        visit,
        "结对帮扶台账",
        [
            Column(
                name="person",
                title="困难户主",
                get=lambda row: row.person.name,
                href=lambda row: visit.at(f"/pairings/{row.pairing_id}"),
                fixed=True,
            ),
            Column(name="file_no", title="档案编号", get=lambda row: row.file_no),
            Column(
                name="cadre",
                title="帮扶人",
                get=lambda row: names.get(str(row.cadre_id), "已离任"),
            ),
            Column(name="started_on", title="结对日期", get=lambda row: row.started_on),
            Column(
                name="due_on",
                title="脱困期限",
                get=lambda row: row.due_on,
                mark=lambda row: ("red", "已到期") if _is_late(row, today) else None,
            ),
            Column(name="progress", title="进展", get=lambda row: row.progress),
            Column(name="visits", title="走访次数", get=lambda row: row.visits, align="number"),
            Column(
                name="outcome",
                title="结果",
                get=lambda row: row.outcome,
                field="PairingEnd.outcome",
            ),
        ],
        answer.body.rows,
        filters=(Filter(name="as_of", title="截至日期", kind="date"),),
        mark=lambda row: "late" if _is_late(row, today) else "",
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="没有结对帮扶。",
    )
    return Shown(template="aid/pairings.html", values={"table": table})


def _is_late(row: PairingRow, day: object) -> bool:
    return row.ended_on is None and str(row.due_on) < str(day)


@page("GET", _PAIRING, "pairing", policy=may("aid.read"), section=_SECTION)
async def pairing(visit: Visit) -> Reply:
    """One pairing."""
    row = (await visit.read("readPairing")).pairing
    late = _is_late(row, visit.parts.today())
    values = {"row": row, "late": late, "names": await names_of(visit)}
    return Shown(template="aid/pairing.html", values=values)


async def _starting(visit: Visit) -> Prepared:
    return await signing(visit, {"cadre_id": ()}, choices={"household_id": await open_files(visit)})


step(
    f"{_PAIRINGS}/new",
    "startPairing",
    leads="/pairings/{pairing_id}",
    section=_SECTION,
    prepare=_starting,
)
step(
    f"{_PAIRING}/review",
    "reviewPairing",
    about="readPairing",
    leads="/pairings/{pairing_id}",
    section=_SECTION,
    prepare=signed({"reviewer_id": sorted(REVIEWING)}),
    template="aid/pairing_step.html",
)
step(
    f"{_PAIRING}/end",
    "endPairing",
    about="readPairing",
    leads="/pairings/{pairing_id}",
    section=_SECTION,
    prepare=signed({"officer_id": sorted(HANDLING | REVIEWING)}),
    template="aid/pairing_step.html",
)
