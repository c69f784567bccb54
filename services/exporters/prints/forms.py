"""What forms share: fields by label, values as a person writes them."""

from collections.abc import Mapping

from domain.money import yuan_text
from services.exporters.ledgers.table import word
from services.exporters.prints.document import Fact

_YUAN = "_fen"
_YES_NO = frozenset(
    {"is_migrant_worker", "single_parent", "can_help_themselves", "nobody_employed"}
)
_TRUTHS = {"true": "yes", "false": "no"}


def facts(
    labels: Mapping[str, str], values: Mapping[str, str], *, wide: frozenset[str], across: int
) -> list[Fact]:
    """Return every field of a form in its order, empty where nothing was stated; a wide one has its own line."""
    found: list[Fact] = []
    used = 0
    for name, label in labels.items():
        if name in wide:
            found = _filled(found, used, across)
            used = 0
        found.append(
            Fact(
                label=label,
                value=written(name, values.get(name)),
                across=across if name in wide else 1,
            )
        )
        used = 0 if name in wide else (used + 1) % across
    return _filled(found, used, across)


def written(name: str, value: str | None) -> str:
    """Return a value as paper shows it: amounts in yuan, yes and no, codes in words."""
    if value is None or value == "":
        return ""
    if name.endswith(_YUAN) and value.removeprefix("-").isdecimal():
        return yuan_text(int(value))
    if name in _YES_NO:
        return word(_TRUTHS.get(value.lower(), value))
    return value


def _filled(found: list[Fact], used: int, across: int) -> list[Fact]:
    """Widen the last field so that its line is full."""
    if not used:
        return found
    last = found[-1]
    return [
        *found[:-1],
        Fact(label=last.label, value=last.value, across=last.across + across - used),
    ]
