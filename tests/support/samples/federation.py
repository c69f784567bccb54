"""Samples of the events of a federation."""

from datetime import date

from domain.event import Event
from domain.federation.events import (
    BalancesTakenOver,
    CountyOfficerRecorded,
    FederationRegistered,
    FundAllocated,
    FundAllocationCancelled,
    FundAllocationConfirmed,
    FundProvided,
    FundProvisionReversed,
    IdentityInquiryAnswered,
    PolicyAdoptedForUnits,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
    UnitMerged,
    UnitMoved,
    UnitUnfrozen,
)
from tests.domain.funds import ALLOCATION, RECEIVER
from tests.domain.values import (
    ADOPTION,
    APPROVER,
    DUES_POLICY_WHOLE_YUAN,
    FEDERATION,
    HANDLER,
    TRANSFER,
    UNION,
    lines,
    sealed,
)

_OFFICER = CountyOfficerRecorded(
    officer_id=APPROVER, office="approver", name=sealed("books", subject=APPROVER)
)
_ADOPTED = PolicyAdoptedForUnits(
    adoption_id=ADOPTION,
    policy=DUES_POLICY_WHOLE_YUAN,
    valid_from=date(2026, 7, 1),
    document_no="青工〔2026〕22号",
)

COMPLETE: tuple[Event, ...] = (
    FederationRegistered(code="QZ000", name="青峙县总工会", credit_code="89330206MC0000001K"),
    CountyOfficerRecorded(
        officer_id=APPROVER,
        office="approver",
        name=sealed("books", subject=APPROVER),
        until=date(2028, 12, 31),
    ),
    UnitEnrolled(
        unit_id=UNION,
        code="QZ007",
        name="县人民医院工会",
        parent_id=FEDERATION,
        edge="industrial",
        legal_person=True,
    ),
    UnitMoved(unit_id=UNION, parent_id=RECEIVER, edge="territorial", document_no="青工〔2026〕8号"),
    UnitFrozen(unit_id=UNION, reason="audit_finding", document_no="青工〔2026〕9号"),
    UnitUnfrozen(unit_id=UNION, document_no="青工〔2026〕10号"),
    UnitMerged(
        unit_id=UNION, into_id=RECEIVER, transfer_id=TRANSFER, document_no="青工〔2026〕11号"
    ),
    UnitClosed(unit_id=UNION, document_no="青工〔2026〕12号"),
    PolicyAdoptedForUnits(
        adoption_id=ADOPTION,
        policy=DUES_POLICY_WHOLE_YUAN,
        valid_from=date(2026, 7, 1),
        document_no="青工〔2026〕22号",
        units=(UNION, RECEIVER),
    ),
    FundProvided(fund="central_fiscal", amount_fen=39_600_000, document_no="财社〔2026〕1号"),
    FundProvisionReversed(
        fund="central_fiscal", amount_fen=39_600_000, reversed_version=2, reason="金额有误"
    ),
    FundAllocated(
        allocation_id=ALLOCATION,
        unit_id=UNION,
        kind="hardship",
        fund="central_fiscal",
        amount_fen=1_200_000,
        document_no="青工〔2026〕15号",
        handler_id=HANDLER,
        approver_id=APPROVER,
    ),
    FundAllocationCancelled(
        allocation_id=ALLOCATION,
        unit_id=UNION,
        fund="central_fiscal",
        amount_fen=1_200_000,
        reason="单位有误",
    ),
    FundAllocationConfirmed(
        allocation_id=ALLOCATION,
        unit_id=UNION,
        fund="central_fiscal",
        amount_fen=1_200_000,
        received_on=date(2026, 3, 9),
    ),
    BalancesTakenOver(
        from_union_id=UNION, transfer_id=TRANSFER, lines=lines("102", "321", "own_funds", 4_711)
    ),
    IdentityInquiryAnswered(reason="核对重复入会", live=True),
)
MINIMAL: tuple[Event, ...] = (
    FederationRegistered(code="QZ000", name="青峙县总工会"),
    _OFFICER,
    _ADOPTED,
)
VARIANTS: dict[str, Event] = {}
