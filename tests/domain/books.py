"""The books that the cases are about: a small chart, who holds which office, the rules in force. Nobody exists."""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from domain.accounts import Account, AccountKind, Chart, Side, chart_of
from domain.attachment import Attachment
from domain.bank_statement import aggregate as bank_statement
from domain.budget import aggregate as budget
from domain.ids import OfficerId, VoucherId, opening_voucher_id
from domain.money import PostingLine, PostingLines
from domain.officers import Office, Officers
from domain.policy.approval import ApprovalPolicy
from domain.policy.budget_control import BudgetControl
from domain.policy.chart import ChartPolicy
from domain.voucher import aggregate as voucher
from tests.domain.strategies import few_ids, officers
from tests.domain.values import APPROVER, HANDLER, REVIEWER, UNION

CHAIRPERSON = OfficerId(UUID(int=61))
ACCOUNTANT = OfficerId(UUID(int=62))
CASHIER = OfficerId(UUID(int=63))
AUDITOR = OfficerId(UUID(int=64))
NOBODY = OfficerId(UUID(int=65))
VOUCHER = VoucherId(UUID(int=66))
OPENING = opening_voucher_id(UNION)
INVOICE = Attachment(sha256="ab" * 32, byte_count=48213, media_type="application/pdf")

_HELD: dict[tuple[OfficerId, Office], date | None] = {
    (HANDLER, "handler"): None,
    (REVIEWER, "reviewer"): None,
    (APPROVER, "approver"): None,
    (CHAIRPERSON, "chairperson"): None,
    (ACCOUNTANT, "accountant"): None,
    (CASHIER, "cashier"): None,
    (AUDITOR, "audit_committee_chair"): None,
}
OFFICERS = Officers(_HELD)


def account(
    code: str, kind: AccountKind, side: Side, parent: str | None = None, *, money: bool = False
) -> Account:
    """Return an account of the small chart; those with details are told apart by their code."""
    return Account(
        code=code,
        name=f"科目{code}",
        kind=kind,
        side=side,
        parent=parent,
        posts=code not in ("403", "501"),
        money=money,
        cash=code == "101",
    )


CHART: Chart = chart_of(
    "2021",
    1,
    (
        account("101", "asset", "debit", money=True),
        account("102", "asset", "debit", money=True),
        account("135", "asset", "debit"),
        account("221", "liability", "credit"),
        account("331", "net_assets", "credit"),
        account("401", "income", "credit"),
        account("403", "income", "credit"),
        account("40304", "income", "credit", "403"),
        account("501", "expense", "debit"),
        account("50102", "expense", "debit", "501"),
        account("50104", "expense", "debit", "501"),
        account("508", "expense", "debit"),
    ),
)
APPROVAL = ApprovalPolicy(policy_id="approval-local", version=1, collective_above_fen=1000000)
BLOCKING = BudgetControl(
    policy_id="budget-strict",
    version=1,
    on_excess="block",
    deficit_allowed=False,
    adjustments_per_year=1,
    materials_working_days=3,
)
CHART_POLICY = ChartPolicy(
    policy_id="chart-province",
    version=1,
    standard_version="2021",
    details=(account("50801", "expense", "debit", "508"),),
)
WARNING = BudgetControl(
    policy_id="budget-lenient",
    version=1,
    on_excess="warn",
    deficit_allowed=True,
    adjustments_per_year=2,
    materials_working_days=0,
)


def entry(*booked: tuple[str, int], fund: str = "own_funds") -> PostingLines:
    """Return lines of one fund, each as (account, fen)."""
    return tuple(PostingLine(account=code, fund=fund, fen=fen) for code, fen in booked)


charts = st.sampled_from([None, CHART])
budget_controls = st.sampled_from([None, BLOCKING, WARNING])
voucher_contexts = st.builds(
    voucher.Context,
    officers,
    charts,
    st.sampled_from([None, APPROVAL]),
    st.none() | few_ids.map(VoucherId),
    st.sampled_from(["", "2026-03"]),
)
budget_contexts = st.builds(budget.Context, officers, charts, budget_controls, st.integers(-1, 9))
bank_statement_contexts = st.builds(bank_statement.Context, officers, charts)
