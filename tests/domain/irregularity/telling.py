"""A log told event by event, and what the rules find in it. Nobody in here exists."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.aid_case.events import AidApproved, AidPaid
from domain.condolence.events import CondolenceRecorded
from domain.event import Event, Recorded
from domain.household.events import HouseholdFileOpened
from domain.ids import AidCaseId, CondolenceId, HouseholdId, MemberId, OfficerId, VoucherId
from domain.import_run.events import ImportCommitted
from domain.irregularity.books import Books, Chained, Opened, books_of
from domain.irregularity.hit import Found, checked
from domain.irregularity.rules import RULES
from domain.member.events import MemberRegistered
from domain.money import PostingLines
from domain.officers import Office
from domain.policy.in_force import Policy
from domain.policy.irregularity import IrregularityPolicy
from domain.union.events import OfficerRecorded, PolicyAdopted
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
    VoucherReviewed,
)
from domain.voucher_kind import VoucherKind
from services.policies.charts import chart
from tests.domain.books import ACCOUNTANT, CASHIER, INVOICE
from tests.domain.irregular import PARAMETERS
from tests.domain.values import (
    APPROVER,
    HANDLER,
    MEMBER,
    OTHER_MEMBER,
    REVIEWER,
    UNION,
    lines,
    sealed,
)

FIRST, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
_LONG_AGO = date(2020, 1, 1)


def day(month: int, number: int = 1, *, year: int = 2026) -> date:
    """A day of the year the cases are about."""
    return date(year, month, number)


class Log:
    """A log that grows; `told` numbers positions and versions as the store does."""

    def __init__(self, parameters: IrregularityPolicy | None = PARAMETERS) -> None:
        self.events: list[Recorded] = []
        self._versions: dict[UUID, int] = {}
        self._numbers = iter(range(1_000, 10_000))
        if parameters is not None:
            self.adopt(parameters)

    def told(self, on: date, stream: UUID, event: Event, *, command: int | None = None) -> int:
        """Record an event and return its position."""
        position = len(self.events) + 1
        version = self._versions.get(stream, 0) + 1
        self._versions[stream] = version
        self.events.append(
            Recorded(
                union_id=UNION,
                position=position,
                stream_id=stream,
                version=version,
                occurred_on=on,
                recorded_at=_BEGUN + timedelta(seconds=position),
                actor_id="clerk-1",
                command_id=UUID(int=command or 10**6 + position),
                event=event,
            )
        )
        return position

    def some_id(self) -> UUID:
        """An id nobody has yet."""
        return UUID(int=next(self._numbers))

    def adopt(self, policy: Policy, valid_from: date = _LONG_AGO) -> int:
        adopted = PolicyAdopted(policy=policy, valid_from=valid_from, document_no="青工〔2020〕1号")
        return self.told(_LONG_AGO, UNION, adopted)

    def officer(self, officer_id: OfficerId, office: Office, member: MemberId | None = None) -> int:
        held = OfficerRecorded(
            officer_id=officer_id, office=office, name=sealed("books"), member_id=member
        )
        return self.told(_LONG_AGO, UNION, held)

    def member(self, who: MemberId = MEMBER, joined_on: date = _LONG_AGO) -> int:
        registered = MemberRegistered(
            identity=sealed("books"), profile=sealed("file"), joined_on=joined_on
        )
        return self.told(joined_on, who, registered)

    def taken_over(self, command: int) -> int:
        """Say that a command took a workbook in."""
        event = ImportCommitted(table_kind="aid", rows_read=1, rows_accepted=1)
        return self.told(day(1), self.some_id(), event, command=command)

    def file(
        self, on: date = _LONG_AGO, who: MemberId = MEMBER, *, command: int | None = None
    ) -> HouseholdId:
        """Open a household's file."""
        household_id = HouseholdId(self.some_id())
        opened = HouseholdFileOpened(
            household_id=household_id,
            file_no="F1",
            householder_id=who,
            hardship_class="relative",
            circumstances=sealed("file"),
        )
        self.told(on, household_id, opened, command=command)
        return household_id

    def approved(self, on: date, **changed: Any) -> AidApproved:  # noqa: ANN401
        """Approve aid and return the approval."""
        fields: dict[str, Any] = {
            "aid_case_id": AidCaseId(self.some_id()),
            "case_no": "无号",
            "household_id": HouseholdId(UUID(int=5)),
            "beneficiary_id": MEMBER,
            "category": "living_aid",
            "fund_source": "own_funds",
            "amount_fen": 300_000,
            "handler_id": HANDLER,
            "reviewer_id": REVIEWER,
            "approver_id": APPROVER,
        }
        event = AidApproved(**(fields | changed))
        self.told(on, event.aid_case_id, event)
        return event

    def paid(self, on: date, approved: AidApproved, **changed: Any) -> int:  # noqa: ANN401
        """Pay an approved case."""
        fields: dict[str, Any] = {
            "aid_case_id": approved.aid_case_id,
            "household_id": approved.household_id,
            "recipient_id": approved.beneficiary_id,
            "category": approved.category,
            "fund_source": approved.fund_source,
            "amount_fen": approved.amount_fen,
            "method": "transfer",
            "payee": sealed("books"),
            "posting_map": "posting-2021",
            "cashier_id": CASHIER,
        }
        fields |= changed
        fields.setdefault(
            "lines", lines("50204", "102", fields["fund_source"], fields["amount_fen"])
        )
        return self.told(on, approved.aid_case_id, AidPaid(**fields))

    def aid(self, on: date, **changed: Any) -> int:  # noqa: ANN401
        """Approve and pay on one day."""
        return self.paid(on, self.approved(on, **changed))

    def condolence(self, on: date, *, command: int | None = None, **changed: Any) -> int:  # noqa: ANN401
        """Deliver a condolence, without a request."""
        condolence_id = CondolenceId(self.some_id())
        fields: dict[str, Any] = {
            "condolence_id": condolence_id,
            "member_id": MEMBER,
            "occasion": "illness",
            "amount_fen": 50_000,
            "details": sealed("file"),
            "posting_map": "posting-2021",
        }
        fields |= changed
        fields.setdefault("lines", lines("50104", "102", "own_funds", fields["amount_fen"]))
        return self.told(on, fields["condolence_id"], CondolenceRecorded(**fields), command=command)

    def voucher(
        self,
        on: date,
        booked: PostingLines | None = None,
        *,
        kind: VoucherKind = "expense",
        attached: bool = True,
        approver: OfficerId | None = APPROVER,
        decision_no: str | None = None,
        method: str | None = "transfer",
        posted_by: OfficerId = ACCOUNTANT,
    ) -> VoucherId:
        """Draft, review, approve and post a voucher on one day; nobody approves where the approver is None."""
        voucher_id = VoucherId(self.some_id())
        booked = booked or lines("50102", "102", "own_funds", 123_456)
        self.told(
            on,
            voucher_id,
            VoucherDrafted(
                voucher_id=voucher_id,
                kind=kind,
                proposed=booked,
                details=sealed("books"),
                handler_id=HANDLER,
                attachments=(INVOICE,) if attached else (),
            ),
        )
        self.told(on, voucher_id, VoucherReviewed(voucher_id=voucher_id, reviewer_id=REVIEWER))
        if approver is not None:
            approved = VoucherApproved(
                voucher_id=voucher_id, approver_id=approver, decision_no=decision_no
            )
            self.told(on, voucher_id, approved)
        posted: dict[str, Any] = {"method": method}
        self.told(
            on,
            voucher_id,
            VoucherPosted(
                voucher_id=voucher_id,
                kind=kind,
                posted_by=posted_by,
                standard_version="2021",
                chart_version=1,
                lines=booked,
                **posted,
            ),
        )
        return voucher_id

    def books(
        self,
        *,
        first: date = FIRST,
        until: date = UNTIL,
        opened: Opened | None = None,
        rest_days: Iterable[date] = (),
        chain: Chained | None = None,
        accounts: Chart | None = None,
        unread: int = 0,
    ) -> Books:
        """The books as the rules see them."""
        return books_of(
            self.events,
            first=first,
            until=until,
            chart=accounts or chart("2021"),
            opened=opened,
            rest_days=frozenset(rest_days),
            chain=chain,
            unread=unread,
        )

    def found(self, rule_id: str, **asked: Any) -> Found:  # noqa: ANN401
        """What a rule finds."""
        return checked(RULES[rule_id], self.books(**asked))

    def kinds(self, rule_id: str, **asked: Any) -> list[str]:  # noqa: ANN401
        """The kinds of what a rule finds, oldest first."""
        return [hit.kind for hit in self.found(rule_id, **asked).hits]


def changed(policy: IrregularityPolicy = PARAMETERS, **fields: Any) -> IrregularityPolicy:  # noqa: ANN401
    """The parameters with some of them otherwise."""
    return msgspec.structs.replace(policy, **fields)


__all__ = ["FIRST", "MEMBER", "OTHER_MEMBER", "UNTIL", "Log", "changed", "day"]
