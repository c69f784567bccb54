"""The keys a union gave to programs: what each is for, until when, and when it was last used. Never a secret."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from domain.api_key.events import ApiKeyIssued, ApiKeyRevoked, ApiKeyUsed, KeyRole
from domain.encoding import decode
from domain.event import Event
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation

_TOPICS: Final = (ApiKeyIssued.TOPIC, ApiKeyUsed.TOPIC, ApiKeyRevoked.TOPIC)


class KeyRow(Answered, frozen=True, kw_only=True):
    """`key_id` is the public half. `scopes` empty: all of its role. `expires_on`: the first day without."""

    key_id: str
    role: KeyRole
    scopes: list[str]
    issued_on: date
    expires_on: date | None
    used_on: date | None = None
    revoked_on: date | None = None


class KeysListed(Answered, frozen=True, kw_only=True):
    as_of: date
    keys: list[KeyRow]


@operation(
    "GET",
    "/v1/unions/{union_id}/api-keys",
    "listKeysOfUnion",
    tag="access",
    policy=may("people.read"),
    answer=KeysListed,
)
async def list_keys_of_union(asking: Asking) -> Answer:
    """The keys of the union, those revoked included, the latest first."""
    return Answer(body=await _listed(asking, asking.tenant_id))


@operation(
    "GET",
    "/v1/federations/{federation_id}/api-keys",
    "listKeysOfFederation",
    tag="access",
    policy=may("county.keys"),
    answer=KeysListed,
)
async def list_keys_of_federation(asking: Asking) -> Answer:
    """The keys of the federation, those revoked included, the latest first."""
    return Answer(body=await _listed(asking, asking.tenant_id))


async def _listed(asking: Asking, place_id: UUID) -> KeysListed:
    events = await asking.parts.person_log.of_topics(place_id, _TOPICS)
    told = [(one.occurred_on, decode(one.topic, one.schema_version, one.body)) for one in events]
    return KeysListed(as_of=asking.parts.today(), keys=_rows(told))


def _rows(told: Iterable[tuple[date, Event]]) -> list[KeyRow]:
    rows: dict[str, KeyRow] = {}
    for day, event in told:
        match event:
            case ApiKeyIssued():
                rows[event.key_id] = KeyRow(
                    key_id=event.key_id,
                    role=event.role,
                    scopes=list(event.scopes or ()),
                    issued_on=day,
                    expires_on=event.expires_on,
                )
            case ApiKeyUsed() if event.key_id in rows:
                rows[event.key_id] = replace(rows[event.key_id], used_on=day)
            case ApiKeyRevoked() if event.key_id in rows:
                rows[event.key_id] = replace(rows[event.key_id], revoked_on=day)
    return sorted(rows.values(), key=lambda row: row.issued_on, reverse=True)
