"""公示公开: what was shown to members or the public, where and until when, and the objections to it."""

from typing import Final

from services.auth import may
from services.pages.asked import asked, codes, signed
from services.pages.lists import Column, Filter, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.steps import step
from services.pages.visit import Visit

_DISCLOSURES: Final = "/unions/{union_id}/disclosures"
_DISCLOSURE: Final = f"{_DISCLOSURES}/{{disclosure_id}}"
_SECTION: Final = "disclosures"


@page("GET", _DISCLOSURES, "disclosures", policy=may("books.read"), section=_SECTION)
async def disclosures(visit: Visit) -> Reply:
    """公开台账, and the notices of hardship files that hang now."""
    answer = await asked(visit, "listDisclosures", "topic", "since", "as_of")
    table = table_of(
        visit,
        "公开台账",
        [
            Column(
                name="topic",
                title="公开内容",
                get=lambda row: row.topic,
                field="DisclosureRow.topic",
                href=lambda row: visit.at(f"/disclosures/{row.disclosure_id}"),
                fixed=True,
            ),
            Column(
                name="channel",
                title="公开方式",
                get=lambda row: row.channel,
                field="DisclosureRow.channel",
            ),
            Column(name="shown_from", title="开始日期", get=lambda row: row.shown_from),
            Column(name="shown_until", title="计划截止", get=lambda row: row.shown_until),
            Column(name="ended_on", title="实际结束", get=lambda row: row.ended_on),
            Column(name="objections", title="异议", get=lambda row: row.objections, align="number"),
        ],
        answer.body.rows,
        filters=(
            Filter(name="topic", title="公开内容", choices=codes("topic")),
            Filter(name="since", title="自", kind="date"),
            Filter(name="as_of", title="截至日期", kind="date"),
        ),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="还没有公开记录。经费收支每年至少向会员公开一次。",
    )
    hanging = (
        (await visit.read("listHouseholds", stage="posted", limit=200)).rows
        if visit.can("listHouseholds")
        else []
    )
    return Shown(template="aid/disclosures.html", values={"table": table, "hanging": hanging})


@page("GET", _DISCLOSURE, "disclosure", policy=may("books.read"), section=_SECTION)
async def disclosure(visit: Visit) -> Reply:
    """One disclosure with the objections to it."""
    view = await visit.read("readDisclosure")
    values = {"row": view.disclosure, "objections": view.objections, "names": await names_of(visit)}
    return Shown(template="aid/disclosure.html", values=values)


step(
    f"{_DISCLOSURES}/new",
    "publishDisclosure",
    leads="/disclosures/{disclosure_id}",
    section=_SECTION,
    prepare=signed({"officer_id": ()}),
)
step(
    f"{_DISCLOSURE}/end",
    "endDisclosure",
    about="readDisclosure",
    leads="/disclosures/{disclosure_id}",
    section=_SECTION,
    prepare=signed({"officer_id": ()}),
)
step(
    f"{_DISCLOSURE}/objections",
    "noteObjection",
    about="readDisclosure",
    leads="/disclosures/{disclosure_id}",
    section=_SECTION,
    prepare=signed({"officer_id": ()}),
)
