"""A form as it is shown: an operation's fields with labels, choices, what was typed and what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from services.http.problems import Problem
from services.pages.kinds import Kind
from services.pages.reading_forms import rows_sent
from services.pages.reasons import reason_on_page
from services.pages.visit import Posted
from services.words.forms import choice_text, field_hint, field_label, struct_title

Choices = Sequence[tuple[str, str]]

_BLANK_ROWS: Final = 2


class Input(msgspec.Struct, kw_only=True):
    """One input, or a group or list of them, ready for the template."""

    name: str
    label: str
    widget: str
    required: bool = False
    hint: str = ""
    value: str = ""
    values: Sequence[str] = ()
    choices: Choices = ()
    error: str = ""
    max_length: int | None = None
    inner: Sequence["Input"] = ()
    rows: Sequence[Sequence["Input"]] = ()
    shown: str = ""


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """What fills a form: texts by dotted name, choices of ids by the field's own name, and faults by dotted name.

    `left_out`: fields the page fills by itself. `more`: lists that shall show more empty rows.
    """

    texts: Mapping[str, Sequence[str]] = {}
    choices: Mapping[str, Choices] = {}
    faults: Mapping[str, str] = {}
    left_out: frozenset[str] = frozenset()
    shown: Mapping[str, str] = {}
    more: str = ""


def inputs_of(kinds: Sequence[Kind], filling: Filling) -> list[Input]:
    """Return the inputs of a form, in the order of the body's fields."""
    return [_input(kind, kind.name, filling) for kind in kinds if kind.name not in filling.left_out]


def faults_of(problem: Problem) -> dict[str, str]:
    """Return what is wrong, by dotted name of the field; what belongs to no field is under an empty name."""
    found: dict[str, str] = {}
    for fault in problem.faults:
        name = fault.pointer.removeprefix("#").strip("/").replace("/", ".")
        reason = reason_on_page(fault.code)
        found.setdefault(name, f"{reason.what}。{reason.mend}")
    return found


def flat(value: object, name: str = "") -> dict[str, list[str]]:
    """Return a struct or JSON document as texts by dotted name, as a form would send them."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, Mapping):
        items = [(f"{name}.{key}".strip("."), inner) for key, inner in value.items()]
    elif isinstance(value, list | tuple) and value and not isinstance(value[0], str):
        items = [(f"{name}.{place}", inner) for place, inner in enumerate(value)]
    elif isinstance(value, list | tuple):
        return {name: [str(one) for one in value]} if value else {}
    elif value is None or value is msgspec.UNSET:
        return {}
    else:
        return {name: [_typed(name, value)]}
    return {key: texts for path, inner in items for key, texts in flat(inner, path).items()}


def _typed(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    is_money = isinstance(value, int) and name.rpartition(".")[2].endswith("fen")
    if is_money and isinstance(value, int):
        sign, fen = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{fen // 100}.{fen % 100:02d}"
    return str(value)


def _input(kind: Kind, name: str, filling: Filling) -> Input:
    given = filling.texts.get(name, ())
    made = Input(
        name=name,
        label=field_label(kind.owner, kind.name),
        hint=field_hint(kind.owner, kind.name) or "",
        widget=kind.widget,
        required=kind.required,
        value=given[-1] if given else kind.default,
        values=given,
        error=filling.faults.get(name, ""),
        max_length=kind.max_length,
        shown=filling.shown.get(name, ""),
    )
    match kind.widget:
        case "choice" | "choices":
            made.choices = [
                (value, choice_text(kind.name, value, kind.owner)) for value in kind.choices
            ]
        case "id" | "ids" | "text" | "texts" | "number":
            made.choices = filling.choices.get(name, filling.choices.get(kind.name, ()))
            if made.choices:
                made.widget = "choices" if kind.widget in ("ids", "texts") else "choice"
        case "group":
            made.inner = [_input(one, f"{name}.{one.name}", filling) for one in kind.inner]
        case "groups":
            made.rows = _rows(kind, name, filling)
        case "variant":
            made.widget = "group"
            made.inner = _of_variant(kind, name, filling)
    return made


def _rows(kind: Kind, name: str, filling: Filling) -> list[list[Input]]:
    numbers = rows_sent(name, Posted(texts=filling.texts))
    blank = _BLANK_ROWS * (3 if filling.more == name else 1)
    following = range(
        (numbers[-1] + 1) if numbers else 0, (numbers[-1] if numbers else -1) + 1 + blank
    )
    return [
        [_input(one, f"{name}.{number}.{one.name}", filling) for one in kind.inner]
        for number in [*numbers, *following]
    ]


def _of_variant(kind: Kind, name: str, filling: Filling) -> list[Input]:
    """The tag as a choice, and below it the fields of what was chosen."""
    tag_name = f"{name}.{kind.tag}"
    chosen = (filling.texts.get(tag_name) or [""])[-1]
    tag = Input(
        name=tag_name,
        label=field_label(kind.owner, kind.name),
        widget="choice",
        required=True,
        value=chosen,
        choices=[(value, choice_text(kind.tag, value)) for value, _ in kind.variants],
    )
    inner = next((kinds for value, kinds in kind.variants if value == chosen), ())
    return [tag, *(_input(one, f"{name}.{one.name}", filling) for one in inner)]


def title_of(struct_name: str) -> str:
    """Return what a group of fields is called."""
    return struct_title(struct_name)


def pairs(rows: Sequence[Any], value: str, text: str) -> list[tuple[str, str]]:
    """Return rows as choices: one attribute is what is sent, the other what is read."""
    return [(str(getattr(row, value)), str(getattr(row, text))) for row in rows]
