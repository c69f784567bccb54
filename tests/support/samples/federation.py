"""Samples of the events of a federation."""

from domain.event import Event
from domain.federation.events import FederationRegistered, IdentityInquiryAnswered, UnitEnrolled
from tests.domain.values import FEDERATION, UNION

COMPLETE: tuple[Event, ...] = (
    FederationRegistered(code="QZ000", name="青峙县总工会", credit_code="89330206MC0000001K"),
    UnitEnrolled(
        unit_id=UNION,
        code="QZ007",
        name="县人民医院工会",
        parent_id=FEDERATION,
        edge="industrial",
        legal_person=True,
    ),
    IdentityInquiryAnswered(reason="核对重复入会", live=True),
)
MINIMAL: tuple[Event, ...] = (FederationRegistered(code="QZ000", name="青峙县总工会"),)
VARIANTS: dict[str, Event] = {}
