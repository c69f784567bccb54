"""困难职工档案表, field by field (domain.md 5.2): householder, family, causes, what was done, room for opinions.

Everything personal is masked as on a screen; what stays hidden is written in by hand by who signs.
"""

from collections.abc import Mapping, Sequence

import msgspec

from services.exporters.ledgers.table import word
from services.exporters.prints.document import (
    AnyBlock,
    Column,
    Facts,
    Heading,
    Opinion,
    Sheet,
    Table,
    Words,
    to_sign,
)
from services.exporters.prints.forms import facts
from services.exporters.prints.layout import layout
from services.exporters.prints.stand import Stand
from services.reads.households import HouseholdRow, HouseholdStepRow
from services.reads.rows import MemberRow
from services.words import prints as words

_ACROSS = 3


def household_paper(
    household: HouseholdRow,
    member: MemberRow | None,
    steps: Sequence[HouseholdStepRow],
    union: str,
    stand: Stand,
) -> Sheet:
    """Return the form of a household."""
    about_head, about_family, about_cause, opinions = words.HOUSEHOLD_PARTS
    told = household.circumstances
    head = _head(household, member)
    blocks: list[AnyBlock] = [
        Heading(text=about_head),
        _facts(words.HOUSEHOLDER_FIELDS, head, words.HOUSEHOLD_WIDE),
        Heading(text=about_family),
        *_family(told.get("family")),
        Heading(text=about_cause),
        Facts(
            items=facts(words.CAUSE_FIELDS, _payee(told), wide=frozenset({"cause"}), across=2),
            across=2,
        ),
        _steps(steps),
        Heading(text=opinions),
        *(
            Opinion(
                label=label,
                room=2,
                signed=[*to_sign([words.RESPONSIBLE]), words.STAMP, words.BY_HAND],
            )
            for label in words.HOUSEHOLD_OPINIONS
        ),
    ]
    return Sheet(
        title=words.HOUSEHOLD_TITLE,
        left=words.UNION.format(union=union),
        right=words.YUAN,
        mark=stand.mark,
        tenths=85,
        blocks=blocks,
        signatures=to_sign(words.HOUSEHOLD_SIGNATURES),
    )


def _head(household: HouseholdRow, member: MemberRow | None) -> Mapping[str, str]:
    """What the file says of the householder, and where it says nothing what the roster says."""
    person = household.person
    profile = {} if member is None else member.profile
    return {
        **profile,
        **household.circumstances,
        "file_no": household.file_no or "",
        "hardship_class": word(household.hardship_class),
        "name": person.name or "",
        "id_number": person.id_number or "",
    }


def _payee(told: Mapping[str, str]) -> Mapping[str, str]:
    return {name: told.get(name, "") for name in words.CAUSE_FIELDS}


def _family(text: str | None) -> list[AnyBlock]:
    """Every member of the family; without any, one empty part to write in."""
    try:
        family = msgspec.json.decode(text or "[]", type=list[dict[str, str]])
    except msgspec.DecodeError:  # told in words
        return [Words(text=text or "")]
    found: list[AnyBlock] = []
    for number, one in enumerate(family or [{}], start=1):
        found.append(Heading(text=words.FAMILY_MEMBER.format(number=number)))
        found.append(_facts(words.FAMILY_FIELDS, one, frozenset()))
    return found


def _facts(labels: Mapping[str, str], values: Mapping[str, str], wide: frozenset[str]) -> Facts:
    return Facts(items=facts(labels, values, wide=wide, across=_ACROSS), across=_ACROSS)


def _steps(steps: Sequence[HouseholdStepRow]) -> Table:
    rows = [
        [
            str(step.taken_on),
            words.STEP_WORDS.get(step.step, step.step),
            _outcome(step),
            step.document_no or "",
        ]
        for step in steps
    ]
    laid = layout(words.STEPS_COLUMNS, rows, flipped=False, by_hand=frozenset())
    columns = [
        Column(title=title, weight=weight)
        for title, weight in zip(words.STEPS_COLUMNS, laid.weights, strict=True)
    ]
    return Table(columns=columns, rows=rows, caption=words.STEPS_CAPTION)


def _outcome(step: HouseholdStepRow) -> str:
    if step.working_days is not None:
        return words.STEP_DAYS.format(days=step.working_days)
    outcome = step.outcome or ""
    return words.STEP_OUTCOMES.get(outcome, word(outcome))
