"""查阅记录: who looked at personal data in clear, of whom, which fields and why (PIPL arts. 51, 55)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from domain.encoding import decode
from domain.viewing.events import PersonalDataExported, PersonalDataRevealed, Reason
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Limit, Position
from services.http.histories import officer_names, who_acted
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.reads.people import Person
from services.store.contract import RecordedEvent

_TOPICS: Final = (PersonalDataRevealed.TOPIC, PersonalDataExported.TOPIC)


class ViewingsQuery(ReadQuery, frozen=True, kw_only=True):
    """`before`: only what stands before this position; the answer's `next_before` goes on."""

    limit: Limit = 50
    before: Position | None = None


class ViewingRow(Answered, frozen=True, kw_only=True):
    """One viewing. `fields` are empty where a copy of everything was made for the person."""

    position: int
    viewed_on: date
    recorded_at: datetime
    who: str
    member_id: UUID
    person: Person | None
    fields: list[str]
    reason: Reason
    reference: str


class ViewingsView(Answered, frozen=True, kw_only=True):
    """Newest first."""

    position: int
    as_of: date
    total: int
    rows: list[ViewingRow]
    next_before: int | None


@operation(
    "GET",
    "/v1/unions/{union_id}/viewings",
    "listViewings",
    tag="privacy",
    policy=may("privacy.read"),
    answer=ViewingsView,
)
async def list_viewings(asking: Asking, query: ViewingsQuery) -> Answer:
    """Every look at what is masked elsewhere, and every copy made for a person."""
    scope = await scope_of(asking, query)
    told = [
        event
        for event in await asking.parts.person_log.of_topics(asking.tenant_id, _TOPICS)
        if event.occurred_on <= scope.as_of
        and (scope.known_at is None or event.position <= scope.known_at)
    ]
    left = [one for one in told if query.before is None or one.position < query.before]
    newest = sorted(left, key=lambda one: one.position, reverse=True)[: query.limit]
    names = await officer_names(asking, scope)
    acted = await who_acted(asking, newest, names, is_county=False)
    viewed = [(one, _viewing(one)) for one in newest]
    members = await asking.parts.ledgers.members_by_id(
        scope, [about.subject_id for _, about in viewed]
    )
    people = {row.member_id: row.person for row in members}
    head = await asking.parts.log.head(asking.tenant_id)
    view = ViewingsView(
        position=scope.known_at or head.position,
        as_of=scope.as_of,
        total=len(told),
        rows=[_row(one, about, acted(one.actor_id).who, people) for one, about in viewed],
        next_before=newest[-1].position if len(left) > len(newest) else None,
    )
    return Answer(body=view, headers=weak(view.position))


def _viewing(event: RecordedEvent) -> PersonalDataRevealed | PersonalDataExported:
    told = decode(event.topic, event.schema_version, event.body)
    if not isinstance(told, PersonalDataRevealed | PersonalDataExported):
        raise TypeError(event.topic)
    return told


def _row(
    event: RecordedEvent,
    about: PersonalDataRevealed | PersonalDataExported,
    who: str,
    people: dict[UUID, Person],
) -> ViewingRow:
    fields: Sequence[str] = about.fields if isinstance(about, PersonalDataRevealed) else ()
    return ViewingRow(
        position=event.position,
        viewed_on=event.occurred_on,
        recorded_at=event.recorded_at,
        who=who,
        member_id=about.subject_id,
        person=people.get(about.subject_id),
        fields=list(fields),
        reason=about.reason,
        reference=about.reference,
    )
