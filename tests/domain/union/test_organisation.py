"""A union as an organisation: registered once, renamed, closed month by month, dissolved."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from domain.ids import MemberId
from domain.policy.in_force import Adopted
from domain.union.commands import (
    AdoptPolicy,
    ClosePeriod,
    DissolveUnion,
    KeepVocabulary,
    RecordOfficer,
    RegisterUnion,
    RenameUnion,
    UnionCommand,
)
from domain.union.events import (
    Office,
    OfficerRecorded,
    ParentEdge,
    PeriodClosed,
    PolicyAdopted,
    UnionDissolved,
    UnionRegistered,
    UnionRenamed,
    VocabularyKept,
)
from tests.domain.strategies import NO_MONTHS
from tests.domain.values import (
    ADOPTION,
    APPROVER,
    DUES_POLICY,
    FEDERATION,
    HANDLER,
    MEMBER,
    OTHER_MEMBER,
    POSTING_MAP,
    REVIEWER,
    sealed,
)
from tests.support.given_when_then import given, on

DAY = date(2026, 4, 1)
REGISTER = RegisterUnion(occurred_on=DAY, code="QZ007", name="县人民医院工会")
REGISTERED = UnionRegistered(code="QZ007", name="县人民医院工会")
NAME = sealed("books", subject=HANDLER)
APPOINT = RecordOfficer(occurred_on=DAY, officer_id=HANDLER, office="reviewer", name=NAME)
APPOINTED = OfficerRecorded(officer_id=HANDLER, office="reviewer", name=NAME)
CLOSE = ClosePeriod(occurred_on=DAY, period="2026-03")
DISSOLVED = UnionDissolved(document_no="青工〔2026〕31号")

LATER_COMMANDS: list[UnionCommand] = [
    RenameUnion(occurred_on=DAY, name="县第一人民医院工会"),
    APPOINT,
    AdoptPolicy(occurred_on=DAY, policy=DUES_POLICY, valid_from=DAY, document_no="1号"),
    KeepVocabulary(occurred_on=DAY, toml=""),
    CLOSE,
    DissolveUnion(occurred_on=DAY, document_no="青工〔2026〕31号"),
]


def test_a_union_is_registered_with_all_that_was_stated() -> None:
    command = RegisterUnion(
        occurred_on=DAY,
        code="QZ007",
        name="县人民医院工会",
        federation_id=FEDERATION,
        parent=ParentEdge(parent_id=FEDERATION, edge="industrial"),
        credit_code="81330206MC0000000X",
        employer_kind="400",
        employee_count=262,
        founded_on=date(1998, 5, 4),
    )
    event = UnionRegistered(
        code="QZ007",
        name="县人民医院工会",
        federation_id=FEDERATION,
        parent=ParentEdge(parent_id=FEDERATION, edge="industrial"),
        credit_code="81330206MC0000000X",
        employer_kind="400",
        employee_count=262,
        founded_on=date(1998, 5, 4),
    )
    state = given().when(command).then(event).state()
    assert (state.registered, state.name, state.federation_id) == (
        True,
        "县人民医院工会",
        FEDERATION,
    )


def test_a_union_is_registered_once() -> None:
    given(REGISTERED).when(REGISTER).refused("union.already_registered")


def test_a_dissolved_union_is_not_registered_again() -> None:
    given(REGISTERED, DISSOLVED).when(REGISTER).refused("union.already_registered")


def test_a_union_that_is_not_a_legal_person_has_no_credit_code() -> None:
    """民法典 art. 87."""
    command = msgspec.structs.replace(
        REGISTER, legal_person=False, credit_code="81330206MC0000000X"
    )
    given().when(command).refused("union.credit_code_without_legal_person", "credit_code")


def test_a_union_that_is_not_a_legal_person_is_a_tenant_too() -> None:
    """Rule 1 of domain.md."""
    command = msgspec.structs.replace(REGISTER, legal_person=False)
    given().when(command).then(msgspec.structs.replace(REGISTERED, legal_person=False))


@pytest.mark.parametrize("legal_person", [True, False])
def test_an_empty_credit_code_is_none(legal_person: bool) -> None:  # noqa: FBT001 # a case of the test
    command = msgspec.structs.replace(REGISTER, legal_person=legal_person, credit_code="")
    given().when(command).then(msgspec.structs.replace(REGISTERED, legal_person=legal_person))


@pytest.mark.parametrize("command", LATER_COMMANDS, ids=lambda command: type(command).__name__)
def test_nothing_is_asked_of_a_union_nobody_registered(command: UnionCommand) -> None:
    given().when(command).refused("union.unknown")


@pytest.mark.parametrize(
    "command",
    [command for command in LATER_COMMANDS if command != CLOSE],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_asked_of_a_dissolved_union(command: UnionCommand) -> None:
    """工会法 art. 13."""
    given(REGISTERED, DISSOLVED).when(command).refused("union.dissolved")


def test_the_books_of_a_dissolved_union_are_still_closed() -> None:
    state = given(REGISTERED, DISSOLVED).when(CLOSE).then(PeriodClosed(period="2026-03")).state()
    assert (state.dissolved, state.closed_through) == (True, "2026-03")


def test_a_dissolved_union_closes_no_month_twice() -> None:
    outcome = given(REGISTERED, PeriodClosed(period="2026-03"), DISSOLVED).when(CLOSE)
    outcome.refused("union.period_already_closed", "period")


def test_a_union_takes_another_name() -> None:
    command = RenameUnion(occurred_on=DAY, name="县第一人民医院工会")
    state = given(REGISTERED).when(command).then(UnionRenamed(name="县第一人民医院工会")).state()
    assert state.name == "县第一人民医院工会"


def test_the_name_it_has_already_is_no_new_name() -> None:
    command = RenameUnion(occurred_on=DAY, name="县人民医院工会")
    given(REGISTERED).when(command).refused("union.name_unchanged", "name")


def test_an_officer_is_recorded_with_a_sealed_name() -> None:
    given(REGISTERED).when(APPOINT).then(APPOINTED)


def test_an_officer_takes_an_office_once() -> None:
    outcome = given(REGISTERED, APPOINTED).when(APPOINT)
    outcome.refused("union.officer_already_recorded", "officer_id")


def test_an_officer_becomes_known_as_a_member_later_and_stays_that_member() -> None:
    member_id, other = MemberId(uuid4()), MemberId(uuid4())
    told = msgspec.structs.replace(APPOINT, member_id=member_id)
    outcome = given(REGISTERED, APPOINTED).when(told)
    outcome.then(msgspec.structs.replace(APPOINTED, member_id=member_id))
    assert outcome.state().officers.members == {HANDLER: member_id}
    again = msgspec.structs.replace(APPOINT, office="handler", member_id=other)
    outcome.and_when(again).refused("union.officer_is_another_member", "member_id")


def test_an_officer_may_hold_another_office_besides() -> None:
    command = msgspec.structs.replace(APPOINT, office="handler")
    event = msgspec.structs.replace(APPOINTED, office="handler")
    given(REGISTERED, APPOINTED).when(command).then(event)


def test_an_office_that_ended_may_be_taken_again() -> None:
    ended = msgspec.structs.replace(APPOINTED, until=DAY)
    outcome = given(REGISTERED, APPOINTED).when(msgspec.structs.replace(APPOINT, until=DAY))
    outcome.then(ended).and_when(APPOINT).then(APPOINTED)


def test_an_office_that_will_end_is_held_until_then() -> None:
    until = date(2028, 12, 31)
    outcome = given(REGISTERED).when(msgspec.structs.replace(APPOINT, until=until))
    outcome.then(msgspec.structs.replace(APPOINTED, until=until))
    assert outcome.state().officers.held == {(HANDLER, "reviewer"): until}
    outcome.and_when(APPOINT).refused("union.officer_already_recorded", "officer_id")


def test_an_office_does_not_end_before_it_begins() -> None:
    command = msgspec.structs.replace(APPOINT, until=date(2026, 3, 31))
    given(REGISTERED).when(command).refused("union.office_ends_before_it_begins", "until")


@pytest.mark.parametrize(("held", "asked"), [("accountant", "cashier"), ("cashier", "accountant")])
def test_nobody_is_accountant_and_cashier_at_once(held: Office, asked: Office) -> None:
    """会计法 art. 35: 出纳不得兼任会计."""
    holds = msgspec.structs.replace(APPOINTED, office=held)
    command = msgspec.structs.replace(APPOINT, office=asked)
    given(REGISTERED, holds).when(command).refused("union.offices_not_separated", "office")


@pytest.mark.parametrize(("held", "asked"), [("accountant", "cashier"), ("cashier", "accountant")])
def test_accountant_and_cashier_stay_apart_while_one_of_them_will_end(
    held: Office, asked: Office
) -> None:
    holds = msgspec.structs.replace(APPOINTED, office=held, until=date(2028, 12, 31))
    command = msgspec.structs.replace(APPOINT, office=asked)
    given(REGISTERED, holds).when(command).refused("union.offices_not_separated", "office")


@pytest.mark.parametrize(("held", "asked"), [("accountant", "cashier"), ("cashier", "accountant")])
def test_one_member_is_not_both_under_two_officers_ids(held: Office, asked: Office) -> None:
    holds = msgspec.structs.replace(APPOINTED, office=held, member_id=MEMBER)
    command = msgspec.structs.replace(APPOINT, officer_id=APPROVER, office=asked, member_id=MEMBER)
    given(REGISTERED, holds).when(command).refused("union.offices_not_separated", "office")
    other = msgspec.structs.replace(command, member_id=OTHER_MEMBER)
    assert given(REGISTERED, holds).when(other).events()


@pytest.mark.parametrize(("held", "asked"), [("accountant", "cashier"), ("cashier", "accountant")])
def test_nobody_is_accountant_and_cashier_for_a_term_either(held: Office, asked: Office) -> None:
    holds = msgspec.structs.replace(APPOINTED, office=held)
    command = msgspec.structs.replace(APPOINT, office=asked, until=date(2028, 12, 31))
    given(REGISTERED, holds).when(command).refused("union.offices_not_separated", "office")


def test_whoever_was_cashier_may_become_accountant() -> None:
    was = msgspec.structs.replace(APPOINTED, office="cashier", until=DAY)
    command = msgspec.structs.replace(APPOINT, office="accountant")
    event = msgspec.structs.replace(APPOINTED, office="accountant")
    cashier = msgspec.structs.replace(APPOINTED, office="cashier")
    given(REGISTERED, cashier, on(DAY, was)).when(command).then(event)


def test_two_people_are_accountant_and_cashier() -> None:
    cashier = msgspec.structs.replace(APPOINTED, officer_id=REVIEWER, office="cashier")
    command = msgspec.structs.replace(APPOINT, office="accountant")
    event = msgspec.structs.replace(APPOINTED, office="accountant")
    given(REGISTERED, cashier).when(command).then(event)


def test_an_adopted_policy_stands_whole_in_the_event_and_is_kept_in_order() -> None:
    command = AdoptPolicy(
        occurred_on=DAY,
        policy=DUES_POLICY,
        valid_from=date(2026, 1, 1),
        document_no="青工〔2025〕12号",
        adoption_id=ADOPTION,
    )
    event = PolicyAdopted(
        policy=DUES_POLICY,
        valid_from=date(2026, 1, 1),
        document_no="青工〔2025〕12号",
        adoption_id=ADOPTION,
    )
    earlier = PolicyAdopted(policy=POSTING_MAP, valid_from=date(2022, 1, 1), document_no="7号")
    state = given(REGISTERED, earlier).when(command).then(event).state()
    assert state.policies == (
        Adopted(date(2022, 1, 1), POSTING_MAP),
        Adopted(date(2026, 1, 1), DUES_POLICY),
    )


@pytest.mark.parametrize(
    "rule",
    [
        {"base_unit_fen": 0},
        {"base_unit_fen": -1},
        {"rate_denominator": 0},
        {"rate_numerator": 0, "rate_denominator": 0},
        {"rate_numerator": -1},
        {"rate_numerator": 1001},
        {"rate_numerator": -5, "rate_denominator": -1000},
    ],
)
def test_a_rule_nobody_can_reckon_with_is_not_adopted(rule: dict[str, int]) -> None:
    policy = msgspec.structs.replace(DUES_POLICY, **rule)
    command = AdoptPolicy(occurred_on=DAY, policy=policy, valid_from=DAY, document_no="1号")
    given(REGISTERED).when(command).refused("union.policy_not_sound", "policy")


def test_the_words_kept_last_are_the_words_of_the_union() -> None:
    old = VocabularyKept(toml='[columns]\n"工会卡号" = "member_no"\n')
    new = VocabularyKept(toml='[words.membership]\n"在职" = "active"\n')
    command = KeepVocabulary(occurred_on=DAY, toml=new.toml)
    assert given(REGISTERED, old).when(command).then(new).state().vocabulary == new.toml


def test_a_month_is_closed_once_it_is_over() -> None:
    state = given(REGISTERED).when(CLOSE).then(PeriodClosed(period="2026-03")).state()
    assert state.closed_through == "2026-03"


@pytest.mark.parametrize("period", ["2026-03", "2026-02", "2025-12"])
def test_a_closed_month_is_not_closed_again(period: str) -> None:
    """Rule 17 of domain.md."""
    command = ClosePeriod(occurred_on=DAY, period=period)
    outcome = given(REGISTERED, PeriodClosed(period="2026-03")).when(command)
    outcome.refused("union.period_already_closed", "period")


@pytest.mark.parametrize("period", NO_MONTHS)
def test_what_is_closed_is_a_month(period: str) -> None:
    command = ClosePeriod(occurred_on=DAY, period=period)
    given(REGISTERED).when(command).refused("union.period_malformed", "period")


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31)])
def test_a_month_is_not_closed_while_it_runs(day: date) -> None:
    command = ClosePeriod(occurred_on=day, period="2026-03")
    given(REGISTERED).when(command).refused("union.period_not_over", "period")


def test_a_union_is_dissolved() -> None:
    """工会法 art. 13."""
    command = DissolveUnion(occurred_on=DAY, document_no="青工〔2026〕31号")
    assert given(REGISTERED).when(command).then(DISSOLVED).state().dissolved


def test_an_office_whose_time_has_passed_is_free_again() -> None:
    ended = msgspec.structs.replace(APPOINTED, office="accountant", until=date(2026, 6, 30))
    cashier = msgspec.structs.replace(APPOINT, office="cashier", occurred_on=date(2026, 7, 15))
    held = msgspec.structs.replace(APPOINT, office="cashier", occurred_on=date(2026, 6, 15))
    history = given(REGISTERED, on(date(2026, 1, 1), ended))
    history.when(held).refused("union.offices_not_separated", "office")
    history.when(cashier).then(msgspec.structs.replace(APPOINTED, office="cashier"))


def test_a_clash_of_offices_can_be_ended() -> None:
    """A log may hold what the rule now forbids; ending one of the two must be possible."""
    both = [
        on(date(2026, 1, 1), msgspec.structs.replace(APPOINTED, office="accountant")),
        on(date(2026, 1, 1), msgspec.structs.replace(APPOINTED, office="cashier")),
    ]
    until = date(2026, 7, 15)
    ending = msgspec.structs.replace(APPOINT, office="cashier", occurred_on=until, until=until)
    given(REGISTERED, *both).when(ending).then(
        msgspec.structs.replace(APPOINTED, office="cashier", until=until)
    )
