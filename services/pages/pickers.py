"""People and places picked by name: what a form offers for a field that wants an id.

Offices, branches and the like are short lists. Members are many: they are typed (name, pinyin initials or number)
and found when the form is sent, or offered while typing where there is a script.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from services.http.problems import Fault, Problem
from services.http.searches import number_typed
from services.pages.forms import Choices
from services.pages.kinds import Kind
from services.pages.tried import tried
from services.pages.visit import Posted, Visit
from services.reads.rows import MemberRow
from services.words.forms import choice_text

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MEMBERS: Final = frozenset({"member_id", "beneficiary_id", "householder_id", "recipient_id"})
OFFICERS: Final = frozenset(
    {
        "abandoned_by", "approved_by", "approver_id", "asserted_by", "auditor_id", "cadre_id", "cashier_id",
        "checker_id", "closed_by", "decided_by", "deliverer_id", "discarded_by", "disclosed_by", "drafted_by",
        "found_by_id", "handler_id", "issued_by", "locked_by", "officer_id", "posted_by", "proposed_by",
        "reported_by", "requested_by", "returned_by", "reviewer_id", "signed_by", "visitor_ids", "withdrawn_by",
    }
)  # fmt: skip
BRANCHES: Final = frozenset({"branch_id", "group_id", "parent_branch_id"})
UNITS: Final = frozenset({"unit_id", "target_union_id", "units", "parent_id"})


async def offered(visit: Visit, kinds: Sequence[Kind]) -> dict[str, Choices]:
    """Return the short lists to choose from, for the ids a form asks for."""
    wanted = {kind.name for kind in walk(kinds) if kind.widget in ("id", "ids")}
    found: dict[str, Choices] = {}
    if officers := wanted & OFFICERS:
        found |= dict.fromkeys(officers, await officers_of(visit))
    branches = wanted & BRANCHES
    if branches and "union_id" in visit.ids:
        found |= await _branches(visit, branches)
    return found


async def officers_of(visit: Visit) -> Choices:
    """Return who holds which office here, by name; one person may hold several."""
    reads = "listCountyOfficers" if "federation_id" in visit.ids else "listOfficers"
    rows = (await visit.read(reads)).rows
    titles: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        held_by = (str(row.officer_id), str(row.name))
        titles.setdefault(held_by, []).append(choice_text("office", row.office))
    return [(who, f"{name}（{'、'.join(held)}）") for (who, name), held in titles.items()]


async def people_named(visit: Visit, kinds: Sequence[Kind]) -> Posted:
    """Return what was sent, with ids in place of members' names; raises Problem for one nobody or several bear."""
    texts = dict(visit.posted.texts)
    for name in _member_fields(kinds, texts):
        typed = visit.posted.text(name)
        if typed and not _UUID.fullmatch(typed):
            texts[name] = [await _found(visit, name, typed)]
    return msgspec.structs.replace(visit.posted, texts=texts)


async def chosen_people(
    visit: Visit, kinds: Sequence[Kind], texts: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return the masked names of the members a form names by id."""
    shown: dict[str, str] = {}
    for name in _member_fields(kinds, texts):
        given = texts.get(name) or [""]
        if _UUID.fullmatch(given[-1]) and visit.can("readMember"):
            found = await tried(visit.read("readMember", {"member_id": given[-1]}))
            if not isinstance(found, Problem):
                shown[name] = str(found.member.person.name)
    return shown


def walk(kinds: Sequence[Kind]) -> list[Kind]:
    """Return fields and the fields inside them."""
    return [one for kind in kinds for one in (kind, *walk(kind.inner))]


def _member_fields(kinds: Sequence[Kind], texts: Mapping[str, Sequence[str]]) -> list[str]:
    direct = [kind.name for kind in kinds if kind.name in MEMBERS]
    inside = [name for name in texts if "." in name and name.rpartition(".")[2] in MEMBERS]
    return [*direct, *inside]


async def members_fitting(visit: Visit, typed: str) -> Sequence[MemberRow]:
    """Return who fits what was typed; a whole number is looked up in a body, for whoever may."""
    if number_typed(typed) is None:
        found: Sequence[MemberRow] = (await visit.read("searchMembers", q=typed)).rows
        return found
    if not visit.can("searchMembersPrivately"):
        return ()
    body = msgspec.json.encode({"q": typed})
    return (await visit.write("searchMembersPrivately", body=body)).body.rows  # type: ignore[no-any-return] # rows of the answer


async def _found(visit: Visit, name: str, typed: str) -> str:
    rows = await members_fitting(visit, typed)
    if len(rows) != 1:
        code = "member.unknown" if not rows else "request.several_people_fit"
        raise Problem(code, faults=[Fault(f"#/{name.replace('.', '/')}", code)])
    return str(rows[0].member_id)


async def _branches(visit: Visit, wanted: Iterable[str]) -> dict[str, Choices]:
    rows = (await visit.read("listBranches")).rows
    choices = [(str(row.branch_id), str(row.name)) for row in rows]
    return dict.fromkeys(wanted, choices)
