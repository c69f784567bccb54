"""The words of the console's pages: what its forms ask, its lists head, its buttons do.

`owner` is the name of a struct, `field` the name of an attribute of it as Python has it. Where the same name means
different things, the entry of "Struct.field" stands before that of "field". What has no words yet is called by its
own name: the codes that unions give themselves (funds, purposes, occasions) are shown as they are.
"""

from services.words.forms.acts import ACTS, TITLES
from services.words.forms.acts.words import ActWords
from services.words.forms.choices import CHOICES, CHOICES_OF, CODED_COLUMNS
from services.words.forms.hints import HINTS
from services.words.forms.labels import LABELS
from services.words.forms.labels.keyed import KEYS_OF
from services.words.forms.structs import STRUCT_TITLES

__all__ = [
    "ActWords",
    "act_words",
    "choice_text",
    "column_label",
    "field_hint",
    "field_label",
    "is_coded",
    "keys_owner",
    "page_title",
    "struct_title",
    "yes_no_text",
]


def field_label(owner: str, field: str) -> str:
    """Return what a field of a request is called; amounts are asked for in yuan (元)."""
    return _own(LABELS, owner, field) or field


def column_label(owner: str, field: str) -> str:
    """Return what a column of an answer is called; keys of opened personal fields are asked with owner ""."""
    return field_label(owner, field)


def field_hint(owner: str, field: str) -> str | None:
    """Return the help below a field, where a clerk who comes once a month needs one."""
    return _own(HINTS, owner, field)


def choice_text(field: str, value: str, owner: str = "") -> str:
    """Return what a code says; `owner` tells apart codes that mean different things in different structs."""
    for table in (f"{owner}.{field}", field):
        if value in CHOICES_OF.get(table, {}):
            return CHOICES_OF[table][value]
    return CHOICES.get(value, value)


def yes_no_text(owner: str, field: str, *, value: bool) -> str:
    """Return what a tick says on a page: 是 and 否, or what they mean where that is plainer."""
    return choice_text(field, "yes" if value else "no", owner)


def is_coded(owner: str, field: str) -> bool:
    """Tell whether a column typed as text holds codes, to be shown by `choice_text`."""
    return f"{owner}.{field}" in CODED_COLUMNS


def keys_owner(owner: str, field: str) -> str:
    """Return the struct that labels the names in a column of opened personal fields; "" where there is none."""
    return KEYS_OF.get(f"{owner}.{field}", "")


def act_words(operation_id: str) -> ActWords:
    """Return what an operation that writes says; raises KeyError for one that only reads."""
    return ACTS[operation_id]


def page_title(operation_id: str) -> str:
    """Return the title of the page of any operation."""
    return ACTS[operation_id].title if operation_id in ACTS else TITLES[operation_id]


def struct_title(struct_name: str) -> str:
    """Return the heading of a group of fields, or of a table within a page."""
    return STRUCT_TITLES.get(struct_name, struct_name)


def _own(table: dict[str, str], owner: str, field: str) -> str | None:
    return table.get(f"{owner}.{field}") or table.get(field)
