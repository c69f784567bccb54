"""Profile B: a CSV file for each table, under the names of ISO 21378:2019 as far as they are known."""

from collections.abc import Iterable, Iterator
from typing import Final

from domain.period import first_day, last_day
from services.exporters.audit_data.cells import (
    Row,
    Table,
    day_of,
    level_of,
    table,
    when,
    who,
    word_of,
)
from services.exporters.audit_data.hands import LOGIN
from services.exporters.audit_data.journal import Entry
from services.exporters.audit_data.year_books import Movement, YearBooks
from services.exporters.ledgers.table import Amount
from services.words.audit_data import codes
from services.words.audit_data.iso21378 import TABLES

_CURRENCY_CODE, _CURRENCY_NAME = codes.CURRENCY
_FUND_CODE, _FUND_NAME = codes.FUND
_SIDES: Final = {"debit": "D", "credit": "C"}


def iso_tables(books: YearBooks, software_version: str) -> list[Table]:
    """Return every table of the profile, in the order of its declaration."""
    used = sorted({movement.account for movement in books.movements})
    rows: dict[str, Iterable[Row]] = {
        "BAS_Profile": [_profile(books, software_version)],
        "BAS_Business_Segment": (
            {
                "Segment_ID": branch.branch_id,
                "Segment_Name": branch.name,
                "Segment_Kind": word_of(branch.kind),
            }
            for branch in books.branches
        ),
        "BAS_Business_Segment_Hierarchy": (
            {"Segment_ID": branch.branch_id, "Parent_Segment_ID": branch.parent_branch_id}
            for branch in books.branches
            if branch.parent_branch_id is not None
        ),
        "BAS_Employee": (
            {
                "Employee_ID": term.officer_id,
                "Employee_Name": books.officer_names.get(term.officer_id),
                "Position": word_of(term.office),
                "Start_Date": term.since,
                "End_Date": term.until,
            }
            for term in books.terms
        ),
        "BAS_User": (_user(user) for user in books.users),
        "BAS_Chart_Of_Accounts": _accounts(books),
        "BAS_Accounting_Period": _periods(books),
        "BAS_Journal_Entry_Type": (
            {"Journal_Entry_Type_ID": code, "Type_Name": name}
            for code, name in codes.ENTRY_KINDS.values()
        ),
        "BAS_Settlement_Method": (
            {"Settlement_Method_ID": method, "Method_Name": word_of(method)}
            for method in sorted({entry.method for entry in books.entries if entry.method})
        ),
        "BAS_Currency": [{"Currency_Code": _CURRENCY_CODE, "Currency_Name": _CURRENCY_NAME}],
        "BAS_Bank_Account": (
            {
                "GL_Account_Number": account.ledger_account,
                "Segment01": account.fund,
                "Bank_Name": account.bank_account.get("bank_name"),
                "Bank_Account_Number": account.bank_account.get("bank_account"),
                "Start_Date": account.since,
                "End_Date": account.until,
            }
            for account in books.bank_accounts
        ),
        "BAS_Customized_ACC_Segment": [{"Segment_ID": _FUND_CODE, "Segment_Name": _FUND_NAME}],
        "BAS_Customized_ACC_Segment_Value": (
            {"Segment_ID": _FUND_CODE, "Segment_Value": fund, "Value_Name": word_of(fund)}
            for fund in books.funds
        ),
        "GL_Account_Segment": (
            {"GL_Account_Number": account, "Segment_ID": _FUND_CODE} for account in used
        ),
        "GL_Trial_Balance": (_balance(books, moved) for moved in _over_funds(books.movements)),
        "GL_Details_Period_Balance": (
            {**_balance(books, moved), "Segment01": moved.fund} for moved in books.movements
        ),
        "GL_Details": (row for entry in books.entries for row in _lines(books, entry)),
        "GL_Opening_Entries": (row for entry in books.openings for row in _lines(books, entry)),
    }
    return [table(words, rows[words.name]) for words in TABLES]


