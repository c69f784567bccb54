"""Whatever is asked of an aggregate, in whatever order: an answer, never an exception.

And what it answers can be stored: every event survives its encoding, every voucher is balanced.
"""

from collections.abc import Callable
from types import ModuleType, UnionType
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import aggregate as account
from domain.account.commands import AccountCommand
from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import AidCaseCommand
from domain.api_key import aggregate as api_key
from domain.api_key.commands import ApiKeyCommand
from domain.appointment import aggregate as appointment
from domain.appointment.commands import AppointmentCommand
from domain.bank_statement import aggregate as bank_statement
from domain.bank_statement.commands import BankStatementCommand
from domain.branch import aggregate as branch
from domain.branch.commands import BranchCommand
from domain.budget import aggregate as budget
from domain.budget.commands import BudgetCommand
from domain.catalogue import CATALOGUE, EVENTS
from domain.command import Command
from domain.condolence import aggregate as condolence
from domain.condolence.commands import CondolenceCommand
from domain.contribution import aggregate as contribution
from domain.contribution.commands import ContributionCommand
from domain.custodial import aggregate as custodial
from domain.custodial.commands import CustodialCommand
from domain.disclosure import aggregate as disclosure
from domain.disclosure.commands import DisclosureCommand
from domain.dues import aggregate as dues
from domain.dues.commands import DuesCommand
from domain.dues.events import DuesReceived
from domain.dues_batch import aggregate as dues_batch
from domain.dues_batch.commands import DuesBatchCommand
from domain.encoding import decode, encode
from domain.engagement import aggregate as engagement
from domain.engagement.commands import EngagementCommand
from domain.erasure import aggregate as erasure
from domain.erasure.commands import ErasureCommand
from domain.event import Event
from domain.export import aggregate as export
from domain.export.commands import ExportCommand
from domain.federation import aggregate as federation
from domain.federation.commands import FederationCommand
from domain.finding import aggregate as finding
from domain.finding.commands import FindingCommand
from domain.household import aggregate as household
from domain.household.commands import HouseholdCommand
from domain.ids import BranchId, UnionId
from domain.import_run import aggregate as import_run
from domain.import_run.commands import ImportRunCommand
from domain.member import aggregate as member
from domain.member.commands import MemberCommand
from domain.money import PostingLines, is_balanced, negated
from domain.pairing import aggregate as pairing
from domain.pairing.commands import PairingCommand
from domain.pay_batch import aggregate as pay_batch
from domain.pay_batch.commands import PayBatchCommand
from domain.privacy_notice import aggregate as privacy_notice
from domain.privacy_notice.commands import PrivacyNoticeCommand
from domain.statement import aggregate as statement
from domain.statement.commands import StatementCommand
from domain.subsidy import aggregate as subsidy
from domain.subsidy.commands import SubsidyCommand
from domain.union import aggregate as union
from domain.union.commands import UnionCommand
from domain.viewing import aggregate as viewing
from domain.viewing.commands import ViewingCommand
from domain.visit import aggregate as visit
from domain.visit.commands import VisitCommand
from domain.voucher import aggregate as voucher
from domain.voucher.commands import VoucherCommand
from tests.domain.aid import (
    aid_contexts,
    condolence_contexts,
    household_contexts,
    pairing_contexts,
    pay_batch_contexts,
    visit_contexts,
)
from tests.domain.audit import disclosure_contexts, finding_contexts
from tests.domain.books import bank_statement_contexts, budget_contexts, voucher_contexts
from tests.domain.engagement.cases import engagement_contexts
from tests.domain.funds import (
    contribution_contexts,
    custodial_contexts,
    subsidy_contexts,
    union_contexts,
)
from tests.domain.privacy import erasure_contexts, viewing_contexts
from tests.domain.strategies import (
    BROAD,
    QUICK,
    THOROUGH,
    any_command,
    any_struct,
    dues_policies,
    few_ids,
    officers,
    run,
    timelines,
)
from tests.domain.values import MEMBERSHIP_POLICY, POSTING_MAP, REFUNDING_MAP
from tests.support.given_when_then import folded
from tests.support.given_when_then import given as given_facts
from tests.support.samples_of import samples

posting_maps = st.sampled_from(
    [None, POSTING_MAP, REFUNDING_MAP, msgspec.structs.replace(POSTING_MAP, rules={})]
)
few_branches = few_ids.map(BranchId)
member_contexts = st.builds(
    member.Context,
    unpaid_months=st.integers(0, 9),
    membership_policy=st.sampled_from([None, MEMBERSHIP_POLICY]),
    officers=officers,
    open_branches=st.frozensets(few_branches),
    open_groups=st.dictionaries(few_branches, st.none() | few_branches),
    notices=st.none() | st.frozensets(st.text(max_size=5)),
)
branch_contexts = st.builds(
    branch.Context,
    open_branches=st.frozensets(few_branches),
    officers=officers,
)
Decide = Callable[[Any, Any], Any]
"""An aggregate's own `decide`, its context filled in."""


