"""What operations are called: buttons, titles and consequences of those that write, titles of those that read."""

from typing import Final

from services.words.forms.acts import (
    access,
    aid,
    audit,
    books,
    budgets,
    county,
    dues,
    evidence,
    exchange,
    findings,
    funds,
    households,
    members,
    prints,
    privacy,
    relief,
    transfers,
    unions,
    vouchers,
)
from services.words.forms.acts.words import ActWords

_MODULES: Final = (
    access,
    aid,
    audit,
    books,
    budgets,
    county,
    dues,
    evidence,
    exchange,
    findings,
    funds,
    households,
    members,
    prints,
    privacy,
    relief,
    transfers,
    unions,
    vouchers,
)

ACTS: Final[dict[str, ActWords]] = {
    operation_id: words for module in _MODULES for operation_id, words in module.ACTS.items()
}
"""By operation, for those that write."""

TITLES: Final[dict[str, str]] = {
    operation_id: title for module in _MODULES for operation_id, title in module.TITLES.items()
}
"""By operation, for those that read."""
