"""What the county signs on cases of units: aid approved or refused, one or several; files checked and decided."""

from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

import msgspec

from domain.aid import HANDLING
from domain.officers import APPROVING
from services.auth import may
from services.http.problems import Problem, of_error
from services.pages.asked import signed, signing
from services.pages.page import Reply, Shown, Went, page
from services.pages.reading_forms import day_of
from services.pages.reasons import said
from services.pages.signers import preferred, signers
from services.pages.steps import COMMAND, Prepare, Prepared, step
from services.pages.unit_names import unit_names
from services.pages.visit import Visit

_UNIT: Final = "/federations/{federation_id}/units/{unit_id}"
_AID: Final = f"{_UNIT}/aid-cases/{{aid_case_id}}"
_FILE: Final = f"{_UNIT}/households/{{household_id}}"
_SECTION: Final = "cases"
_APPROVERS: Final = sorted(APPROVING)
_SEVERAL: Final = "/federations/{federation_id}/cases/approve"
_MOST: Final = 50
"""Cases decided with one button: as many as somebody can have looked at."""
_ANY: Final = UUID("6f1d0c5e-3b52-4f0e-9a64-0d5a2f1f7c11")
"""Under which the commands of one form get ids of their own."""


def _beside_checks(prepare: Prepare) -> Prepare:
    async def prepared(visit: Visit) -> Prepared:
        made = await prepare(visit)
        unit = (await unit_names(visit)).get(visit.ids["unit_id"], "")
        return msgspec.structs.replace(made, values={**made.values, "unit": unit})

    return prepared


for path, operation_id in (("approve", "approveAidByCounty"), ("reject", "rejectAidByCounty")):
    step(
        f"{_AID}/{path}",
        operation_id,
        about="readAidCaseOfUnit",
        leads="/units/{unit_id}/aid-cases/{aid_case_id}",
        section=_SECTION,
        prepare=_beside_checks(signed({"approver_id": _APPROVERS})),
        template="county/aid_step.html",
    )


async def _approving(visit: Visit) -> Prepared:
    """The class that was put on notice stands there already."""
    view = await visit.read("readHouseholdOfUnit")
    noticed = [one.outcome for one in view.steps if one.step == "notice_posted" and one.outcome]
    first = {"hardship_class": [noticed[-1]]} if noticed else {}
    return await signing(visit, {"approver_id": _APPROVERS}, texts=first)


for path, operation_id, prepare in (
    ("economic-check", "returnEconomicCheck", signed({"checker_id": sorted(HANDLING)})),
    ("approve", "approveHardship", _approving),
    ("reject", "rejectHardship", signed({"approver_id": _APPROVERS})),
    ("reclassify", "reclassifyHardship", signed({"approver_id": _APPROVERS})),
    ("exit", "exitHardship", signed({"approver_id": _APPROVERS})),
    ("close", "closeHouseholdFile", signed({"approver_id": _APPROVERS})),
):
    step(
        f"{_FILE}/{path}",
        operation_id,
        about="readHouseholdOfUnit",
        leads="/units/{unit_id}/households/{household_id}",
        section=_SECTION,
        prepare=_beside_checks(prepare),
        template="county/household_step.html",
    )


@page("GET", _SEVERAL, "approveSeveral", policy=may("county.decide"), section=_SECTION)
async def nothing_chosen(visit: Visit) -> Reply:
    """The address by itself names no case: back to where they are chosen."""
    return Went(location=visit.at("/cases"))


class Chosen(NamedTuple):
    """One of several cases: as it was looked at, and what became of it."""

    key: str
    unit_id: str
    unit: str
    view: Any
    outcome: str = ""
    is_done: bool = False


@page("POST", _SEVERAL, "approveSeveral", policy=may("county.decide"), section=_SECTION)
async def approve_several(visit: Visit) -> Reply:
    """First the chosen cases beside their checks; sent again with who signs, each is decided by itself."""
    chosen = await _chosen(visit)
    if not chosen:
        return Went(location=visit.at("/cases"))
    signs = visit.posted.text("do") == "approve"
    missing = [name for name in ("occurred_on", "approver_id") if not visit.posted.text(name)]
    if signs and not missing:
        return await _decided(visit, chosen)
    officers = await signers(visit, _APPROVERS)
    typed = {
        "occurred_on": visit.posted.text("occurred_on") or visit.parts.today().isoformat(),
        "approver_id": visit.posted.text("approver_id")
        or "".join(preferred(officers, visit.officer_id)),
        "decision_no": visit.posted.text("decision_no"),
    }
    values = {
        "chosen": chosen,
        "total_fen": sum(one.view.aid_case.requested_fen or 0 for one in chosen),
        "officers": officers,
        "typed": typed,
        "missing": missing if signs else [],
        "command_id": str(uuid4()),
    }
    return Shown(
        template="county/approve_several.html", values=values, status=422 if signs else 200
    )


async def _chosen(visit: Visit) -> list[Chosen]:
    """Return the cases that were ticked and still wait; what somebody else decided meanwhile is left out."""
    names = await unit_names(visit)
    found = []
    for key in dict.fromkeys(visit.posted.all("chosen")[:_MOST]):
        unit_id, _, case_id = key.partition(".")
        try:
            ids = {"unit_id": unit_id, "aid_case_id": case_id}
            view = await visit.read("readAidCaseOfUnit", ids)
        except Problem:
            continue
        found.append(Chosen(key, unit_id, names.get(unit_id, ""), view))
    return found


async def _decided(visit: Visit, chosen: list[Chosen]) -> Shown:
    """Approve each under a command of its own and the version that was looked at; one refusal stops no other."""
    body: dict[str, str] = {
        "occurred_on": day_of(visit.posted.text("occurred_on")),
        "approver_id": visit.posted.text("approver_id"),
    }
    if decision_no := visit.posted.text("decision_no"):
        body["decision_no"] = decision_no
    first = uuid5(_ANY, visit.posted.text(COMMAND))
    told = []
    for one in chosen:
        case_id = one.key.partition(".")[2]
        try:
            await visit.write(
                "approveAidByCounty",
                {"unit_id": one.unit_id, "aid_case_id": case_id},
                msgspec.json.encode(body),
                command_id=str(uuid5(first, one.key)),
                version=visit.posted.text(f"version.{one.key}"),
            )
            told.append(one._replace(outcome="已批准", is_done=True))
        except Exception as error:
            problem = of_error(error)
            if problem is None:
                raise
            faults = [said(fault.code) for fault in problem.faults]
            told.append(one._replace(outcome="；".join(faults) or said(problem.code)))
    done = [one for one in told if one.is_done]
    values = {
        "chosen": told,
        "done": len(done),
        "done_fen": sum(one.view.aid_case.requested_fen or 0 for one in done),
        "leads": visit.at("/cases"),
    }
    return Shown(template="county/approved_several.html", values=values)
