"""Why the rules said no: one module for each package of the domain, each a table `REFUSALS` by code."""

from importlib import import_module
from typing import Final

from domain.catalogue import EVENTS
from services.words.reason import Reason

_PACKAGES: Final = dict.fromkeys(event.__module__.split(".")[1] for event in EVENTS)

REFUSAL_PROBLEMS: Final[dict[str, Reason]] = {
    code: reason
    for package in _PACKAGES
    for code, reason in import_module(f"services.words.refusals.{package}").REFUSALS.items()
}
"""Every refusal code of the domain."""
