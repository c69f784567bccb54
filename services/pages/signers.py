"""Who may sign a step of the books: the officers of the offices it asks for, by name."""

from collections.abc import Collection, Mapping

from services.pages.forms import Choices
from services.pages.visit import Visit
from services.words.forms import choice_text


async def signers(visit: Visit, offices: Collection[str]) -> Choices:
    """Return the holders of some offices, each once with every office held; all officers where nobody holds one."""
    rows = (await visit.read("listOfficers")).rows
    fitting = {str(row.officer_id) for row in rows if row.office in offices}
    held: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for row in rows:
        who = str(row.officer_id)
        if who in fitting or not fitting:
            names[who] = str(row.name)
            held.setdefault(who, []).append(choice_text("office", row.office))
    return [(who, f"{names[who]}（{'、'.join(titles)}）") for who, titles in held.items()]


async def names_of(visit: Visit) -> Mapping[str, str]:
    """Return the names of the officers of today by their ids, as this visitor may see them."""
    return {str(row.officer_id): str(row.name) for row in (await visit.read("listOfficers")).rows}


def preferred(choices: Choices, own: str | None, other: str = "") -> list[str]:
    """Return who stands in the form at first: oneself where one may sign, else another known one, else nobody."""
    offered = {who for who, _ in choices}
    if own in offered and own is not None:
        return [own]
    if other in offered and other:
        return [other]
    return [choices[0][0]] if len(choices) == 1 else []
