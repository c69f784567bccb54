"""The checklist of a period close (结账): what must have been looked at before a month is closed.

Source: domain.md rule 17 (a closed period takes no back-dated event) and 6.1 (the ledgers of a month). Which
items a union goes through is a rule of its place and year.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec


class ClosingPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="closing",
):
    """Items required, by code. `block`: no close without them; `warn`: the close says what nobody looked at."""

    policy_id: str
    version: int
    required: tuple[str, ...]
    mode: Literal["block", "warn"] = "block"


class Checked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item of the checklist and how it was found; what failed carries a reason, without names of people."""

    item: str
    passed: bool
    reason: str = ""


def is_sound(policy: ClosingPolicy) -> bool:
    """Tell whether the list can be gone through: every item has a code, none stands twice."""
    return all(policy.required) and len(set(policy.required)) == len(policy.required)


def unchecked_items(policy: ClosingPolicy | None, checklist: Iterable[Checked]) -> tuple[str, ...]:
    """Return the required items nobody looked at, in the order of the policy."""
    if policy is None:
        return ()
    looked_at = {checked.item for checked in checklist}
    return tuple(item for item in policy.required if item not in looked_at)


def is_explained(checklist: Iterable[Checked]) -> bool:
    """Tell whether every item that failed carries a reason."""
    return all(checked.passed or checked.reason.strip() for checked in checklist)
