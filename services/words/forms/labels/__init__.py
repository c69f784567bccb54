"""What fields and columns are called: flat by name, and by "Struct.field" where a name means different things."""

from typing import Final

from services.words.forms.labels import (
    access,
    accounts,
    audit,
    common,
    county,
    evidence,
    exchange,
    funds,
    hardship,
    members,
    policies,
    relief,
    vouchers,
)

_MODULES: Final = (
    access,
    accounts,
    audit,
    common,
    county,
    evidence,
    exchange,
    funds,
    hardship,
    members,
    policies,
    relief,
    vouchers,
)

LABELS: Final[dict[str, str]] = {
    name: label for module in _MODULES for name, label in module.LABELS.items()
}
"""Every label; no two modules have the same entry."""
