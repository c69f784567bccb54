"""Everything that can ever have happened: the list of all events by topic and schema version.

No module path ever reaches the database: a stored row can never choose what is imported, and files can
be renamed for ever.
"""

from types import UnionType
from typing import get_args

from domain.account.events import AccountEvent
from domain.aid_case.events import AidCaseEvent
from domain.api_key.events import ApiKeyEvent
from domain.appointment.events import AppointmentEvent
from domain.bank_statement.events import BankStatementEvent
from domain.branch.events import BranchEvent
from domain.budget.events import BudgetEvent
from domain.condolence.events import CondolenceEvent
from domain.contribution.events import ContributionEvent
from domain.custodial.events import CustodialEvent
from domain.disclosure.events import DisclosureEvent
from domain.dues.events import DuesEvent
from domain.dues_batch.events import DuesBatchClosed
from domain.engagement.events import EngagementEvent
from domain.erasure.events import ErasureEvent
from domain.event import Event
from domain.export.events import ExportDelivered
from domain.federation.events import FederationEvent
from domain.finding.events import FindingEvent
from domain.household.events import HouseholdEvent
from domain.import_run.events import ImportRunEvent
from domain.member.events import MemberEvent
from domain.pairing.events import PairingEvent
from domain.pay_batch.events import PayBatchEvent
from domain.privacy_notice.events import NoticePublished
from domain.statement.events import StatementIssued
from domain.subsidy.events import SubsidyEvent
from domain.union.events import UnionEvent
from domain.viewing.events import ViewingEvent
from domain.visit.events import VisitEvent
from domain.voucher.events import VoucherEvent


def _members(*unions: UnionType) -> tuple[type[Event], ...]:
    return tuple(member for union in unions for member in get_args(union))


EVENTS: tuple[type[Event], ...] = (
    *_members(UnionEvent, FederationEvent),
    *_members(MemberEvent, DuesEvent, BranchEvent),
    DuesBatchClosed,
    *_members(HouseholdEvent, AidCaseEvent, PayBatchEvent, CondolenceEvent),
    *_members(PairingEvent, VisitEvent),
    *_members(VoucherEvent, BudgetEvent, BankStatementEvent),
    *_members(ContributionEvent, SubsidyEvent, CustodialEvent),
    *_members(ImportRunEvent),
    *_members(EngagementEvent),
    *_members(FindingEvent, DisclosureEvent),
    StatementIssued,
    *_members(ViewingEvent, ErasureEvent),
    ExportDelivered,
    NoticePublished,
    *_members(AccountEvent, AppointmentEvent, ApiKeyEvent),
)


def _by_topic(events: tuple[type[Event], ...]) -> dict[str, type[Event]]:
    catalogue: dict[str, type[Event]] = {}
    for event in events:
        if event.TOPIC in catalogue:
            raise ValueError(f"topic listed twice: {event.TOPIC}")
        catalogue[event.TOPIC] = event
    return catalogue


CATALOGUE: dict[str, type[Event]] = _by_topic(EVENTS)
"""Topic → the class of its newest schema version."""
