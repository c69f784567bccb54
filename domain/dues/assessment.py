"""What one member owes for one month and why, and which months are unpaid (domain.md 3).

The due rule: a member owes for a month when active on its last day, by the wage base latest declared for it.
Retained members owe nothing (章程 art. 8). The ledgers follow the same rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from domain.membership import Timeline
from domain.period import MONTHS_PER_YEAR, last_day, month_of, month_text
from domain.policy.dues import DuesPolicy, Rounding

Exemption = Literal["not_member", "retained", "no_wage_base", "waived"]


class WageBase(msgspec.Struct, frozen=True, order=True):
    """From a month on, what is due each month, the event that says so and the policy that decided it."""

    from_month: str
    version: int
    due_fen: int
    policy_id: str
    policy_version: int


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One month of one member, explained. Amounts in fen.

    `assessed_fen` follows from the wage base, `due_fen` is what is left after waivers. `exemption` names why
    nothing is due, None where something is or where the wage itself is too small. The policy's figures are None
    where the policy of the wage base is not among those given.
    """

    month: str
    assessed_fen: int = 0
    waived_fen: int = 0
    due_fen: int = 0
    exemption: Exemption | None = None
    wage_base_version: int | None = None
    policy_id: str | None = None
    policy_version: int | None = None
    rate_numerator: int | None = None
    rate_denominator: int | None = None
    base_unit_fen: int | None = None
    due_rounding: Rounding | None = None


class Arrears(msgspec.Struct, frozen=True, kw_only=True):
    """Months not paid in full up to a month, oldest first, and what is missing for them, in fen.

    `longest_run`: the most such months in a row ever. `running_unpaid`: the months in a row, up to the last one
    looked at, for which something was due and nothing at all came in (连续不交纳会费, 章程 art. 6). A month for
    which nothing is due ends a run: rules that take a membership away are read in the member's favour.
    """

    months: tuple[str, ...] = ()
    amount_fen: int = 0
    longest_run: int = 0
    running_unpaid: int = 0


def base_for(bases: Iterable[WageBase], month: str) -> WageBase | None:
    """Return the wage base that counts for a month: the latest begun; of one month the later declared."""
    begun = [base for base in bases if base.from_month <= month]
    return max(begun) if begun else None


def assess(
    member: Timeline,
    bases: Iterable[WageBase],
    month: str,
    *,
    waived_fen: int = 0,
    policies: Iterable[DuesPolicy] = (),
) -> Assessment:
    """Return what a member owes for a month, with everything that led to it.

    `waived_fen` is what was waived for the month; `policies` all versions ever adopted, to name rate and rounding.
    """
    membership = member.on(last_day(month))
    if membership != "active":
        exemption: Exemption = "retained" if membership == "retained" else "not_member"
        return Assessment(month=month, exemption=exemption)
    base = base_for(bases, month)
    if base is None:
        return Assessment(month=month, exemption="no_wage_base")
    waived = min(waived_fen, base.due_fen)
    assessment = Assessment(
        month=month,
        assessed_fen=base.due_fen,
        waived_fen=waived,
        due_fen=base.due_fen - waived,
        exemption="waived" if waived and waived == base.due_fen else None,
        wage_base_version=base.version,
        policy_id=base.policy_id,
        policy_version=base.policy_version,
    )
    return _explained(assessment, policies)


def unpaid_months(
    member: Timeline,
    bases: Iterable[WageBase],
    through_month: str,
    *,
    received: Mapping[str, int],
    waived: Mapping[str, int],
) -> Arrears:
    """Return the arrears through a month (inclusive); `received` and `waived` are sums by month, in fen."""
    bases = tuple(bases)
    if not bases or not member.spans:
        return Arrears()
    begin = max(min(bases).from_month, month_of(member.spans[0].since))
    due = {
        month: assess(member, bases, month, waived_fen=waived.get(month, 0)).due_fen
        for month in months_through(begin, through_month)
    }
    return arrears_of(due, received, begin, through_month)


def arrears_of(
    due: Mapping[str, int], received: Mapping[str, int], begin: str, through_month: str
) -> Arrears:
    """Return the arrears of what was due and received by month; a month that is absent is nothing."""
    missing: list[str] = []
    amount_fen = longest = run = running_unpaid = 0
    for month in months_through(begin, through_month):
        due_fen = due.get(month, 0)
        received_fen = received.get(month, 0)
        running_unpaid = running_unpaid + 1 if due_fen > 0 and received_fen <= 0 else 0
        if due_fen <= received_fen:
            run = 0
            continue
        missing.append(month)
        amount_fen += due_fen - received_fen
        run += 1
        longest = max(longest, run)
    return Arrears(
        months=tuple(missing),
        amount_fen=amount_fen,
        longest_run=longest,
        running_unpaid=running_unpaid,
    )


def months_through(first: str, last: str) -> Iterator[str]:
    """Yield the months from the first to the last, both included."""
    for number in range(_number(first), _number(last) + 1):
        yield month_text(number // MONTHS_PER_YEAR, number % MONTHS_PER_YEAR + 1)


def _number(month: str) -> int:
    return int(month[:4]) * MONTHS_PER_YEAR + int(month[5:]) - 1


def _explained(assessment: Assessment, policies: Iterable[DuesPolicy]) -> Assessment:
    named = (assessment.policy_id, assessment.policy_version)
    for policy in policies:
        if (policy.policy_id, policy.version) == named:
            return msgspec.structs.replace(
                assessment,
                rate_numerator=policy.rate_numerator,
                rate_denominator=policy.rate_denominator,
                base_unit_fen=policy.base_unit_fen,
                due_rounding=policy.due_rounding,
            )
    return assessment
