"""困难职工档案: the steps of a file that the union takes, each a form of its own."""

from typing import Final

from domain.aid import HANDLING, REVIEWING
from services.auth import may
from services.pages.asked import signed, signing
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_HOUSEHOLDS: Final = "/unions/{union_id}/households"
_HOUSEHOLD: Final = f"{_HOUSEHOLDS}/{{household_id}}"
_LEADS: Final = "/households/{household_id}"
_SECTION: Final = "households"
_STEP: Final = "aid/household_step.html"
_FORM: Final = "aid/hardship_form.html"
_HANDLING: Final = sorted(HANDLING)
_REVIEWING: Final = sorted(REVIEWING)
_ANSWERING: Final = (*_REVIEWING, "audit_committee_chair")
_VISITING: Final = ()
"""Whoever holds any office may come along on a visit."""


async def _again(visit: Visit) -> Prepared:
    return await signing(visit, {"handler_id": _HANDLING}, values={"again": True})


async def _noticed(visit: Visit) -> Prepared:
    """The sheet stands above the form: what will hang out is looked at before it hangs."""
    view = await visit.read("readHousehold")
    sheet = await visit.read("readHardshipNotice")
    advised = [one.outcome for one in view.steps if one.step == "economic_check" and one.outcome]
    is_class = bool(advised) and advised[-1] != "above_the_lines"
    first = {"hardship_class": [advised[-1]]} if is_class else {}
    return await signing(
        visit,
        {"handler_id": _HANDLING},
        texts=first,
        values={
            "sheet": sheet,
            "unit": sheet.lines[0].unit if sheet.lines else "",
            "is_open": view.household.stage == "checked" and visit.can("postPublicNotice"),
        },
    )


async def _opening(visit: Visit) -> Prepared:
    """The number typed with the application is not on record before the file is: it is asked for again."""
    number = (await visit.read("readHousehold")).household.file_no
    return Prepared(texts={} if number is None else {"file_no": [number]}, values={"again": False})


async def _blank(_: Visit) -> Prepared:
    return Prepared(values={"again": False})


async def _applying(visit: Visit) -> Prepared:
    return await signing(visit, {"handler_id": _HANDLING}, values={"again": False})


async def _changing(visit: Visit) -> Prepared:
    return await signing(visit, {"handler_id": _HANDLING}, values={"again": True})


step(
    f"{_HOUSEHOLDS}/apply",
    "applyForHardship",
    leads=_LEADS,
    section=_SECTION,
    prepare=_applying,
    template=_FORM,
)
step(
    f"{_HOUSEHOLDS}/open",
    "openHouseholdFile",
    leads=_LEADS,
    section=_SECTION,
    prepare=_blank,
    template=_FORM,
)
step(
    f"{_HOUSEHOLD}/apply",
    "applyAgainForHardship",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=_again,
    template=_FORM,
)
step(
    f"{_HOUSEHOLD}/review-application",
    "reviewHardshipApplication",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"reviewer_id": _REVIEWING}),
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/home-visit",
    "recordHomeVisit",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"visitor_ids": _VISITING}),
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/notice",
    "postPublicNotice",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=_noticed,
    template="aid/notice_step.html",
    policy=may("aid.read"),
)
step(
    f"{_HOUSEHOLD}/notice/close",
    "closePublicNotice",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"handler_id": _HANDLING}),
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/objections",
    "raiseObjection",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/objections/{{objection_id}}/resolve",
    "resolveObjection",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"officer_id": _ANSWERING}),
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/open",
    "openApprovedFile",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=_opening,
    template=_FORM,
)
step(
    f"{_HOUSEHOLD}/reviews",
    "reviewHardship",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"reviewer_id": _REVIEWING}),
    template=_STEP,
)
step(
    f"{_HOUSEHOLD}/changes",
    "changeHousehold",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=_changing,
    template=_FORM,
)
step(
    f"{_HOUSEHOLD}/relapse",
    "recordRelapse",
    about="readHousehold",
    leads=_LEADS,
    section=_SECTION,
    prepare=signed({"found_by_id": _VISITING}),
    template=_STEP,
)
