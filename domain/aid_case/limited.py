"""What becomes of the limits an amount passes: the policy says whether they block or only warn."""

from typing import assert_never

from domain.policy.aid import AidWarning, LimitPassed
from domain.refusal import Refused


def warnings_of(passed: tuple[LimitPassed, ...]) -> tuple[AidWarning, ...]:
    """Return what an event keeps of the limits passed."""
    return tuple(limit.warning for limit in passed)


def blocked(passed: tuple[LimitPassed, ...]) -> Refused | None:
    """Return a refusal for the first limit whose policy says block, named after it (domain.md 5.6)."""
    blocking = next((limit.warning for limit in passed if limit.blocks), None)
    match blocking:
        case None:
            return None
        case "over_payment_limit":
            return Refused("aid_case.over_payment_limit", "amount_fen")
        case "over_year_limit":
            return Refused("aid_case.over_year_limit", "amount_fen")
        case "over_all_aid_limit":
            return Refused("aid_case.over_all_aid_limit", "amount_fen")
        case "second_aid_in_year":
            return Refused("aid_case.second_aid_in_year", "category")
        case "excluded_by_other_aid":
            return Refused("aid_case.excluded_by_other_aid", "category")
        case _:
            assert_never(blocking)
