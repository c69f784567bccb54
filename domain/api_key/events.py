"""What can happen to an API key. They stand in the log of the place it is for; one stream per key."""

from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec

from domain.event import Event

KeyRole = Literal["unit", "county", "auditor", "operator", "witness"]

KeyId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-z]{20}\Z")]
"""The public half of a key; never the secret."""


class ApiKeyIssued(Event, frozen=True, kw_only=True):
    """A key was shown once; `scopes` names the actions it is for, None for every action of its role.

    `expires_on`: the first day it is no longer good, None where no end was set.
    """

    TOPIC: ClassVar[str] = "api_key.issued"

    key_id: KeyId
    role: KeyRole
    scopes: tuple[str, ...] | None = None
    expires_on: date | None = None


class ApiKeyUsed(Event, frozen=True, kw_only=True):
    """It was used on the event's date; however often, this is told once a day."""

    TOPIC: ClassVar[str] = "api_key.used"

    key_id: KeyId


class ApiKeyRevoked(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "api_key.revoked"

    key_id: KeyId


ApiKeyEvent = ApiKeyIssued | ApiKeyUsed | ApiKeyRevoked
