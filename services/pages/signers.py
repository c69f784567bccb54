"""Who signs a step of the books: a person signs as themselves; whom a paper names besides is picked by office."""

from collections.abc import Collection, Mapping

from services.pages.forms import Choices
from services.pages.visit import Visit
from services.words.forms import choice_text


async def own_signature(visit: Visit) -> Choices:
    """Return oneself as the only choice, with every office held: nobody signs for somebody else."""
    everybody = await signers(visit, ())
    own = [choice for choice in everybody if choice[0] == visit.officer_id]
    return own or everybody


async def signers(visit: Visit, offices: Collection[str]) -> Choices:
    """Return the holders of some offices, each once with every office held; all officers where nobody holds one."""
    rows = (await visit.read(_reads(visit))).rows
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
    rows = (await visit.read(_reads(visit))).rows
    return {str(row.officer_id): str(row.name) for row in rows}


def _reads(visit: Visit) -> str:
    """The officers of the place: of a union, or of the county."""
    return "listCountyOfficers" if "federation_id" in visit.ids else "listOfficers"


def preferred(choices: Choices, *wanted: str | None) -> list[str]:
    """Return who stands in the form at first: the first wanted that may be chosen, or the only one."""
    offered = {who for who, _ in choices}
    for one in wanted:
        if one and one in offered:
            return [one]
    return [choices[0][0]] if len(choices) == 1 else []
