"""Random histories of a union: wishes of every kind, many of which are rightly refused."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from hypothesis import strategies as st

from domain.aid_case.commands import ApproveAid, PayAid, ReturnAidPayment
from domain.command import Command
from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.dues.commands import DeclareWageBase, ReceiveDues, ReverseDuesReceipt
from domain.household.commands import OpenHouseholdFile
from domain.ids import AidCaseId, CondolenceId, HouseholdId, MemberId
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApplyForMembership,
    ApproveMembership,
    CompleteTransferOut,
    CorrectMemberFact,
    RecordDeath,
    RegisterMember,
    ReinstateMembership,
    RetainMembership,
    ReverseMembershipChange,
)
from domain.period import month_of
from domain.union.commands import RecordOfficer, RenameUnion
from services.errors import StoreError
from tests.services.projector import (
    aid_wishes,
    books_wishes,
    engagement_wishes,
    finding_wishes,
    membership_wishes,
    organisation_wishes,
)
from tests.services.projector.organisation_wishes import organisation_wish
from tests.support.books import Office

PEOPLE = 4
YEAR = 2026
ONE_YEAR = (date(YEAR, 1, 1), 365)
TWO_YEARS = (date(YEAR - 1, 3, 1), 640)
Stretch = tuple[date, int]
"""The days a history is about: the first one and how many."""
KINDS = (
    *("register", "register", "apply", "approve", "retain", "reinstate", "withdraw", "die"),
    *("transfer_in", "transfer_out", "correct", "reverse_change", "wage", "wage", "receive"),
    *("receive", "receive", "reverse_receipt", "household", "approve_aid", "pay", "pay"),
    *("return", "condole", "condole", "reverse_condolence", "officer", "rename"),
    *membership_wishes.KINDS,
    *organisation_wishes.KINDS,
    *books_wishes.KINDS,
    *aid_wishes.KINDS,
    *engagement_wishes.KINDS,
    *finding_wishes.KINDS,
)
DISTURBANCES = ("crash", "cancel", "lock", "none", "none", "none", "none")


class Wish(NamedTuple):
    """What is asked for, about whom, when, how much, and which earlier one is meant."""

    kind: str
    who: int
    day: int
    amount: int
    which: int
    disturbance: str


wishes = st.builds(
    Wish,
    st.sampled_from(KINDS),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 640),
    st.integers(1, 2_000_000),
    st.integers(0, 5),
    st.sampled_from(DISTURBANCES),
)
histories = st.lists(wishes, min_size=12, max_size=45)


class Teller:
    """Turns wishes into commands of one union; keeps in mind what could be reversed."""

    def __init__(self, office: Office, seals: dict[str, Any], days: Stretch) -> None:
        self.office = office
        self.seals = seals
        self.first_day, self.days = days
        self.bookkeeping = books_wishes.Books(office, seals[f"{seals['people'][0]}:identity"])

    @classmethod
    async def of(cls, office: Office, days: Stretch = TWO_YEARS) -> "Teller":
        seals: dict[str, Any] = {"people": [await office.person(n) for n in range(1, PEOPLE + 1)]}
        for who in seals["people"]:
            for field, key in (("identity", "books"), ("profile", "file"), ("payee", "books")):
                fields = {"name": "仲小妮"}
                seals[f"{who}:{field}"] = await office.seal(who, field, fields, key=key)  # type: ignore[arg-type]
        teller = cls(office, seals, days)
        await teller.bookkeeping.staff(days[0])
        return teller

    async def tell(self, wish: Wish) -> None:
        """Ask for it; a refusal is an answer like any other."""
        try:
            booked = self.bookkeeping.group(wish, self._day(wish.day)) or self._steps(wish)
            await self.office.ask(booked or [self.command(wish)])
        except StoreError:
            return

    def command(self, wish: Wish) -> Command:
        day = self._day(wish.day)
        who: MemberId = self.seals["people"][wish.who]
        return (
            self._membership(wish, day, who)
            or organisation_wish(
                wish.kind,
                day,
                wish.amount,
                wish.which,
                name_of=self._id,
                seal=self.seals[f"{who}:profile"],
            )
            or self._member(wish, day, who)
            or self._money(wish, day, who)
            or self._aid(wish, day, who)
        )

    def _steps(self, wish: Wish) -> Sequence[Command]:
        who: MemberId = self.seals["people"][wish.who]
        wished = aid_wishes.Wished(
            self.office,
            who,
            self._day(wish.day),
            amount=wish.amount,
            which=wish.which,
            sealed=self.seals[f"{who}:profile"],
        )
        audited = engagement_wishes.group_of(wish.kind, wished) or finding_wishes.group_of(
            wish.kind, wished
        )
        return audited or aid_wishes.group_of(wish.kind, wished)

    def _day(self, number: int) -> date:
        return self.first_day + timedelta(number % self.days)

    def _id(self, kind: str, number: int) -> UUID:
        return uuid5(self.office.union_id, f"{kind}:{number}")

    def _membership(self, wish: Wish, day: date, who: MemberId) -> Command | None:
        asked = membership_wishes.Asked(
            who,
            day,
            month_of(self._day(wish.amount)),
            amount=wish.amount,
            which=wish.which,
            id_of=self._id,
            sealed=self.seals[f"{who}:profile"],
        )
        return membership_wishes.command_of(wish.kind, asked)

    def _member(self, wish: Wish, day: date, who: MemberId) -> Command | None:
        on: Any = {"occurred_on": day, "member_id": who}
        sealed = {
            "identity": self.seals[f"{who}:identity"],
            "profile": self.seals[f"{who}:profile"],
        }
        match wish.kind:
            case "register":
                stated: Any = ("active", "retained", "withdrawn", "active")[wish.which % 4]
                joined = date(2015, 1, 1) + timedelta(wish.amount % 4000)
                retained_on = day if wish.which in (1, 3) else None
                return RegisterMember(
                    **on, **sealed, joined_on=joined, stated=stated, retained_on=retained_on
                )
            case "apply":
                return ApplyForMembership(**on, **sealed)
            case "approve":
                return ApproveMembership(**on, application_on_paper=wish.which > 2)
            case "retain":
                return RetainMembership(**on, cause="retired")
            case "reinstate":
                return ReinstateMembership(**on)
            case "withdraw":
                return AnnounceWithdrawal(**on)
            case "die":
                return RecordDeath(**on)
            case "transfer_in":
                return AcceptTransferIn(**on, **sealed, transfer_id=self._id("t", wish.amount))
            case "transfer_out":
                return CompleteTransferOut(**on, transfer_id=self._id("t", wish.amount))
            case "correct":
                return CorrectMemberFact(
                    **on, reason="补录", joined_on=date(2014, 1, 1 + wish.which)
                )
            case "reverse_change":
                return ReverseMembershipChange(**on, reversed_version=wish.which + 1, reason="录错")
        return None

    def _money(self, wish: Wish, day: date, who: MemberId) -> Command | None:
        month = month_of(self._day(wish.amount))
        match wish.kind:
            case "wage":
                return DeclareWageBase(
                    occurred_on=day,
                    member_id=who,
                    from_month=month,
                    wage_fen=wish.amount,
                    wage=self.seals[f"{who}:profile"],
                )
            case "receive":
                return ReceiveDues(
                    occurred_on=day, member_id=who, dues_month=month, amount_fen=wish.amount
                )
            case "reverse_receipt":
                return ReverseDuesReceipt(
                    occurred_on=day, member_id=who, reversed_version=wish.which + 1, reason="录错"
                )
            case "condole":
                return RecordCondolence(
                    occurred_on=day,
                    condolence_id=CondolenceId(self._id("condolence", wish.which)),
                    member_id=who,
                    occasion=("illness", "festival")[wish.amount % 2],  # type: ignore[arg-type]
                    amount_fen=wish.amount,
                    details=self.seals[f"{who}:profile"],
                )
            case "reverse_condolence":
                return ReverseCondolence(
                    occurred_on=day,
                    condolence_id=CondolenceId(self._id("condolence", wish.which)),
                    reason="录错",
                )
            case "rename":
                return RenameUnion(occurred_on=day, name=f"第{wish.which}工会")
        return None

    def _aid(self, wish: Wish, day: date, who: MemberId) -> Command:
        household_id = HouseholdId(self._id("household", wish.who % 2))
        case_id = AidCaseId(self._id("case", wish.which % 3))
        match wish.kind:
            case "household":
                return OpenHouseholdFile(
                    occurred_on=day,
                    household_id=household_id,
                    file_no=f"KN{wish.who % 2}",
                    householder_id=who,
                    hardship_class="deep",
                    circumstances=self.seals[f"{who}:profile"],
                )
            case "approve_aid":
                return ApproveAid(
                    occurred_on=day,
                    aid_case_id=case_id,
                    case_no=f"BF{wish.which % 3}",
                    household_id=household_id,
                    beneficiary_id=who,
                    category=("living_aid", "medical_aid")[wish.which % 2],  # type: ignore[arg-type]
                    fund_source=("own_funds", "central_fiscal")[wish.amount % 2],  # type: ignore[arg-type]
                    amount_fen=wish.amount * 3,
                )
            case "pay":
                return PayAid(
                    occurred_on=day,
                    aid_case_id=case_id,
                    recipient_id=who,
                    amount_fen=wish.amount,
                    method="transfer",
                    payee=self.seals[f"{who}:payee"],
                )
            case "return":
                return ReturnAidPayment(
                    occurred_on=day, aid_case_id=case_id, returned_version=wish.which, reason="退汇"
                )
            case "officer":
                return RecordOfficer(
                    occurred_on=day,
                    officer_id=self._id("officer", wish.which),  # type: ignore[arg-type]
                    office="handler",
                    name=self.seals[f"{who}:profile"],
                    until=None if wish.amount % 3 else day,
                )
            case _:
                raise ValueError(wish.kind)
