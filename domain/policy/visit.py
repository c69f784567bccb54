"""The occasions on which a union owes a visit (五必访): its own list, so policy data (domain.md 5.7)."""

import msgspec

_DAYS_MAX = 3_650


class VisitPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="visit",
):
    """Occasions by code with the union's own word, and within how many days a visit is due; None: no term."""

    policy_id: str
    version: int
    occasions: dict[str, str]
    due_within_days: int | None = None


def is_sound(policy: VisitPolicy) -> bool:
    """Tell whether there is an occasion, each with a word, and the term is a term."""
    due = policy.due_within_days
    return (
        bool(policy.occasions)
        and all(code and word for code, word in policy.occasions.items())
        and (due is None or 0 <= due <= _DAYS_MAX)
    )