class Asked(NamedTuple):
    """An aggregate, what may be asked of it, and what its `decide` wants besides."""

    aggregate: ModuleType
    commands: UnionType | type[Command]
    context: st.SearchStrategy[Any]

    def decide(self, context: Any) -> Decide:  # noqa: ANN401 # each aggregate has its own Context
        if context is None:
            plain: Decide = self.aggregate.decide
            return plain
        if self.aggregate is household:
            return lambda state, command: household.decide(state, command, *context)
        if self.aggregate is federation:
            return lambda state, command: federation.decide(state, command, own_id=context)
        return lambda state, command: self.aggregate.decide(state, command, context)


ASKED = [
    Asked(union, UnionCommand, union_contexts),
    Asked(federation, FederationCommand, few_ids.map(UnionId)),
    Asked(member, MemberCommand, member_contexts),
    Asked(branch, BranchCommand, branch_contexts),
    Asked(dues_batch, DuesBatchCommand, st.none()),
    Asked(household, HouseholdCommand, household_contexts),
    Asked(pay_batch, PayBatchCommand, pay_batch_contexts),
    Asked(pairing, PairingCommand, pairing_contexts),
    Asked(visit, VisitCommand, visit_contexts),
    Asked(import_run, ImportRunCommand, st.none()),
    Asked(contribution, ContributionCommand, contribution_contexts),
    Asked(subsidy, SubsidyCommand, subsidy_contexts),
    Asked(custodial, CustodialCommand, custodial_contexts),
    Asked(
        dues,
        DuesCommand,
        st.builds(dues.Context, timelines, st.none() | dues_policies, posting_maps, officers),
    ),
    Asked(aid_case, AidCaseCommand, aid_contexts),
    Asked(bank_statement, BankStatementCommand, bank_statement_contexts),
    Asked(budget, BudgetCommand, budget_contexts),
    Asked(voucher, VoucherCommand, voucher_contexts),
    Asked(condolence, CondolenceCommand, condolence_contexts),
    Asked(engagement, EngagementCommand, engagement_contexts),
    Asked(finding, FindingCommand, finding_contexts),
    Asked(disclosure, DisclosureCommand, disclosure_contexts),
    Asked(statement, StatementCommand, st.none()),
    Asked(viewing, ViewingCommand, viewing_contexts),
    Asked(erasure, ErasureCommand, erasure_contexts),
    Asked(privacy_notice, PrivacyNoticeCommand, st.none()),
    Asked(account, AccountCommand, st.none()),
    Asked(appointment, AppointmentCommand, st.none()),
    Asked(api_key, ApiKeyCommand, st.none()),
    Asked(export, ExportCommand, st.none()),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.aggregate.__name__)
@BROAD
@given(data=st.data())
def test_every_command_is_answered_and_every_answer_can_be_stored(
    asked: Asked, data: st.DataObject
) -> None:
    commands = data.draw(st.lists(any_command(asked.commands), max_size=8))
    _, facts = run(asked.aggregate, commands, asked.decide(data.draw(asked.context)))
    for fact in facts:
        event = fact.event
        assert decode(event.TOPIC, event.SCHEMA_VERSION, encode(event)) == event
        assert is_balanced(getattr(event, "lines", ()))


@pytest.mark.parametrize("event_class", EVENTS, ids=lambda event: event.TOPIC)
@QUICK
@given(data=st.data())
def test_every_event_survives_its_encoding(event_class: type[Event], data: st.DataObject) -> None:
    event = data.draw(any_struct(event_class))
    assert decode(event.TOPIC, event.SCHEMA_VERSION, encode(event)) == event


@pytest.mark.parametrize("event", samples().values(), ids=samples().keys())
def test_every_event_of_the_catalogue_can_be_folded(event: Event) -> None:
    package = CATALOGUE[event.TOPIC].__module__.rpartition(".")[0]
    aggregate = next(asked.aggregate for asked in ASKED if asked.aggregate.__package__ == package)
    state = folded(aggregate, given_facts(event).facts)
    assert type(state) is aggregate.State


def test_every_aggregate_is_asked() -> None:
    packages = {event.__module__.rpartition(".")[0] for event in EVENTS}
    assert packages == {asked.aggregate.__package__ for asked in ASKED}


@THOROUGH
@given(any_struct(DuesReceived).map(lambda event: event.lines))
def test_red_letter_lines_undo_the_lines(lines: PostingLines) -> None:
    """红字: line by line the same account and fund, and together nothing."""
    undone = negated(lines)
    assert is_balanced(lines) == is_balanced(undone)
    assert is_balanced((*lines, *undone))
    assert [(line.account, line.fund, -line.fen) for line in lines] == [
        (line.account, line.fund, line.fen) for line in undone
    ]
