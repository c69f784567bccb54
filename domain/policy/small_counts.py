"""From how many people on a county is told how many there are: fewer could be told apart.

Source: domain.md 8.1 (PIPL art. 28: aid tells of illness and need; totals go up, people do not), assurance 9 (S19).
"""

import msgspec

_LEAST_MOST = 1_000


class SmallCounts(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="small_counts",
):
    """`least`: the smallest count of people or households, but for none at all, that is told."""

    policy_id: str
    version: int
    least: int


def is_sound(policy: SmallCounts) -> bool:
    """Tell whether some counts are left out and some are told."""
    return 1 < policy.least <= _LEAST_MOST
