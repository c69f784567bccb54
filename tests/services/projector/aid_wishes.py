"""Wishes about hardship files, aid by list, condolences asked for, pairings and visits: each a group of steps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.aid_case.commands import (
    ApproveAid,
    CancelAid,
    PayAid,
    RejectAid,
    RequestAid,
    ReturnAidPayment,
    ReviewAid,
)
from domain.attachment import Attachment
from domain.command import Command
from domain.condolence.commands import (
    ApproveCondolence,
    RecordCondolence,
    RejectCondolence,
    RequestCondolence,
)
from domain.condolence.events import Goods
from domain.household.commands import (
    ApplyForHardship,
    ChangeHousehold,
    RecordHomeVisit,
    ReviewApplication,
    ReviewHardship,
)
from domain.ids import (
    AidCaseId,
    CondolenceId,
    HouseholdId,
    MemberId,
    PairingId,
    PayBatchId,
    VisitId,
)
from domain.pairing.commands import EndPairing, ReviewPairing, StartPairing
from domain.pay_batch.commands import (
    ApprovePayBatch,
    DiscardPayBatch,
    DraftPayBatch,
    ExecutePayBatch,
    RecordReturnedItem,
    ReviewPayBatch,
    SendBackPayBatch,
)
from domain.pay_batch.events import PayItem
from domain.policy.visit import VisitPolicy
from domain.sealed import Sealed
from domain.union.commands import AdoptPolicy
from domain.visit.commands import RecordFollowUp, RecordVisit, ReverseVisit
from tests.services.projector.books_wishes import office_id
from tests.support.books import Office

KINDS = (
    *("hardship", "look_after", "ask_aid", "aid_by_list", "aid_by_list", "list_given_up"),
    *("list_returned", "condole_by_three", "pair", "end_pairing", "visit", "visit_again"),
)
PAPER = Attachment(sha256="cd" * 32, byte_count=1, media_type="image/png")
VISITS = VisitPolicy(policy_id="visit", version=1, occasions={"ill": "生病"}, due_within_days=5)


class Wished:
    """What a wish is about, in one union."""

    def __init__(
        self, office: Office, who: MemberId, day: date, *, amount: int, which: int, sealed: Sealed
    ) -> None:
        self.office, self.who, self.day = office, who, day
        self.amount, self.which, self.sealed = amount, which, sealed
        self.on: Any = {"occurred_on": day}
        self.household_id = HouseholdId(self.named("household", which % 2))
        self.case_id = AidCaseId(self.named("case", which % 3))
        self.batch_id = PayBatchId(self.named("pay_batch", which % 4))

    def named(self, kind: str, number: int) -> UUID:
        return uuid5(self.office.union_id, f"{kind}:{number}")

    def by(self, held: str) -> Any:  # noqa: ANN401 # an officer, whatever the command calls it
        return office_id(self.office, held)  # type: ignore[arg-type] # the offices of the books


def group_of(kind: str, wished: Wished) -> Sequence[Command]:
    """Return the steps of a kind, to be taken together; none where the kind is another's."""
    steps = {
        "hardship": _hardship,
        "look_after": _look_after,
        "ask_aid": _ask_aid,
        "aid_by_list": _aid_by_list,
        "list_given_up": _list_given_up,
        "list_returned": _list_returned,
        "condole_by_three": _condole,
        "pair": _pair,
        "end_pairing": _end_pairing,
        "visit": _visit,
        "visit_again": _visit_again,
    }.get(kind)
    return [] if steps is None else steps(wished)


def _hardship(wished: Wished) -> Sequence[Command]:
    household_id = HouseholdId(wished.named("household", 2 + wished.which % 2))
    told: Any = wished.on | {"household_id": household_id}
    evidence = (PAPER,)
    steps: list[Command] = [
        ApplyForHardship(
            **told,
            householder_id=wished.who,
            applied_by="person",
            handler_id=wished.by("handler"),
            evidence=evidence,
            circumstances=wished.sealed,
        ),
        ReviewApplication(**told, outcome="passed", reviewer_id=wished.by("reviewer")),
        RecordHomeVisit(
            **told,
            visitor_ids=(wished.by("handler"), wished.by("chairperson")),
            authorised=True,
            evidence=evidence,
            findings=wished.sealed,
        ),
    ]
    return steps[: 1 + wished.amount % 3]


def _look_after(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"household_id": wished.household_id}
    if wished.amount % 2:
        return [
            ChangeHousehold(
                **told,
                kind="income",
                circumstances=wished.sealed,
                handler_id=wished.by("handler"),
            )
        ]
    return [
        ReviewHardship(
            **told,
            kind="yearly",
            outcome="unchanged",
            reviewer_id=wished.by("reviewer"),
            findings=wished.sealed,
        )
    ]


def _asked(wished: Wished) -> list[Command]:
    told: Any = wished.on | {"aid_case_id": wished.case_id}
    return [
        RequestAid(
            **told,
            case_no=f"BF{wished.which % 3}",
            household_id=wished.household_id,
            beneficiary_id=wished.who,
            category="living_aid",
            fund_source="hardship_earmarked",
            amount_fen=wished.amount,
            handler_id=wished.by("handler"),
        ),
        ReviewAid(**told, outcome="supported", reviewer_id=wished.by("reviewer")),
    ]


def _ask_aid(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"aid_case_id": wished.case_id}
    ends: tuple[Command, ...] = (
        RejectAid(**told, reason="no_funds", approver_id=wished.by("approver")),
        CancelAid(**told, reason="withdrawn", handler_id=wished.by("handler")),
    )
    return [*_asked(wished), *ends[: wished.amount % 2]]


