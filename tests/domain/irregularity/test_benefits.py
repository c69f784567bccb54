"""R06, R18 and R19: benefits beyond the rules, without dues, through one account."""

from hypothesis import given
from hypothesis import strategies as st

from domain.dues.events import DuesReceived, WageBaseDeclared
from domain.ids import MemberId, dues_stream
from domain.irregularity.books import Opened
from domain.member.events import MembershipRetained
from domain.period import month_text
from domain.policy.benefit import BenefitPolicy, BenefitRule
from tests.domain.irregularity.telling import MEMBER, OTHER_MEMBER, Log, day
from tests.domain.values import lines, sealed

RULES = BenefitPolicy(
    policy_id="benefit-county",
    version=1,
    division="青峙县",
    rules=(
        BenefitRule(
            benefit="festival",
            occasion="festival",
            limit_fen=200_000,
            limit_basis="per_year_aggregate",
            allowed_forms=("goods",),
        ),
        BenefitRule(
            benefit="birthday", occasion="birthday", limit_fen=30_000, limit_basis="per_year_once"
        ),
    ),
)


def with_rules() -> Log:
    log = Log()
    log.member()
    log.adopt(RULES)
    return log


def wage_base(log: Log, who: MemberId = MEMBER, due_fen: int = 2_000) -> int:
    """Declare a wage base from January on."""
    declared = WageBaseDeclared(
        member_id=who,
        from_month="2026-01",
        wage=sealed("file"),
        due_fen=due_fen,
        policy_id="dues-national",
        policy_version=1,
    )
    return log.told(day(1), dues_stream(who), declared)


def dues(log: Log, month: int, who: MemberId = MEMBER, amount_fen: int = 2_000) -> int:
    """Receive dues for a month, in it."""
    received = DuesReceived(
        member_id=who,
        dues_month=month_text(2026, month),
        amount_fen=amount_fen,
        posting_map="posting-2021",
        lines=lines("102", "401", "own_funds", amount_fen),
    )
    return log.told(day(month, 20), dues_stream(who), received)


def test_what_the_rules_allow_does_not_hit() -> None:
    log = with_rules()
    log.condolence(day(2), occasion="festival", amount_fen=150_000, form="goods")
    log.condolence(day(3), occasion="birthday", amount_fen=30_000, form="cash")
    found = log.found("R06")
    assert found.hits == []
    assert found.state == "checked"


def test_above_the_limit_of_the_year_hits() -> None:
    log = with_rules()
    log.condolence(day(2), occasion="festival", amount_fen=150_000, form="goods")
    over = log.condolence(day(9), occasion="festival", amount_fen=50_001, form="goods")
    (hit,) = log.found("R06").hits
    assert (hit.kind, hit.positions) == ("over_limit", (over,))
    assert hit.measures == {"limit_fen": 200_000}


def test_a_form_out_of_the_rules_hits() -> None:
    log = with_rules()
    log.condolence(day(2), occasion="festival", amount_fen=1, form="cash")
    assert log.kinds("R06") == ["form_forbidden"]


def test_given_again_and_to_nobody_entitled_hit() -> None:
    log = with_rules()
    log.told(day(2), MEMBER, MembershipRetained(cause="retired"))
    log.condolence(day(3), occasion="birthday", amount_fen=1, form="cash")
    log.condolence(day(4), occasion="birthday", amount_fen=1, form="cash")
    assert log.kinds("R06") == ["not_entitled", "not_entitled", "given_again"]


def test_a_shopping_card_hits_without_any_rule() -> None:
    log = Log()
    log.condolence(day(2), form="shopping_card")
    found = log.found("R06")
    assert [hit.kind for hit in found.hits] == ["form_forbidden"]
    assert found.gaps == {"no_benefit_policy_in_force": 1}


def test_a_form_nobody_wrote_down_is_a_gap() -> None:
    log = with_rules()
    log.condolence(day(2), occasion="festival", amount_fen=1)
    assert log.found("R06").gaps == {"form_not_recorded": 1}


@given(st.lists(st.integers(1, 60_000), max_size=8))
def test_no_year_within_the_limit_ever_hits(amounts: list[int]) -> None:
    log = with_rules()
    for number, fen in enumerate(amounts):
        log.condolence(day(2, number + 1), occasion="festival", amount_fen=fen, form="goods")
    is_over = sum(amounts) > 200_000
    assert bool(log.kinds("R06")) == is_over


def test_a_benefit_after_months_without_dues_hits() -> None:
    log = Log()
    log.member()
    wage_base(log)
    dues(log, 1)
    log.condolence(day(5, 10))
    (hit,) = log.found("R18").hits
    assert (hit.kind, hit.measures) == ("benefit_without_dues", {"months_unpaid": 3})


def test_a_benefit_after_a_gap_that_is_shorter_does_not() -> None:
    log = Log()
    log.member()
    wage_base(log)
    dues(log, 2)
    log.condolence(day(5, 10))
    assert log.kinds("R18") == []


def test_a_member_without_a_wage_base_hits_where_others_have_one() -> None:
    log = Log()
    log.member()
    log.member(OTHER_MEMBER)
    wage_base(log)
    log.condolence(day(2), member_id=OTHER_MEMBER)
    assert log.kinds("R18") == ["benefit_without_wage_base"]


def test_a_union_without_wage_bases_cannot_be_judged() -> None:
    log = Log()
    log.member()
    log.condolence(day(2))
    assert log.found("R18").state == "not_checkable"


def test_retained_members_owe_nothing() -> None:
    log = Log()
    log.member()
    wage_base(log)
    log.told(day(1, 5), MEMBER, MembershipRetained(cause="retired"))
    log.condolence(day(9))
    assert log.kinds("R18") == []


def test_one_account_for_two_people_hits() -> None:
    log = Log()
    one = log.aid(day(3))
    two = log.aid(day(4), beneficiary_id=OTHER_MEMBER)
    (hit,) = log.found("R19", opened=Opened(accounts={one: "a", two: "a"})).hits
    assert (hit.kind, hit.positions) == ("one_account_many_people", (one, two))
    assert hit.member_id is None


def test_one_person_with_one_account_does_not() -> None:
    log = Log()
    places = {log.aid(day(3)): "a", log.aid(day(4)): "a"}
    found = log.found("R19", opened=Opened(accounts=places))
    assert found.hits == []
    assert found.gaps == {"kin_not_compared": 2}


def test_one_address_for_two_households_hits() -> None:
    log = Log()
    homes = [log.file(), log.file(who=OTHER_MEMBER)]
    for home in homes:
        log.aid(day(3), household_id=home)
    opened = Opened(addresses=dict.fromkeys(homes, "b"))
    assert log.kinds("R19", opened=opened) == ["one_address_many_households"]


def test_an_account_nobody_could_read_is_a_gap() -> None:
    log = Log()
    log.aid(day(3))
    assert log.found("R19").state == "not_checkable"


def test_an_account_shared_by_fewer_than_asked_does_not_hit() -> None:
    log = Log()
    opened = Opened(accounts={log.aid(day(3)): "a", log.aid(day(3)): "b"})
    assert log.kinds("R19", opened=opened) == []
