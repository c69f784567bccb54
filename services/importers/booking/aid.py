"""困难职工帮扶: households and approved cases in the first table, payments in the second."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

from domain.aid import AidCategory, FundSource, HardshipClass, PaymentMethod
from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import ApproveAid, PayAid
from domain.household.commands import OpenHouseholdFile
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.officers import Office
from domain.union.commands import RecordOfficer
from services.commands import IfNew
from services.importers.booking.group import Booked, Commands, Desktop, RowGroup
from services.importers.columns import ID_NUMBER
from services.importers.records import CaseRow, PaymentRow, RowRefusal


def book_cases(rows: Sequence[CaseRow], desktop: Desktop) -> Booked:
    """For each row: its officers, the household's file unless it is open, and the approval.

    One household, one file: a second file number for the same person is refused.
    """
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    files: dict[MemberId, str] = {}
    for ordinal, row in enumerate(rows):
        who = desktop.members.get(row.id_number)
        if who is None:
            refused.append(row.refuse(ID_NUMBER, "unknown_member"))
        elif files.setdefault(who, row.file_number) != row.file_number:
            refused.append(row.refuse("档案编号", "second_file"))
        else:
            groups.append(RowGroup(row, _case_commands(row, who, ordinal, desktop)))
    return Booked(groups, refused)


def book_payments(rows: Sequence[PaymentRow], desktop: Desktop) -> Booked:
    """One payment for each row; one that is on the books already is left out."""
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    booked: dict[AidCaseId, Counter[tuple[MemberId, int, str]]] = {}
    for ordinal, row in enumerate(rows):
        who = desktop.members.get(row.id_number)
        if who is None:
            refused.append(row.refuse(ID_NUMBER, "unknown_member"))
            continue
        case_id = AidCaseId(desktop.id_of("aid_case", row.case_number))
        already = booked.setdefault(case_id, _paid_before(case_id, desktop))
        same = (who, row.paid_fen, row.method)
        if already[same] > 0:
            already[same] -= 1
            groups.append(RowGroup(row, []))
        else:
            groups.append(RowGroup(row, [_pay(row, case_id, who, ordinal, desktop)]))
    return Booked(groups, refused)


def officers_of(row: CaseRow) -> list[tuple[Office, str]]:
    """Return the officers a row names, with their part in the case."""
    named: list[tuple[Office, str | None]] = [
        ("handler", row.handler),
        ("reviewer", row.reviewer),
        ("approver", row.approver),
    ]
    return [(office, name) for office, name in named if name]


def _case_commands(row: CaseRow, who: MemberId, ordinal: int, desktop: Desktop) -> Commands:
    household_id = HouseholdId(desktop.id_of("household", row.file_number))
    circumstances = {
        "cause": row.cause or "",
        "family_size": "" if row.family_size is None else str(row.family_size),
        "monthly_income_fen": "" if row.income_fen is None else str(row.income_fen),
    }
    officers = {office: desktop.officers[name] for office, name in officers_of(row)}
    return [
        *(_officer(row, office, name, ordinal, desktop) for office, name in officers_of(row)),
        IfNew(
            OpenHouseholdFile(
                occurred_on=row.filed_on,
                household_id=household_id,
                file_no=row.file_number,
                householder_id=who,
                hardship_class=cast("HardshipClass | None", row.category),
                circumstances=desktop.sealer.seal(
                    who, "file", field="circumstances", ordinal=ordinal, fields=circumstances
                ),
            ),
            unless="household.file_already_open",
        ),
        IfNew(
            ApproveAid(
                occurred_on=row.approved_on,
                aid_case_id=AidCaseId(desktop.id_of("aid_case", row.case_number)),
                case_no=row.case_number,
                household_id=household_id,
                beneficiary_id=who,
                category=cast("AidCategory", row.programme),
                fund_source=cast("FundSource", row.fund_source),
                amount_fen=row.approved_fen,
                handler_id=officers.get("handler"),
                reviewer_id=officers.get("reviewer"),
                approver_id=officers.get("approver"),
            ),
            unless="aid_case.already_approved",
        ),
    ]


def _officer(row: CaseRow, office: Office, name: str, ordinal: int, desktop: Desktop) -> IfNew:
    officer_id: OfficerId = desktop.officers[name]
    sealed = desktop.sealer.seal(
        officer_id, "books", field="officer", ordinal=ordinal, fields={"name": name}
    )
    return IfNew(
        RecordOfficer(
            occurred_on=row.approved_on, officer_id=officer_id, office=office, name=sealed
        ),
        unless="union.officer_already_recorded",
    )


def _pay(
    row: PaymentRow, case_id: AidCaseId, who: MemberId, ordinal: int, desktop: Desktop
) -> PayAid:
    payee = {
        "bank_name": row.bank or "",
        "bank_account": row.bank_card or "",
        "mobile": row.phone or "",
    }
    return PayAid(
        occurred_on=row.paid_on,
        aid_case_id=case_id,
        recipient_id=who,
        amount_fen=row.paid_fen,
        method=cast("PaymentMethod", row.method),
        payee=desktop.sealer.seal(who, "books", field="payee", ordinal=ordinal, fields=payee),
        category=cast("AidCategory | None", row.programme),
        fund_source=cast("FundSource | None", row.fund_source),
    )


def _paid_before(case_id: AidCaseId, desktop: Desktop) -> Counter[tuple[MemberId, int, str]]:
    state = desktop.states.of(case_id, aid_case.State)
    return Counter(
        (payment.recipient_id, payment.amount_fen, payment.method)
        for version, payment in state.payments.items()
        if version not in state.returned_versions
    )
