"""A wage base that came with an import run is taken back with it."""

from domain.dues.commands import ReverseWageBase
from domain.dues.events import WageBaseDeclared, WageBaseReversed
from tests.domain.dues.test_dues_account import CONTEXT, DAY
from tests.domain.values import MEMBER, sealed
from tests.support.given_when_then import given


def declared(month: str, due_fen: int) -> WageBaseDeclared:
    return WageBaseDeclared(
        member_id=MEMBER,
        from_month=month,
        wage=sealed("file"),
        due_fen=due_fen,
        policy_id="dues-national",
        policy_version=1,
    )


REVERSE = ReverseWageBase(
    occurred_on=DAY, member_id=MEMBER, reversed_version=2, reason="导错了文件"
)
REVERSED = WageBaseReversed(
    member_id=MEMBER, from_month="2026-04", reversed_version=2, reason="导错了文件"
)


def test_months_follow_the_wage_base_before_again() -> None:
    """Rule 17 of domain.md."""
    history = given(declared("2026-03", 100), declared("2026-04", 200))
    state = history.when(REVERSE, CONTEXT).then(REVERSED).state()
    assert state.assessment(CONTEXT.member, "2026-04").due_fen == 100


def test_a_wage_base_is_taken_back_once() -> None:
    history = given(declared("2026-03", 100), declared("2026-04", 200), REVERSED)
    history.when(REVERSE, CONTEXT).refused("dues.no_such_wage_base", "reversed_version")
