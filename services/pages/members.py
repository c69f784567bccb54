"""会员名册: the list with its search, one member with everything about them, and names picked in forms."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from services.auth import may
from services.http.dues import DuesAccount
from services.http.problems import Problem
from services.http.searches import MembersFound, number_typed
from services.pages.asked import asked, codes
from services.pages.forms import Choices
from services.pages.lists import Column, Filter, Table, by_cursor, by_number, table_of
from services.pages.member_offers import Offer, offers_of, warnings_of
from services.pages.page import Reply, Shown, Went, page
from services.pages.papers import file_page
from services.pages.pickers import members_fitting
from services.pages.reading_forms import count_of
from services.pages.reasons import said
from services.pages.visit import Visit
from services.reads.rows import ChangeRow, MemberRow
from services.words.forms import choice_text

MEMBERS: Final = "/unions/{union_id}/members"
MEMBER: Final = f"{MEMBERS}/{{member_id}}"
SECTION: Final = "members"
_SIZE: Final = 50
_TYPED_MOST: Final = 100
"""What goes on into an address: longer is no name, and no server takes an address of any length."""
_ASKED: Final = ("q", "membership", "place_id", "sort", "as_of", "density")
_SORTS: Final = (
    ("relevance", "最相符的在前"),
    ("name", "按姓名"),
    ("joined_on", "按入会日期"),
    ("entered", "按登记先后"),
)
_ENDS_ONLY: Final = "您的岗位不能按整个号码查找。请输入姓名、拼音首字母，或者号码的后四位。"
_HISTORY: Final = 100
_RECEIPTS: Final = 6
_PICKED: Final = 12


@page("GET", MEMBERS, "members", policy=may("members.read"), section=SECTION)
async def members(visit: Visit) -> Reply:
    """Who is a member, who was: searched by name, pinyin, initials or the end of a number."""
    wanted: dict[str, Any] = {name: visit.query.get(name) for name in _ASKED if name != "density"}
    number = visit.query.get("page", "")
    found = await visit.read("searchMembers", page=count_of(number) or 1, size=_SIZE, **wanted)
    typed = {name: visit.query.get(name, "") for name in _ASKED}
    return await _listed(visit, found, typed)


@page("POST", MEMBERS, "members", policy=may("members.read"), section=SECTION)
async def search(visit: Visit) -> Reply:
    """The search as it was typed: a whole number is looked up here and now, the rest goes into the address."""
    typed = {name: visit.posted.text(name)[:_TYPED_MOST] for name in _ASKED}
    if number_typed(typed["q"]) is None:
        return Went(location=visit.at("/members", **typed))
    if not visit.can("searchMembersPrivately"):
        return await _listed(
            visit, await visit.read("searchMembers", size=_SIZE), typed, error=_ENDS_ONLY
        )
    body = {name: typed[name] for name in ("q", "membership", "place_id") if typed[name]}
    try:
        answer = await visit.write("searchMembersPrivately", body=msgspec.json.encode(body))
    except Problem as problem:
        if problem.code.startswith("access."):
            raise
        everybody = await visit.read("searchMembers", size=_SIZE)
        return await _listed(visit, everybody, typed, error=said(problem.code))
    return await _listed(visit, answer.body, typed)


async def _listed(
    visit: Visit, found: MembersFound, typed: dict[str, str], *, error: str = ""
) -> Shown:
    values = {
        "table": _table(visit, found),
        "typed": typed,
        "places": await places_of(visit),
        "memberships": codes("membership"),
        "sorts": _SORTS,
        "error": error,
    }
    return Shown(template="people/members.html", values=values, status=422 if error else 200)


def _table(visit: Visit, found: MembersFound) -> Table:
    exported = {name: visit.query.get(name) for name in ("membership", "place_id")}
    return table_of(
        visit,
        "会员名册",
        _columns(visit),
        found.rows,
        mark=lambda row: "" if row.membership in (None, "active", "retained") else "gone",
        turning=by_number(visit, page=found.page, pages=found.pages, total=found.total, size=_SIZE),
        export=visit.at("/members/workbook", **exported) if visit.can("exportRoster") else None,
        position=found.position,
        as_of=found.as_of,
        empty="没有符合条件的会员。可以只输入姓名的一部分、拼音首字母，或者证件、电话的后四位。",
    )


def _columns(visit: Visit) -> list[Column[MemberRow]]:
    return [
        Column(
            name="person",
            title="姓名",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/members/{row.member_id}"),
            fixed=True,
        ),
        Column(name="id_number", title="身份证号", get=lambda row: row.person.id_number),
        Column(name="department", title="部门", get=lambda row: row.profile.get("department")),
        Column(
            name="membership",
            title="会籍",
            get=standing,
            mark=lambda row: next(iter(warnings_of(row)), None),
        ),
        Column(name="since", title="自", get=lambda row: row.since),
        Column(name="joined_on", title="入会日期", get=lambda row: row.joined_on),
        Column(name="branch", title="分会", get=lambda row: row.branch),
        Column(name="group", title="小组", get=lambda row: row.group),
        Column(
            name="mobile",
            title="联系电话",
            get=lambda row: row.profile.get("mobile"),
            hidden=True,
        ),
        Column(
            name="certificate",
            title="会员证号",
            get=lambda row: row.certificate.get("number") or row.profile.get("certificate_no"),
            hidden=True,
        ),
    ]


def standing(row: MemberRow) -> str:
    """Return what somebody is to the union, in words."""
    if row.membership is None:
        return "申请中" if row.applied_on else "未入会"
    return choice_text("membership", row.membership)


@page("POST", f"{MEMBERS}/pick", "pick_member", policy=may("members.read"), section=SECTION)
async def pick(visit: Visit) -> Reply:
    """Who fits what was typed so far into a form's field."""
    typed = visit.posted.text("q")[:40]
    rows: Sequence[MemberRow] = ()
    if typed:
        try:
            rows = (await members_fitting(visit, typed))[:_PICKED]
        except Problem as problem:
            if problem.code.startswith("access."):
                raise
    values = {"rows": [(row, standing(row)) for row in rows]}
    return Shown(template="people/pick.html", values=values)


