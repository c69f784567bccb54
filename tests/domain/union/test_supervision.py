"""What changes about a union besides its books: particulars, committee, bank account, orders from above."""

from datetime import date

import msgspec
import pytest

from domain.policy.in_force import Policy
from domain.union.commands import (
    AdoptPolicy,
    ClosePeriod,
    CorrectParticulars,
    DissolveUnion,
    FreezeUnion,
    MergeUnion,
    RecordApprovalByHigher,
    RecordBankAccount,
    RecordElection,
    RenameUnion,
    UnfreezeUnion,
    UnionCommand,
)
from domain.union.events import (
    BankAccountRecorded,
    CommitteeElected,
    ParticularsCorrected,
    PolicyAdopted,
    UnionApprovedByHigher,
    UnionFrozen,
    UnionRegistered,
    UnionUnfrozen,
)
from tests.domain.funds import CLOSING_POLICY, RECEIVER, SHARING_POLICY
from tests.domain.values import ADOPTION, DUES_POLICY, TRANSFER, UNION, sealed
from tests.support.given_when_then import given

DAY = date(2026, 4, 1)
REGISTERED = UnionRegistered(code="QZ007", name="县人民医院工会")
CORRECT = CorrectParticulars(occurred_on=DAY, employee_count=270)
ACCOUNT = sealed("books", subject=UNION)
FREEZE = FreezeUnion(occurred_on=DAY, reason="audit_finding", document_no="青工〔2026〕9号")
FROZEN = UnionFrozen(reason="audit_finding", document_no="青工〔2026〕9号")
UNFREEZE = UnfreezeUnion(occurred_on=DAY, document_no="青工〔2026〕10号")
ADOPT = AdoptPolicy(
    occurred_on=DAY, policy=DUES_POLICY, valid_from=DAY, document_no="1号", adoption_id=ADOPTION
)


def test_a_particular_is_corrected_and_the_others_stay() -> None:
    given(REGISTERED).when(CORRECT).then(ParticularsCorrected(employee_count=270))


def test_a_correction_corrects_something() -> None:
    command = CorrectParticulars(occurred_on=DAY)
    given(REGISTERED).when(command).refused("union.nothing_corrected")


@pytest.mark.parametrize("count", [-1, 10**10])
def test_employees_are_counted(count: int) -> None:
    command = msgspec.structs.replace(CORRECT, employee_count=count)
    outcome = given(REGISTERED).when(command)
    outcome.refused("union.employee_count_out_of_range", "employee_count")


def test_a_union_becomes_a_legal_person_and_gets_its_code() -> None:
    """工会法 art. 15."""
    was = msgspec.structs.replace(REGISTERED, legal_person=False)
    command = CorrectParticulars(
        occurred_on=DAY, legal_person=True, credit_code="81330206MC0000000X"
    )
    state = given(was).when(command).state()
    assert (state.legal_person, state.credit_code) == (True, "81330206MC0000000X")


def test_a_code_does_not_stay_with_what_is_no_legal_person_any_more() -> None:
    has_code = msgspec.structs.replace(REGISTERED, credit_code="81330206MC0000000X")
    command = CorrectParticulars(occurred_on=DAY, legal_person=False)
    outcome = given(has_code).when(command)
    outcome.refused("union.credit_code_without_legal_person", "credit_code")
    both = msgspec.structs.replace(command, credit_code="")
    given(has_code).when(both).then(ParticularsCorrected(legal_person=False, credit_code=""))


def test_the_higher_union_approves_the_founding() -> None:
    """工会法 art. 12."""
    command = RecordApprovalByHigher(occurred_on=DAY, document_no="青工〔1998〕17号")
    given(REGISTERED).when(command).then(UnionApprovedByHigher(document_no="青工〔1998〕17号"))


def test_a_committee_is_elected_for_a_term() -> None:
    """工会法 art. 16."""
    command = RecordElection(occurred_on=DAY, term_from=DAY, term_until=date(2031, 3, 31))
    elected = CommitteeElected(term_from=DAY, term_until=date(2031, 3, 31))
    given(REGISTERED).when(command).then(elected)


def test_a_term_does_not_end_before_it_begins() -> None:
    command = RecordElection(occurred_on=DAY, term_from=DAY, term_until=DAY)
    given(REGISTERED).when(command).refused("union.term_ends_before_it_begins", "term_until")


def test_earmarked_money_has_a_bank_account_of_its_own() -> None:
    """收支两条线, domain.md rule 12."""
    command = RecordBankAccount(
        occurred_on=DAY, ledger_account="102", bank_account=ACCOUNT, fund="hardship_earmarked"
    )
    given(REGISTERED).when(command).then(
        BankAccountRecorded(ledger_account="102", bank_account=ACCOUNT, fund="hardship_earmarked")
    )


def test_a_bank_account_does_not_end_before_it_begins() -> None:
    command = RecordBankAccount(
        occurred_on=DAY, ledger_account="102", bank_account=ACCOUNT, until=date(2026, 3, 31)
    )
    outcome = given(REGISTERED).when(command)
    outcome.refused("union.bank_account_ends_before_it_begins", "until")


def test_a_frozen_union_does_nothing_of_its_own() -> None:
    frozen = given(REGISTERED).when(FREEZE).then(FROZEN)
    assert frozen.state().frozen
    own: list[UnionCommand] = [
        RenameUnion(occurred_on=DAY, name="新名"),
        ClosePeriod(occurred_on=DAY, period="2026-03"),
        msgspec.structs.replace(ADOPT, adoption_id=None),
        CORRECT,
        FREEZE,
    ]
    for command in own:
        frozen.and_when(command).refused("union.frozen")


def test_what_is_decided_above_reaches_a_frozen_union_too() -> None:
    history = given(REGISTERED, FROZEN)
    assert len(history.when(ADOPT).events()) == 1
    assert len(history.when(DissolveUnion(occurred_on=DAY, document_no="31号")).events()) == 1
    merge = MergeUnion(
        occurred_on=DAY, into_union_id=RECEIVER, transfer_id=TRANSFER, document_no="11号"
    )
    assert len(history.when(merge).events()) == 1


def test_a_union_is_unfrozen_and_acts_again() -> None:
    outcome = given(REGISTERED, FROZEN).when(UNFREEZE)
    outcome.then(UnionUnfrozen(document_no="青工〔2026〕10号"))
    assert len(outcome.and_when(CORRECT).events()) == 1


def test_what_is_not_frozen_is_not_unfrozen() -> None:
    given(REGISTERED).when(UNFREEZE).refused("union.not_frozen")


def test_an_order_of_the_federation_is_carried_out_once() -> None:
    outcome = given(REGISTERED).when(ADOPT)
    outcome.then(
        PolicyAdopted(policy=DUES_POLICY, valid_from=DAY, document_no="1号", adoption_id=ADOPTION)
    )
    outcome.and_when(ADOPT).refused("union.adoption_already_carried_out", "adoption_id")


@pytest.mark.parametrize(
    "policy",
    [
        msgspec.structs.replace(SHARING_POLICY, due_day=32),
        msgspec.structs.replace(CLOSING_POLICY, required=("cash_counted", "cash_counted")),
    ],
    ids=["sharing", "closing"],
)
def test_rules_of_every_kind_are_sound_before_they_are_adopted(
    policy: Policy,
) -> None:
    command = msgspec.structs.replace(ADOPT, policy=policy)
    given(REGISTERED).when(command).refused("union.policy_not_sound", "policy")
