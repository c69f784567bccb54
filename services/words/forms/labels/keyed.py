"""Columns that hold opened personal fields by name: in which struct each of those names is labelled."""

from typing import Final

KEYS_OF: Final = {
    "AidCaseRow.circumstances": "HardshipForm",
    "AidCaseRow.details": "AidDetails",
    "AidCaseRow.payee": "AccountOf",
    "BankAccountRow.bank_account": "BankAccount",
    "CertificateRow.certificate": "CertificateIssue",
    "ChangeRow.details": "ChangeDetails",
    "CondolenceRequestRow.details": "CondolenceDetails",
    "CondolenceRow.details": "CondolenceDetails",
    "CustodialEntryRow.details": "To",
    "FindingView.details": "FindingText",
    "HouseholdRow.circumstances": "HardshipForm",
    "HouseholdStepRow.details": "Findings",
    "MemberRow.certificate": "CertificateIssue",
    "MemberRow.profile": "Profile",
    "ObjectionRow.details": "Objector",
    "PairingRow.review": "Findings",
    "PairingRow.target": "Target",
    "PayItemRow.payee": "AccountOf",
    "PaymentRow.details": "AidDetails",
    "PaymentRow.payee": "AccountOf",
    "ReminderRow.details": "ChangeDetails",
    "StepView.details": "FindingText",
    "VisitRow.details": "VisitDetails",
    "VisitRow.follow_up": "Findings",
    "VoucherInWorkRow.details": "VoucherText",
    "WarningRow.details": "ChangeDetails",
}
