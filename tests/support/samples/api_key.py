"""Samples of the events of an API key."""

from datetime import date

from domain.api_key.events import ApiKeyIssued, ApiKeyRevoked, ApiKeyUsed
from domain.event import Event
from tests.domain.values import API_KEY

COMPLETE: tuple[Event, ...] = (
    ApiKeyIssued(
        key_id=API_KEY,
        role="unit",
        scopes=("members.read", "dues.receive"),
        expires_on=date(2027, 1, 1),
    ),
    ApiKeyUsed(key_id=API_KEY),
    ApiKeyRevoked(key_id=API_KEY),
)
MINIMAL: tuple[Event, ...] = (ApiKeyIssued(key_id=API_KEY, role="witness"),)
VARIANTS: dict[str, Event] = {}
