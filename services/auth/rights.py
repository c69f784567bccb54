"""The table of rights, read once: which action is open to whom. Deny by default; an unknown one stops the start."""

import tomllib
from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec

from domain.actor import Role
from domain.roles import ROLES_OF, PersonRole

Tenant = Literal["union", "federation"]
_PLACES: Final = {"union": "union", "federation": "federation", "none": None}
ANYBODY: Final = "anybody"
"""In the table: everybody who is logged in, whatever roles they hold."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Who may take an action. `tenant` tells what the id in a route's path names; None: there is none.

    `people`: roles of people, `keys`: roles of API keys, `anybody`: every person logged in, in any state of the
    account. `state`: codes that refuse where the state of the books forbids it. `signs`: a person signs with their
    own office. `machine`: whoever administers the machine the command line runs on. `public`: nobody is asked who
    they are.
    """

    action: str
    title: str
    tenant: Tenant | None = None
    people: frozenset[PersonRole] = frozenset()
    keys: frozenset[Role] = frozenset()
    state: tuple[str, ...] = ()
    anybody: bool = False
    signs: bool = False
    machine: bool = False
    public: bool = False


class _Right(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    action: str
    title: str
    place: Literal["union", "federation", "none"]
    people: tuple[str, ...]
    keys: tuple[Role, ...]
    state: tuple[str, ...] = ()
    signs: bool = False
    machine: bool = False
    public: bool = False


class UnknownAction(Exception):
    """Something declares an action that is not in the table of rights."""


class RightMalformed(Exception):
    """An entry of the table of rights says what cannot be."""


def may(action: str) -> Policy:
    """Return the policy of an action; raises UnknownAction."""
    try:
        return rights()[action]
    except KeyError:
        raise UnknownAction(action) from None


@cache
def rights() -> dict[str, Policy]:
    """Return every policy by the name of its action, in the order of the table."""
    text = resources.files("services.auth").joinpath("rights.toml").read_text(encoding="utf-8")
    read = msgspec.convert(tomllib.loads(text)["right"], list[_Right])
    found: dict[str, Policy] = {}
    for right in read:
        if right.action in found:
            raise RightMalformed(right.action)
        found[right.action] = _policy(right)
    return found


def _policy(right: _Right) -> Policy:
    known = frozenset().union(*ROLES_OF.values())
    people = frozenset(right.people) - {ANYBODY}
    if not people <= known:
        raise RightMalformed(right.action)
    return Policy(
        action=right.action,
        title=right.title,
        tenant=_PLACES[right.place],
        people=people,  # type: ignore[arg-type] # just looked at
        keys=frozenset(right.keys),
        state=right.state,
        anybody=ANYBODY in right.people,
        signs=right.signs,
        machine=right.machine,
        public=right.public,
    )