@page("GET", MEMBER, "member", policy=may("members.read"), section=SECTION)
async def member(visit: Visit) -> Reply:
    """One member: what is known, what may be done, dues, certificates, and everything that happened."""
    view = await visit.read("readMember")
    row: MemberRow = view.member
    account, owed = await _dues(visit, row)
    happened = await visit.read("readMemberHistory", limit=_HISTORY)
    transfer = _pending_transfer(view.history) if row.transferring else None
    leads_outside = transfer is None or not await _is_between_books(visit, transfer)
    values = {
        "row": row,
        "standing": standing(row),
        "marks": warnings_of(row),
        "offers": _open_to(visit, offers_of(row, transfer=transfer, leads_outside=leads_outside)),
        "transfer": transfer,
        "certificates": (await visit.read("listCertificates")).rows,
        "dues": account,
        "receipts": _RECEIPTS,
        "owed": owed,
        "changes": list(reversed(view.history)),
        "history_rows": happened.rows,
        "history_total": happened.total,
    }
    return Shown(template="people/member.html", values=values)


def _open_to(visit: Visit, offers: Sequence[Offer]) -> list[Offer]:
    """Return the steps whoever looks may take."""
    kept = [
        Offer(one.title, tuple(taken for taken in one.steps if visit.can(taken[0])))
        for one in offers
    ]
    return [one for one in kept if one.steps]


async def _dues(
    visit: Visit, row: MemberRow
) -> tuple[DuesAccount | None, list[tuple[str, int, int]]]:
    """Return the account and the months owed; nothing for whoever may not read dues, or audits something else."""
    if not visit.can("readDuesAccount"):
        return None, []
    try:
        account: DuesAccount = await visit.read("readDuesAccount")
        return account, await _owed(visit, row)
    except Problem:
        if visit.engagement_id is None:
            raise
        return None, []


async def _owed(visit: Visit, row: MemberRow) -> list[tuple[str, int, int]]:
    """Return the months of this year that are unpaid: what is due, what is left."""
    if row.membership is None:
        return []
    year = await visit.read("readAssessments", year=visit.parts.today().year)
    return [
        (one.assessment.month, one.assessment.due_fen, one.arrears_fen)
        for one in year.months
        if one.arrears_fen > 0
    ]


def _pending_transfer(history: Sequence[ChangeRow]) -> str | None:
    started = [one.transfer_id for one in history if one.change == "start_transfer_out"]
    return None if not started or started[-1] is None else str(started[-1])


async def _is_between_books(visit: Visit, transfer_id: str) -> bool:
    """Tell whether the new union keeps its books here: then it accepts, and nothing is noted by hand."""
    rows = (await visit.read("listTransfers")).rows
    return any(str(row.transfer_id) == transfer_id and row.new_union_id for row in rows)


@page("GET", "/unions/{union_id}/changes", "changes", policy=may("members.read"), section=SECTION)
async def changes(visit: Visit) -> Reply:
    """会员变动台账 between two dates."""
    today = visit.parts.today()
    since = visit.query.get("since") or today.replace(month=1, day=1).isoformat()
    answer = await asked(visit, "listMembershipChanges", "as_of", since=since)
    columns: list[Column[ChangeRow]] = [
        Column(name="changed_on", title="日期", get=lambda row: row.changed_on, fixed=True),
        Column(
            name="person",
            title="姓名",
            get=lambda row: row.person.name,
            href=lambda row: visit.at(f"/members/{row.member_id}"),
        ),
        Column(name="change", title="变动", get=lambda row: row.change),
        Column(name="cause", title="原因", get=lambda row: row.cause),
        Column(name="other_union", title="对方工会", get=lambda row: row.other_union),
        Column(name="decision_no", title="文号", get=lambda row: row.decision_no),
    ]
    table = table_of(
        visit,
        "会员变动台账",
        columns,
        answer.body.rows,
        filters=(
            Filter(name="since", title="自", kind="date", value=since),
            Filter(name="as_of", title="至", kind="date"),
        ),
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
        empty="这段时间没有会籍变动。",
    )
    return Shown(template="people/changes.html", values={"table": table})


async def places_of(visit: Visit, kind: str = "") -> Choices:
    """Return the open branches and groups by name, of one kind or all: groups under their branch."""
    rows = [row for row in (await visit.read("listBranches")).rows if row.closed_on is None]
    names = {row.branch_id: row.name for row in rows}
    return [
        (
            str(row.branch_id),
            f"{names[row.parent_branch_id]} / {row.name}"
            if row.parent_branch_id in names
            else row.name,
        )
        for row in rows
        if kind in ("", row.kind)
    ]


file_page("/members/workbook", "exportRoster", action="members.read", section=SECTION)
file_page(
    "/prints/members/{member_id}/form", "typesetMember", action="members.read", section=SECTION
)
