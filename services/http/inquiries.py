"""The county's yes-or-no question about an ID number: that it was asked, and why, is recorded first."""

from uuid import UUID

from domain.encoding import decode
from domain.federation.commands import AnswerIdentityInquiry
from domain.federation.events import IdentityInquiryAnswered
from services.auth import may
from services.errors import UnionNotFound
from services.http.asking import Answer, Asking
from services.http.county import county_of
from services.http.fields import Body, IdNumber, Reason
from services.http.operation import operation
from services.http.people import id_number_of
from services.http.writing import Stored, WrittenTogether, store

_FEDERATION = "/v1/federations/{federation_id}"


class InquiryAnswered(WrittenTogether, frozen=True, kw_only=True):
    """Whether the person is a live member of some unit. Where is neither asked nor answered."""

    live: bool


class Inquiry(Body, frozen=True, kw_only=True):
    id_number: IdNumber
    reason: Reason


@operation(
    "POST",
    f"{_FEDERATION}/identity-inquiries",
    "inquireIdentity",
    tag="federations",
    policy=may("county.write"),
    answer=InquiryAnswered,
    writes=True,
    refusals=("person.id_malformed", "person.id_check_digit", "person.id_birth_date"),
    example={"id_number": "11010519491231002X", "reason": "核实重复建档"},
)
async def inquire_identity(asking: Asking, body: Inquiry) -> Answer:
    """Whether an ID number is live in some unit. That it was asked, and why, is recorded first."""
    await county_of(asking)
    number = id_number_of(body.id_number)
    command = AnswerIdentityInquiry(
        occurred_on=asking.parts.today(),
        reason=body.reason,
        live=await _is_live_somewhere(asking, number),
    )
    stored = await store(asking, [[command]], expected={})
    answered = InquiryAnswered(
        **stored.place(),  # type: ignore[arg-type] # one dict, many types
        live=await _recorded_answer(asking, stored),
    )
    return Answer(body=answered, headers=stored.headers)


async def _is_live_somewhere(asking: Asking, number: str) -> bool:
    listed = await asking.parts.vault.county_listing(asking.tenant_id, number)
    live = [await _is_live(asking, unit_id, member_id) for unit_id, member_id in listed]
    return any(live)  # every unit is asked: how long it takes must not tell where


async def _is_live(asking: Asking, unit_id: UUID, member_id: UUID) -> bool:
    try:
        return await asking.parts.ledgers.is_live_member(unit_id, member_id)
    except UnionNotFound:
        return False


async def _recorded_answer(asking: Asking, stored: Stored) -> bool:
    """What was answered the first time stands, whatever has become of the person since."""
    position = stored.receipt.last_position
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    answered = decode(events[0].topic, events[0].schema_version, events[0].body)
    return isinstance(answered, IdentityInquiryAnswered) and answered.live
