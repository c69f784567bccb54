"""What may be asked of an API key."""

from datetime import date

from domain.api_key.events import KeyRole
from domain.command import Command


class IssueApiKey(Command, frozen=True, kw_only=True):
    """`occurred_on` is the day it is shown; `expires_on` the first day it is no longer good."""

    key_id: str
    role: KeyRole
    scopes: tuple[str, ...] | None = None
    expires_on: date | None = None


class UseApiKey(Command, frozen=True, kw_only=True):
    """Asked with any request; decides nothing where the day is told already."""

    key_id: str


class RevokeApiKey(Command, frozen=True, kw_only=True):
    key_id: str


ApiKeyCommand = IssueApiKey | UseApiKey | RevokeApiKey
