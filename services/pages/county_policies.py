"""下发规定: rules the county adopts for its units, from which day, and in which units they stand already."""

from typing import Any, Final, NamedTuple

import msgspec

from services.auth import may
from services.http.problems import Problem
from services.pages.page import Reply, Shown, page
from services.pages.policies import own_kinds, preset_choices
from services.pages.reasons import said
from services.pages.steps import Prepared, step
from services.pages.unit_names import unit_choices, unit_names
from services.pages.visit import Visit
from services.reads.county import AdoptionRow
from services.words.forms import choice_text

_ADOPTIONS: Final = "/federations/{federation_id}/adoptions"
_ADOPTION: Final = f"{_ADOPTIONS}/{{adoption_id}}"
_SECTION: Final = "policies"


class Rule(NamedTuple):
    """A rule for units: what kind, since when, for whom, and its values."""

    row: AdoptionRow
    title: str
    values: dict[str, Any]
    is_to_come: bool


@page("GET", _ADOPTIONS, "adoptions", policy=may("county.read"), section=_SECTION)
async def adoptions(visit: Visit) -> Reply:
    """Every rule, the latest first, with the day it holds from."""
    seen = await visit.read("listAdoptions", as_of=visit.query.get("as_of"))
    values = {
        "rules": [_rule(visit, row) for row in reversed(seen.rows)],
        "seen": seen,
        "names": await unit_names(visit),
        "own_kinds": own_kinds(),
    }
    return Shown(template="county/adoptions.html", values=values)


def _rule(visit: Visit, row: AdoptionRow) -> Rule:
    values = msgspec.json.decode(row.policy)
    told = {k: v for k, v in values.items() if k not in ("kind", "policy_id", "version")}
    title = choice_text("kind", values["kind"], "Policy")
    return Rule(row, title, told, row.valid_from > visit.parts.today())


@page("GET", _ADOPTION, "adoption", policy=may("county.read"), section=_SECTION)
async def adoption(visit: Visit) -> Reply:
    """In which units' own logs a rule stands, and why not yet in the others."""
    standing = await visit.read("readAdoption")
    rows = (await visit.read("listAdoptions")).rows
    row = next((one for one in rows if str(one.adoption_id) == visit.ids["adoption_id"]), None)
    if row is None:
        raise Problem("policy.adoption_unknown")
    names = await unit_names(visit)
    values = {
        "rule": _rule(visit, row),
        "done": [names.get(str(unit), "") for unit in standing.done],
        "waiting": [
            (names.get(str(unit), ""), unit, said(code)) for unit, code in standing.waiting.items()
        ],
    }
    return Shown(template="county/adoption.html", values=values)


async def _from_preset(visit: Visit) -> Prepared:
    return Prepared(
        choices={"preset_id": preset_choices(), "units": await unit_choices(visit)},
        left_out=frozenset({"policy", "adoption_id"}),
        values={
            "note": "不勾选单位的，对全部单位（包括以后登记的）执行。不填生效日期和文号的，用所选规定自带的。"
        },
    )


async def _own(visit: Visit) -> Prepared:
    """The kind is said by the address; the whole rule is written out."""
    kind = visit.query.get("policy.kind") or visit.posted.text("policy.kind")
    return Prepared(
        texts={"policy.kind": [kind]},
        choices={"units": await unit_choices(visit)},
        left_out=frozenset({"preset_id", "adoption_id"}),
        values={
            "note": "规定须写全；改动现行规定的，编号不变，版本加一。不勾选单位的，对全部单位执行。"
        },
    )


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(values={"note": ""})


for path, operation_id, prepare in (
    (f"{_ADOPTIONS}/new", "adoptForUnits", _from_preset),
    (f"{_ADOPTIONS}/write", "adoptForUnits", _own),
    (f"{_ADOPTION}/carry-out", "carryOutAdoption", _plain),
):
    step(
        path,
        operation_id,
        leads="/adoptions/{adoption_id}",
        section=_SECTION,
        prepare=prepare,
        template="books/noted_step.html",
    )
