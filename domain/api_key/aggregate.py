"""Decides about API keys: issued once with an end after its beginning, revoked once, told of once a day when used.

Source: 等保 2.0 身份鉴别 (unique ids) and 访问控制 (least privilege), domain.md 8.2: issue and use leave a trace.
"""

import re
from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.api_key.commands import ApiKeyCommand, IssueApiKey, RevokeApiKey, UseApiKey
from domain.api_key.events import ApiKeyEvent, ApiKeyIssued, ApiKeyRevoked, ApiKeyUsed, KeyId
from domain.event import Fact
from domain.refusal import Refused

Decided = list[ApiKeyEvent] | Refused

_KEY_ID = re.compile(get_args(KeyId)[1].pattern)


class State(msgspec.Struct, frozen=True):
    """A key; `last_used_on` is the latest day it was used."""

    issued: ApiKeyIssued | None = None
    last_used_on: date | None = None
    revoked: bool = False


def evolve(state: State, fact: Fact) -> State:
    event: ApiKeyEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case ApiKeyIssued():
            return State(issued=event)
        case ApiKeyUsed():
            last = max(fact.occurred_on, state.last_used_on or fact.occurred_on)
            return msgspec.structs.replace(state, last_used_on=last)
        case ApiKeyRevoked():
            return msgspec.structs.replace(state, revoked=True)
        case _:
            assert_never(event)


def decide(state: State, command: ApiKeyCommand) -> Decided:
    match command:
        case IssueApiKey():
            return _issue(state, command)
        case UseApiKey():
            return _use(state, command)
        case RevokeApiKey():
            return _revoke(state, command)
        case _:
            assert_never(command)


def _issue(state: State, command: IssueApiKey) -> Decided:
    if state.issued is not None:
        return Refused("api_key.already_issued", "key_id")
    if not _KEY_ID.fullmatch(command.key_id):
        return Refused("api_key.id_malformed", "key_id")
    if command.scopes is not None and not any(scope.strip() for scope in command.scopes):
        return Refused("api_key.scopes_missing", "scopes")
    if command.expires_on is not None and command.expires_on <= command.occurred_on:
        return Refused("api_key.ends_before_it_begins", "expires_on")
    return [
        ApiKeyIssued(
            key_id=command.key_id,
            role=command.role,
            scopes=command.scopes,
            expires_on=command.expires_on,
        )
    ]


def _use(state: State, command: UseApiKey) -> Decided:
    """Once a day; a clock that steps back tells no day twice."""
    refused = _not_good(state)
    if refused is not None:
        return refused
    if state.last_used_on is not None and command.occurred_on <= state.last_used_on:
        return []
    return [ApiKeyUsed(key_id=command.key_id)]


def _revoke(state: State, command: RevokeApiKey) -> Decided:
    return _not_good(state) or [ApiKeyRevoked(key_id=command.key_id)]


def _not_good(state: State) -> Refused | None:
    if state.issued is None:
        return Refused("api_key.unknown", "key_id")
    return Refused("api_key.revoked_already", "key_id") if state.revoked else None
