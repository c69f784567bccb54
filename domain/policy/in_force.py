"""Which version of a policy holds on a date."""

from datetime import date
from typing import TypeVar

import msgspec

from domain.policy.aid import AidPolicy
from domain.policy.dues import DuesPolicy
from domain.policy.posting import PostingMap

Policy = DuesPolicy | PostingMap | AidPolicy
P = TypeVar("P", DuesPolicy, PostingMap, AidPolicy)


class Adopted(msgspec.Struct, frozen=True):
    """A policy and the first day on which it holds."""

    valid_from: date
    policy: Policy


def policy_in_force(adopted: tuple[Adopted, ...], kind: type[P], day: date) -> P | None:
    """Return the policy of a kind that holds on a day: the latest one begun; the later adopted wins."""
    found: P | None = None
    since = date.min
    for entry in adopted:
        if isinstance(entry.policy, kind) and since <= entry.valid_from <= day:
            found, since = entry.policy, entry.valid_from
    return found
