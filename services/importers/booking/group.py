"""What booking works with: the union's people at hand, and a row with the commands it became.

Where a rule refuses a command, the clerk is shown the cell at fault: `BLAME` says which column each refusal
code is about, and under which kind of the samples' README it is reported.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from domain.command import Command
from domain.ids import MemberId, OfficerId
from services.commands import IfNew
from services.commands.states import States
from services.importers.booking.known import KnownFields
from services.importers.columns import ID_NUMBER
from services.importers.records import RowRefusal, SourceRow
from services.importers.tables import Note
from services.keys import Sealer

Commands = Sequence[Command | IfNew]


class Blame(NamedTuple):
    """The column and the kind a refusal code is reported under; an empty column is the command's own."""

    kind: str
    column: str


BLAME: Mapping[str, Blame] = {
    "member.already_member": Blame("already_member", ID_NUMBER),
    "member.already_registered": Blame("already_member", ID_NUMBER),
    "member.joined_after_entry": Blame("joined_after_entry", "入会日期"),
    "member.unknown": Blame("unknown_member", ID_NUMBER),
    "member.deceased": Blame("change_not_legal", "变动类型"),
    "member.not_live": Blame("change_not_legal", "变动类型"),
    "member.change_not_legal": Blame("change_not_legal", "变动类型"),
    "member.no_application": Blame("change_not_legal", "变动类型"),
    "dues.member_unknown": Blame("unknown_member", ID_NUMBER),
    "dues.not_member_in_month": Blame("not_member_in_month", ""),
    "household.member_unknown": Blame("unknown_member", ID_NUMBER),
    "household.file_of_another": Blame("file_of_another", "档案编号"),
    "store.claim_taken": Blame("second_file", "档案编号"),
    "aid_case.member_unknown": Blame("unknown_member", ID_NUMBER),
    "aid_case.approved_otherwise": Blame("approved_otherwise", "帮扶编号"),
    "aid_case.not_approved": Blame("unknown_case", "帮扶编号"),
    "aid_case.category_differs": Blame("category_differs", "帮扶项目"),
    "aid_case.fund_source_differs": Blame("fund_source_differs", "资金来源"),
    "aid_case.recipient_deceased": Blame("recipient_deceased", ID_NUMBER),
    "aid_case.recipient_not_beneficiary": Blame("recipient_not_beneficiary", ID_NUMBER),
    "aid_case.paid_before_approved": Blame("paid_before_approved", "发放日期"),
    "aid_case.approved_before_file": Blame("approved_before_file", "审批日期"),
    "aid_case.over_approved": Blame("over_approved", "金额"),
    "aid_case.cash_for_fiscal_funds": Blame("cash_for_fiscal_funds", "发放方式"),
    "aid_case.duties_not_separated": Blame("duties_not_separated", "审批人"),
    "aid_case.amount_not_positive": Blame("amount_not_positive", "金额"),
    "condolence.member_unknown": Blame("unknown_member", ID_NUMBER),
    "condolence.amount_not_positive": Blame("amount_not_positive", "慰问金额"),
}


class RowGroup(NamedTuple):
    """A row, the commands it became, and the column each command came from where that matters."""

    row: SourceRow
    commands: Commands
    columns: Sequence[str] = ()

    def refusal(self, command: int, code: str) -> RowRefusal:
        """Return the refusal of this row when one of its commands was refused."""
        blame = BLAME.get(code, Blame(code, ""))
        column = blame.column or (self.columns[command] if self.columns else ID_NUMBER)
        return self.row.refuse(column, blame.kind)


class Booked(NamedTuple):
    """What a table became: groups in the order they are decided, rows refused beforehand, and remarks."""

    groups: list[RowGroup]
    refused: list[RowRefusal]
    notes: Sequence[Note] = ()


class Desktop(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on the desk while one file of one union is booked.

    `members` knows everybody of the file who is known to the union; `states` is how their streams stood
    when the file was opened. `known` holds the fields of those whose rows bear a key, `reversed_before` how
    often a condolence was reversed, by what it is.
    """

    union_id: UUID
    command_id: UUID
    today: date
    year: int
    members: Mapping[str, MemberId]
    officers: Mapping[str, OfficerId]
    states: States
    sealer: Sealer
    known: Mapping[MemberId, KnownFields] = {}
    reversed_before: Mapping[str, int] = {}

    def id_of(self, kind: str, number: str) -> UUID:
        """Return the id that a natural key, such as a file number, has in this union."""
        return uuid5(self.union_id, f"{kind}:{number}")
