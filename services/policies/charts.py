"""Reads the charts of accounts: one file per accounting standard, `charts/2009.toml` and `charts/2021.toml`."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from domain.accounts import Account, Chart, chart_of
from domain.policy.chart import ChartPolicy, chart_under
from domain.policy.in_force import Adopted, policy_in_force
from domain.policy.posting import PostingMap


class UnknownStandard(LookupError):
    """No chart of this accounting standard is kept."""


class _Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    standard_version: str
    version: int
    accounts: tuple[Account, ...]


def chart(standard_version: str) -> Chart:
    """Return the chart of a standard by its year, as posting maps name it; raises UnknownStandard."""
    found = _charts().get(standard_version)
    if found is None:
        raise UnknownStandard(standard_version)
    return found


@cache
def _charts() -> dict[str, Chart]:
    folder = resources.files("services.policies") / "charts"
    read = [
        _read(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return {chart.standard_version: chart for chart in read}


def _read(text: str) -> Chart:
    listed = msgspec.convert(tomllib.loads(text), _Listed)
    return chart_of(listed.standard_version, listed.version, listed.accounts)


def chart_in_force(adopted: tuple[Adopted, ...], day: date) -> Chart | None:
    """Return the chart a union keeps its books by on a day: its standard with the details it adopted.

    The posting map in force names the standard; None when there is no map, or no chart of its standard.
    """
    posting_map = policy_in_force(adopted, PostingMap, day)
    if posting_map is None or posting_map.standard_version not in _charts():
        return None
    details = policy_in_force(adopted, ChartPolicy, day)
    return chart_under(chart(posting_map.standard_version), details)


def kept_account(held: Chart | None, code: str) -> Account:
    """Return what an account in the books is: by the chart in force, else by another standard that knows it.

    Books outlive their standard; an account no chart knows is shown by its code, as one of assets.
    """
    for kept in (held, *_charts().values()):
        account = None if kept is None else kept.find(code)
        if account is not None:
            return account
    return Account(code=code, name=code, kind="asset", side="debit")
