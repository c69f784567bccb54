"""All projections. A name is unique, and so is every table of theirs."""

from projections.aid.projection import AID
from projections.bank.projection import BANK
from projections.branch.projection import BRANCH
from projections.budget.projection import BUDGET
from projections.condolence.projection import CONDOLENCE
from projections.contribution.projection import CONTRIBUTION
from projections.county.projection import COUNTY
from projections.disclosure.projection import DISCLOSURE
from projections.dues.projection import DUES
from projections.engagement.projection import ENGAGEMENT
from projections.finding.projection import FINDING
from projections.fund.projection import FUND
from projections.general_ledger.projection import GENERAL_LEDGER
from projections.household.projection import HOUSEHOLD
from projections.organisation.projection import ORGANISATION
from projections.pairing.projection import PAIRING
from projections.pay_batch.projection import PAY_BATCH
from projections.period.projection import PERIOD
from projections.projection import Projection
from projections.rollup.projection import ROLLUP
from projections.roster.projection import ROSTER
from projections.statement.projection import STATEMENT
from projections.transfers.projection import TRANSFERS
from projections.units.projection import UNITS
from projections.visit.projection import VISIT
from projections.voucher.projection import VOUCHER

PROJECTIONS: tuple[Projection, ...] = (
    ORGANISATION,
    UNITS,
    BRANCH,
    TRANSFERS,
    ROSTER,
    DUES,
    HOUSEHOLD,
    AID,
    PAY_BATCH,
    CONDOLENCE,
    PAIRING,
    VISIT,
    GENERAL_LEDGER,
    VOUCHER,
    BUDGET,
    BANK,
    PERIOD,
    CONTRIBUTION,
    FUND,
    ENGAGEMENT,
    COUNTY,
    ROLLUP,
    FINDING,
    DISCLOSURE,
    STATEMENT,
)
