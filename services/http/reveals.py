"""查看明文: what is masked everywhere is shown here, for a reason, once the event of it stands in the log.

The answer is the one exception to "a repeat is answered byte for byte the same": it is kept nowhere. A repeat with
the same Idempotency-Key writes nothing more and shows what the keys open now, nothing once they were destroyed.
"""

from typing import Annotated, Final
from uuid import UUID, uuid5

from msgspec import Meta

from domain.erasure.aggregate import State as ErasureState
from domain.erasure.aggregate import restriction
from domain.ids import ViewingId, erasure_stream
from domain.roles import PersonRole
from domain.viewing.commands import RevealPersonalData
from domain.viewing.events import Reason
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo
from services.http.membership import MEMBER
from services.http.operation import operation
from services.http.problems import of_refusal
from services.http.writing import Written, carry_out

FieldName = Annotated[str, Meta(pattern=r"\A[a-z]{1,20}\.[a-z_]{1,40}\Z")]
IN_FULL: Final[frozenset[PersonRole]] = frozenset({"clerk", "unit_auditor"})
"""Roles of people that may be shown any field; who only pays sees payees of released payments (assurance 11)."""
MAY_OPEN_RESTRICTED: Final = frozenset({"audit", "authority"})


class Reveal(Body, frozen=True, kw_only=True):
    """`fields` as `group.name`: only what the business at hand needs. `reference`: its number, or a document's."""

    fields: Annotated[tuple[FieldName, ...], Meta(min_length=1, max_length=40)]
    reason: Reason
    reference: DocumentNo = ""


class Revealed(Written, frozen=True, kw_only=True):
    """Null: never stated, or no key opens it any more. `stream_id` is the viewing's."""

    member_id: UUID
    fields: dict[str, str | None]


@operation(
    "POST",
    f"{MEMBER}/reveal",
    "revealPersonalData",
    tag="privacy",
    policy=may("privacy.reveal"),
    answer=Revealed,
    writes=True,
    refusals=(
        "viewing.already_recorded",
        "viewing.field_unknown",
        "viewing.fields_missing",
        "viewing.member_unknown",
        "viewing.not_for_a_payment",
        "viewing.reference_missing",
        "erasure.processing_restricted",
        "erasure.data_destroyed",
        "member.unknown",
    ),
    example={
        "fields": ["identity.name", "payee.bank_account"],
        "reason": "payment",
        "reference": "BF-2026-001",
    },
)
async def reveal_personal_data(asking: Asking, member_id: UUID, body: Reveal) -> Answer:
    """Show fields of one person in clear: recorded first, with the reason, by whom and when."""
    viewing_id = uuid5(asking.command_id, "viewing")
    command = RevealPersonalData(
        occurred_on=asking.parts.today(),
        viewing_id=ViewingId(viewing_id),
        subject_id=member_id,
        fields=body.fields,
        reason=body.reason,
        reference=body.reference,
        as_cashier=_only_pays(asking),
    )
    recorded = await carry_out(
        asking,
        [command],
        viewing_id,
        expected={},
        fields=frozenset(body.__struct_fields__),
    )
    await refuse_restricted(asking, member_id, body.reason)
    shown = await asking.parts.revealing.fields(
        asking.tenant_id,
        member_id,
        body.fields,
        restricted=body.reason in MAY_OPEN_RESTRICTED,
    )
    written: Written = recorded.body
    receipt = {name: getattr(written, name) for name in Written.__struct_fields__}
    return Answer(
        body=Revealed(**receipt, member_id=member_id, fields=shown), headers=recorded.headers
    )


def _only_pays(asking: Asking) -> bool:
    person = asking.login.person
    return person is not None and not person.roles & IN_FULL


async def refuse_restricted(asking: Asking, member_id: UUID, reason: Reason) -> None:
    """A repeat of what was recorded long ago shows nothing that is restricted or destroyed today."""
    stream = erasure_stream(member_id)
    states = await asking.parts.desk.read_states(asking.tenant_id, [stream])
    refused = restriction(states.of(stream, ErasureState), reason)
    if refused is not None:
        raise of_refusal(refused, frozenset({"reason"}))
