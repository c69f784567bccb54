"""Who is in hardship, and how a file comes about: the rules that change by place and year (domain.md 5.1, 5.3).

A computed class only advises (PIPL art. 24): the county approves, and may say why it decides otherwise.
"""

from typing import Literal

import msgspec

from domain.aid import HardshipClass
from domain.money import FEN_MAX, Fen
from domain.period import MONTHS_PER_YEAR

_PERCENT = 100
_COUNT_MAX = 1_000

ClassReason = Literal["below_line", "below_relative_line", "sudden_event", "above_the_lines"]


class HardshipPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="hardship",
):
    """How a file is decided.

    `relative_percent` of the line bounds 相对困难 (200: below twice the line); `accidental_percent` bounds
    意外致困, 0 is no bound. `notice_working_days` is the least a public notice stands,
    `visitors_least` the least who visit the home, `lifted_months` the months in a row above the line
    before 脱困, `review_months` after which a file must be reviewed again.
    """

    policy_id: str
    version: int
    relative_percent: int
    accidental_percent: int
    notice_working_days: int
    visitors_least: int
    lifted_months: int
    review_months: int


class HardshipLine(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="hardship_line",
):
    """The local subsistence line (当地低保标准) of a division, in fen per person and month."""

    policy_id: str
    version: int
    division: str
    line_fen: Fen


class Figures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a family lives on in a year, in fen; rigid expenses (刚性支出) are taken off its income.

    `sudden_event`: a disaster, accident or major illness whose cost is left after insurance and relief.
    """

    income_year_fen: int
    rigid_year_fen: int
    family_size: int
    sudden_event: bool = False


class Classification(msgspec.Struct, frozen=True):
    """The class that the figures give, and all that explains it.

    The rule compares `net_year_fen` with line × `person_months`, never a rounded quotient. Both are
    personal: shown on the screen of a decision, never stored in clear.
    """

    hardship_class: HardshipClass | None
    reason: ClassReason
    net_year_fen: int
    person_months: int
    line_fen: int
    relative_percent: int


def is_sound(policy: HardshipPolicy | HardshipLine) -> bool:
    """Tell whether the policy can be reckoned with: a positive line, small counts, no bound below it."""
    if isinstance(policy, HardshipLine):
        return 1 <= policy.line_fen <= FEN_MAX
    counts = (
        policy.notice_working_days,
        policy.visitors_least,
        policy.lifted_months,
        policy.review_months,
    )
    percents = (policy.relative_percent, policy.accidental_percent or _PERCENT)
    return all(0 <= count <= _COUNT_MAX for count in counts) and all(
        _PERCENT <= percent <= _COUNT_MAX for percent in percents
    )


def are_sound(figures: Figures) -> bool:
    """Tell whether figures can be those of a family: bounded amounts, somebody in it."""
    amounts = (figures.income_year_fen, figures.rigid_year_fen)
    return all(0 <= fen <= FEN_MAX for fen in amounts) and 1 <= figures.family_size <= _COUNT_MAX


def classify(figures: Figures, policy: HardshipPolicy, line: HardshipLine) -> Classification:
    """Return the class of a family: 深度困难 below the line, 相对困难 below a multiple of it, else 意外致困.

    Per-capita income is (income − rigid expenses) ÷ family ÷ 12; compared without dividing (domain.md 5.1).
    """
    net = figures.income_year_fen - figures.rigid_year_fen
    person_months = figures.family_size * MONTHS_PER_YEAR
    found: HardshipClass | None = None
    reason: ClassReason = "above_the_lines"
    if net < line.line_fen * person_months:
        found, reason = "deep", "below_line"
    elif _is_below(net, policy.relative_percent, line, person_months):
        found, reason = "relative", "below_relative_line"
    elif figures.sudden_event and _is_in_reach(net, policy, line, person_months):
        found, reason = "accidental", "sudden_event"
    return Classification(
        hardship_class=found,
        reason=reason,
        net_year_fen=net,
        person_months=person_months,
        line_fen=line.line_fen,
        relative_percent=policy.relative_percent,
    )


def _is_below(net: int, percent: int, line: HardshipLine, person_months: int) -> bool:
    return net * _PERCENT < line.line_fen * percent * person_months


def _is_in_reach(net: int, policy: HardshipPolicy, line: HardshipLine, person_months: int) -> bool:
    """Until 2020 意外致困 ended at three times the line; the present rule names no bound."""
    return not policy.accidental_percent or net * _PERCENT <= (
        line.line_fen * policy.accidental_percent * person_months
    )