def _profile(books: YearBooks, software_version: str) -> Row:
    union = books.union
    return {
        "Entity_ID": books.union_id,
        "Entity_Name": None if union is None else union.name,
        "Entity_Registration": None if union is None else union.credit_code,
        "Software_Name": codes.SOFTWARE,
        "Software_Version": software_version,
        "Functional_Currency": _CURRENCY_CODE,
        "Fiscal_Year": books.year,
        "Accounting_Standard": None if books.chart is None else books.chart.standard_version,
        "Extract_Position": books.position,
        "Extract_Hash": books.hash,
        "Extract_Recorded_At": books.recorded_at,
    }


def _user(user: str) -> Row:
    is_login = user.startswith(LOGIN)
    return {
        "User_ID": user,
        "User_Kind": "login" if is_login else "officer",
        "Employee_ID": None if is_login else user,
    }


def _accounts(books: YearBooks) -> Iterator[Row]:
    for account in books.accounts:
        yield {
            "GL_Account_Number": account.code,
            "GL_Account_Name": account.name,
            "GL_Account_Type": codes.ACCOUNT_KINDS[account.kind],
            "GL_Account_Level": level_of(books.chart, account),
            "Parent_GL_Account_Number": account.parent,
            "Normal_Balance": _SIDES[account.side],
        }


def _periods(books: YearBooks) -> Iterator[Row]:
    for period in books.periods:
        yield {
            "Accounting_Period_ID": period.period,
            "Fiscal_Year": books.year,
            "Period_Begin_Date": first_day(period.period),
            "Period_End_Date": last_day(period.period),
            "Closed_Indicator": period.closed,
        }


def _over_funds(movements: Iterable[Movement]) -> list[Movement]:
    """Return the months of every account, its funds added up."""
    sums: dict[tuple[str, str], list[int]] = {}
    for moved in movements:
        own = sums.setdefault((moved.account, moved.period), [0, 0, 0])
        own[0] += moved.before_fen
        own[1] += moved.debit_fen
        own[2] += moved.credit_fen
    return [
        Movement(account, "", period, before_fen, debit_fen, credit_fen)
        for (account, period), (before_fen, debit_fen, credit_fen) in sorted(sums.items())
    ]


def _balance(books: YearBooks, moved: Movement) -> dict[str, str | int | Amount]:
    return {
        "GL_Account_Number": moved.account,
        "Fiscal_Year": books.year,
        "Accounting_Period_ID": moved.period,
        "Beginning_Balance": Amount(moved.before_fen),
        "Period_Debit": Amount(moved.debit_fen),
        "Period_Credit": Amount(moved.credit_fen),
        "Ending_Balance": Amount(moved.after_fen),
    }


def _lines(books: YearBooks, entry: Entry) -> Iterator[Row]:
    hands = entry.hands
    for number, line in enumerate(entry.lines, start=1):
        is_debit = bool(line.debit_fen)
        yield {
            "Journal_ID": entry.voucher_no,
            "Journal_Entry_Line": number,
            "GL_Account_Number": line.account,
            "Segment01": line.fund,
            "Accounting_Period_ID": entry.period,
            "Fiscal_Year": books.year,
            "Effective_Date": entry.occurred_on,
            "Journal_Entry_Type_ID": codes.ENTRY_KINDS[entry.kind][0],
            "Journal_Entry_Line_Description": entry.summary,
            "Debit_Credit_Indicator": "D" if is_debit else "C",
            "Functional_Amount": Amount(line.debit_fen if is_debit else line.credit_fen),
            "Functional_Currency": _CURRENCY_CODE,
            "Source_ID": entry.topic,
            "Source_Position": entry.position,
            "Settlement_Method_ID": entry.method,
            "Bill_Number": entry.reference,
            "Reversal_Indicator": entry.reversal,
            "Reversal_Journal_ID": entry.reverses,
            "Entered_By": who(hands, "entered"),
            "Entered_Date": day_of(hands, "entered"),
            "Entered_At": when(hands, "entered"),
            "Last_Modified_By": who(hands, "changed"),
            "Last_Modified_Date": day_of(hands, "changed"),
            "Reviewed_By": who(hands, "reviewed"),
            "Reviewed_Date": day_of(hands, "reviewed"),
            "Approved_By": who(hands, "approved"),
            "Approved_Date": day_of(hands, "approved"),
            "Approved_At": when(hands, "approved"),
            "Posted_By": who(hands, "posted"),
            "Posted_Date": day_of(hands, "posted"),
            "Posted_At": when(hands, "posted"),
        }