def _listed(wished: Wished) -> list[Command]:
    told: Any = wished.on | {"pay_batch_id": wished.batch_id}
    item = PayItem(
        aid_case_id=wished.case_id,
        household_id=wished.household_id,
        recipient_id=wished.who,
        amount_fen=wished.amount,
        payee=wished.sealed,
    )
    return [
        ApproveAid(
            **wished.on,
            aid_case_id=wished.case_id,
            case_no=f"BF{wished.which % 3}",
            household_id=wished.household_id,
            beneficiary_id=wished.who,
            category="living_aid",
            fund_source="hardship_earmarked",
            amount_fen=wished.amount,
            approver_id=wished.by("approver"),
        ),
        DraftPayBatch(
            **told,
            batch_no=f"FF{wished.which % 4}",
            category="living_aid",
            fund_source="hardship_earmarked",
            method="transfer",
            items=(item,),
            handler_id=wished.by("handler"),
        ),
        ReviewPayBatch(**told, reviewer_id=wished.by("reviewer")),
    ]


def _aid_by_list(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"pay_batch_id": wished.batch_id}
    cashier = wished.by("cashier")
    return [
        *_asked(wished),
        *_listed(wished),
        ApprovePayBatch(**told, approver_id=wished.by("approver")),
        ExecutePayBatch(**told, cashier_id=cashier, bank_file="ef" * 32),
        PayAid(
            **wished.on,
            aid_case_id=wished.case_id,
            recipient_id=wished.who,
            amount_fen=wished.amount,
            method="transfer",
            payee=wished.sealed,
            cashier_id=cashier,
            pay_batch_id=wished.batch_id,
        ),
    ]


def _list_given_up(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"pay_batch_id": wished.batch_id}
    reviewer = wished.by("reviewer")
    return [
        *_asked(wished),
        *_listed(wished),
        SendBackPayBatch(**told, reason="amounts_wrong", officer_id=reviewer),
        *([DiscardPayBatch(**told, officer_id=reviewer)] if wished.amount % 2 else []),
    ]


def _list_returned(wished: Wished) -> Sequence[Command]:
    """The payment is the fourth event of a case that went its whole way: asked, reviewed, approved, paid."""
    told: Any = wished.on | {"aid_case_id": wished.case_id}
    return [
        RecordReturnedItem(**told, pay_batch_id=wished.batch_id, reason="account_closed"),
        ReturnAidPayment(**told, returned_version=4, reason="退汇"),
    ]


def _condole(wished: Wished) -> Sequence[Command]:
    condolence_id = CondolenceId(wished.named("asked_condolence", wished.amount % 9))
    told: Any = wished.on | {"condolence_id": condolence_id}
    given: Any = {"member_id": wished.who, "occasion": "festival", "form": "goods"}
    approver = wished.by("approver")
    goods = Goods(name="米", unit_price_fen=wished.amount, quantity=1)
    steps: list[Command] = [
        RequestCondolence(
            **told,
            **given,
            amount_fen=wished.amount,
            handler_id=wished.by("handler"),
            details=wished.sealed,
        ),
        ApproveCondolence(**told, amount_fen=wished.amount, approver_id=approver),
        RecordCondolence(
            **told,
            **given,
            amount_fen=wished.amount,
            details=wished.sealed,
            goods=(goods,),
            deliverer_id=wished.by("chairperson"),
        ),
    ]
    if wished.which == 0:
        return [steps[0], RejectCondolence(**told, reason="no_proof", approver_id=approver)]
    return steps[: 1 + wished.which % 3]


def _pair(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"pairing_id": PairingId(wished.named("pairing", wished.amount % 5))}
    steps: list[Command] = [
        StartPairing(
            **told,
            cadre_id=wished.by("approver"),
            household_id=wished.household_id,
            target=wished.sealed,
            due_on=wished.day + timedelta(90),
        ),
        ReviewPairing(
            **told,
            progress="behind",
            reviewer_id=wished.by("reviewer"),
            details=wished.sealed,
            due_on=wished.day + timedelta(120),
        ),
    ]
    return steps[: 1 + wished.which % 2]


def _end_pairing(wished: Wished) -> Sequence[Command]:
    pairing_id = PairingId(wished.named("pairing", wished.amount % 5))
    officer = wished.by("reviewer")
    return [
        EndPairing(
            **wished.on, pairing_id=pairing_id, outcome="hardship_lifted", officer_id=officer
        )
    ]


def _visit(wished: Wished) -> Sequence[Command]:
    before = wished.day - timedelta(wished.which)
    return [
        AdoptPolicy(**wished.on, policy=VISITS, valid_from=before, document_no="五必访"),
        RecordVisit(
            **wished.on,
            visit_id=VisitId(wished.named("visit", wished.amount % 5)),
            member_id=wished.who,
            occasion="ill",
            happened_on=before,
            reported_on=wished.day,
            visitor_ids=(wished.by("chairperson"),),
            details=wished.sealed,
            pairing_id=PairingId(wished.named("pairing", wished.which)),
        ),
    ]


def _visit_again(wished: Wished) -> Sequence[Command]:
    told: Any = wished.on | {"visit_id": VisitId(wished.named("visit", wished.amount % 5))}
    if wished.which % 2:
        return [ReverseVisit(**told, reason="entered_twice")]
    officer = wished.by("handler")
    return [RecordFollowUp(**told, result="referred", officer_id=officer, details=wished.sealed)]
