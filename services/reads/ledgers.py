"""All ledgers of one union, behind one door.

Every method takes a scope and answers with a page: rows in a stable order, at most `limit` of them, after a
key that the page before gave.
"""

from services.reads.aid import AidLedgers
from services.reads.banking import BankLedgers
from services.reads.branch import BranchLedgers
from services.reads.budgets import BudgetLedgers
from services.reads.condolence import CondolenceLedgers
from services.reads.county import CountyLedgers
from services.reads.disclosures import DisclosureLedgers
from services.reads.dues import DuesLedgers
from services.reads.dues_months import DuesMonthLedgers
from services.reads.engagements import EngagementLedgers
from services.reads.findings import FindingLedgers
from services.reads.funds import FundLedgers
from services.reads.households import HouseholdLedgers
from services.reads.officer_names import OfficerNames
from services.reads.organisation import OrganisationLedgers
from services.reads.pairings import PairingLedgers
from services.reads.pay_batches import PayBatchLedgers
from services.reads.periods import PeriodLedgers
from services.reads.printed import StatementLedgers
from services.reads.roster import RosterLedgers
from services.reads.tasks import TaskLedgers
from services.reads.visits import VisitLedgers
from services.reads.vouchers import VoucherLedgers


class Ledgers(
    RosterLedgers,
    BranchLedgers,
    DuesLedgers,
    DuesMonthLedgers,
    HouseholdLedgers,
    AidLedgers,
    PayBatchLedgers,
    CondolenceLedgers,
    PairingLedgers,
    VisitLedgers,
    OfficerNames,
    OrganisationLedgers,
    BudgetLedgers,
    VoucherLedgers,
    BankLedgers,
    PeriodLedgers,
    FundLedgers,
    EngagementLedgers,
    CountyLedgers,
    FindingLedgers,
    DisclosureLedgers,
    StatementLedgers,
    TaskLedgers,
):
    """Questions about one union."""
