"""本人资料: everything the union holds of a person, in clear, for that person (PIPL arts. 45, 46)."""

from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid5

from domain.ids import ViewingId
from domain.viewing.commands import ExportPersonalData
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body, DocumentNo
from services.http.membership import MEMBER
from services.http.operation import operation
from services.http.reveals import refuse_restricted
from services.http.writing import Written, carry_out
from services.reads.revealing import Entry
from services.words.events import event_title
from services.words.personal import field_word, group_word


class OwnDataRequest(Body, frozen=True, kw_only=True):
    """`reference`: the number of the person's written request."""

    reason: Literal["requested_by_person"]
    reference: DocumentNo = ""


class OwnDataValue(Answered, frozen=True, kw_only=True):
    """One field: of which group, what it is called, and what it says."""

    group: str
    label: str
    value: str


class OwnDataEntry(Answered, frozen=True, kw_only=True):
    """One entry of the log about the person: when, what, in clear and unsealed."""

    position: int
    occurred_on: date
    topic: str
    title: str
    facts: dict[str, Any]
    personal: list[OwnDataValue]


class OwnData(Written, frozen=True, kw_only=True):
    """All entries about the person, oldest first. `stream_id` is that of this export's own record."""

    member_id: UUID
    entries: list[OwnDataEntry]


@operation(
    "POST",
    f"{MEMBER}/own-data",
    "exportOwnData",
    tag="privacy",
    policy=may("privacy.export"),
    answer=OwnData,
    writes=True,
    refusals=(
        "viewing.already_recorded",
        "viewing.member_unknown",
        "erasure.processing_restricted",
        "erasure.data_destroyed",
        "member.unknown",
    ),
    example={"reason": "requested_by_person", "reference": "申-2026-3"},
)
async def export_own_data(asking: Asking, member_id: UUID, body: OwnDataRequest) -> Answer:
    """Give a person a readable copy of everything held of them. A repeat shows what is held then."""
    entries = await asking.parts.revealing.entries(asking.tenant_id, member_id)
    viewing_id = uuid5(asking.command_id, "viewing")
    command = ExportPersonalData(
        occurred_on=asking.parts.today(),
        viewing_id=ViewingId(viewing_id),
        subject_id=member_id,
        what="own_data",
        rows=len(entries),
        reason=body.reason,
        reference=body.reference,
    )
    recorded = await carry_out(
        asking, [command], viewing_id, expected={}, fields=frozenset(body.__struct_fields__)
    )
    await refuse_restricted(asking, member_id, body.reason)
    written: Written = recorded.body
    receipt = {name: getattr(written, name) for name in Written.__struct_fields__}
    copy = OwnData(**receipt, member_id=member_id, entries=[_entry(one) for one in entries])
    return Answer(body=copy, headers=recorded.headers)


def _entry(entry: Entry) -> OwnDataEntry:
    return OwnDataEntry(
        position=entry.position,
        occurred_on=date.fromisoformat(entry.occurred_on),
        topic=entry.topic,
        title=event_title(entry.topic),
        facts={field_word(name): value for name, value in entry.plain.items()},
        personal=[
            OwnDataValue(group=group_word(group), label=field_word(name), value=text)
            for group, fields in entry.opened.items()
            for name, text in fields.items()
        ],
    )
