"""Who is paid: the name a person is known by here, and an account sealed for one command sealed anew."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.encoding import decode
from domain.sealed import KeyKind, Sealed
from services.keys import Vault
from services.store.contract import LogStore

_PAYEE = "payee"
_IDENTITY = "identity"


class Closed(NamedTuple):
    """A sealed value and the command it was sealed for."""

    command_id: UUID
    sealed: Sealed


async def names_of(
    log: LogStore, vault: Vault, union_id: UUID, member_ids: Sequence[UUID]
) -> dict[UUID, str]:
    """Return the newest name of each person; who is unknown, or whose key is gone, is left out."""
    newest: dict[UUID, Closed] = {}
    for event in (await log.read_streams(union_id, list(member_ids))).events:
        told = decode(event.topic, event.schema_version, event.body)
        sealed = getattr(told, _IDENTITY, None)
        if isinstance(sealed, Sealed):
            newest[event.stream_id] = Closed(event.command_id, sealed)
    opener = await vault.opener(union_id, list(newest))
    names: dict[UUID, str] = {}
    for member_id, closed in newest.items():
        fields = opener.open(closed.sealed, command_id=closed.command_id, field=_IDENTITY)
        if fields and "name" in fields:
            names[member_id] = fields["name"]
    return names


async def accounts_of(
    vault: Vault, union_id: UUID, closed: Mapping[UUID, Closed]
) -> dict[UUID, dict[str, str]]:
    """Open accounts in clear, by the key they are given under: for a bank file, and to seal them anew."""
    opener = await vault.opener(union_id, {one.sealed.subject_id for one in closed.values()})
    return {
        key: opener.open(one.sealed, command_id=one.command_id, field=_PAYEE) or {}
        for key, one in closed.items()
    }


async def sealed_anew(
    vault: Vault, union_id: UUID, command_id: UUID, closed: Mapping[UUID, Closed]
) -> dict[UUID, Sealed]:
    """Seal accounts for another command: what is sealed opens under its own command only."""
    accounts = await accounts_of(vault, union_id, closed)
    subjects = [one.sealed.subject_id for one in closed.values()]
    sealer = await vault.sealer(union_id, command_id, subjects)
    kind: KeyKind = "books"
    return {
        key: sealer.seal(
            one.sealed.subject_id, kind, field=_PAYEE, ordinal=ordinal, fields=accounts[key]
        )
        for ordinal, (key, one) in enumerate(closed.items())
    }
