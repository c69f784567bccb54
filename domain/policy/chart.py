"""Detail accounts ordered below those of the standard.

Source: 工会会计制度: 一级科目和明细科目不得减并、自行增设; province-level unions may add lower detail accounts
(domain.md 4.3). Which ones is therefore dated policy data; a grassroots union only adopts them.
"""

import msgspec

from domain.accounts import Account, Chart


class ChartPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="chart",
):
    """The standard in use and the detail accounts added to it, each below an account that exists."""

    policy_id: str
    version: int
    standard_version: str
    details: tuple[Account, ...] = ()


def is_sound(policy: ChartPolicy) -> bool:
    """Tell whether every detail has a code of its own that begins with that of the account above it."""
    codes = [detail.code for detail in policy.details]
    return len(set(codes)) == len(codes) and all(
        detail.parent is not None
        and detail.code.startswith(detail.parent)
        and detail.code != detail.parent
        for detail in policy.details
    )


def chart_under(chart: Chart, policy: ChartPolicy | None) -> Chart:
    """Return the chart of a standard with the details a union adopted for it."""
    if policy is None or policy.standard_version != chart.standard_version:
        return chart
    return chart.with_details(policy.details)
