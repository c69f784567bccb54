"""制度标准: the rules adopted with all their values, presets on offer, and rules a union writes itself."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from services.auth import may
from services.http.policies import Adoption
from services.pages.forms import Choices
from services.pages.kinds import kinds_of
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.policies import local_presets, presets
from services.reads.rows import PolicyRow
from services.words.forms import choice_text

_POLICIES: Final = "/unions/{union_id}/policies"
_SECTION: Final = "policies"
_TABLES: Final = frozenset({"posting_map", "irregularity", "visit"})
"""Rules that hold a whole table by code: they are adopted from the presets, or through the API."""


class Adopted(NamedTuple):
    """A rule as it was adopted; `state`: it holds, was replaced by a later one, or is still to come."""

    row: PolicyRow
    kind: str
    title: str
    state: str
    values: dict[str, Any]


@page("GET", _POLICIES, "policies", policy=may("union.read"), section=_SECTION)
async def policies(visit: Visit) -> Reply:
    """Every rule adopted by the date, those that hold first."""
    seen = await visit.read("listPolicies", as_of=visit.query.get("as_of"))
    adopted = adopted_of(seen.rows)
    values = {
        "holding": [one for one in adopted if one.state == "now"],
        "replaced": [one for one in adopted if one.state == "before"],
        "seen": seen,
        "own_kinds": own_kinds(),
    }
    return Shown(template="books/policies.html", values=values)


def adopted_of(rows: Iterable[PolicyRow]) -> list[Adopted]:
    """Return the rules with their values; of those of one kind the one that began last holds."""
    begun = sorted(rows, key=lambda row: row.valid_from)
    read = [(row, msgspec.json.decode(row.policy)) for row in begun]
    last = {values["kind"]: row for row, values in read}
    return [
        Adopted(
            row,
            values["kind"],
            choice_text("kind", values["kind"], "Policy"),
            "now" if last[values["kind"]] is row else "before",
            {k: v for k, v in values.items() if k not in ("kind", "policy_id", "version")},
        )
        for row, values in reversed(read)
    ]


@cache
def own_kinds() -> Choices:
    """Return the kinds of rules there is a form for."""
    chosen = next(kind for kind in kinds_of(Adoption) if kind.name == "policy")
    tags = [tag for tag, _ in chosen.variants if tag not in _TABLES]
    return [(tag, choice_text("kind", tag, "Policy")) for tag in tags]


@cache
def preset_choices() -> Choices:
    """Return the rules on offer by the name `preset_called` knows them under."""
    offered = [
        (
            one.policy.policy_id,
            f"{_kind_of(one.policy)}：{one.policy.policy_id}（{one.document_no}）",
        )
        for one in presets()
    ]
    ids = [policy_id for policy_id, _ in offered]
    unique = [choice for choice in offered if ids.count(choice[0]) == 1]
    local = [
        (name, f"{_kind_of(one.policy)}：{one.policy.policy_id}（{one.document_no}）")
        for name, one in local_presets().items()
    ]
    return [*unique, *local]


def _kind_of(policy: msgspec.Struct) -> str:
    return choice_text("kind", str(policy.__struct_config__.tag), "Policy")


async def _from_preset(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(
        choices={"preset_id": preset_choices()},
        left_out=frozenset({"policy", "adoption_id"}),
        values={"note": "不填生效日期和文号的，用所选规定自带的。"},
    )


async def _own(visit: Visit) -> Prepared:
    """The kind is said by the address; the whole rule is written out."""
    kind = visit.query.get("policy.kind") or visit.posted.text("policy.kind")
    seen = await visit.read("listPolicies")
    holding = next((one for one in adopted_of(seen.rows) if one.kind == kind), None)
    texts: dict[str, list[str]] = {"policy.kind": [kind]}
    if holding is not None:
        texts["policy.policy_id"] = [holding.row.policy_id]
        texts["policy.version"] = [str(holding.row.policy_version + 1)]
    note = "规定须写全。改动现行规定的，编号不变，版本加一，从新的生效日期起适用。"
    return Prepared(
        texts=texts, left_out=frozenset({"preset_id", "adoption_id"}), values={"note": note}
    )


step(
    f"{_POLICIES}/adopt",
    "adoptPolicy",
    about="readUnion",
    leads="/policies",
    section=_SECTION,
    prepare=_from_preset,
    template="books/noted_step.html",
)
step(
    f"{_POLICIES}/write",
    "adoptPolicy",
    about="readUnion",
    leads="/policies",
    section=_SECTION,
    prepare=_own,
    template="books/noted_step.html",
)
