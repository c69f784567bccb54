"""Rows of accounts: passwords, second factors, places, links to other identity providers. All the platform's own.

Every row lies in the platform's tenant and is reached through `union_tx(PLATFORM)` like any other union's.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from domain.ids import PLATFORM, AccountId
from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "access_queries.sql")
_PROOFS = (
    "drop_recovery_codes",
    "drop_sessions",
    "drop_invitations",
    "forget_devices",
    "unlink_identities",
)

_OF_A_GENERATION = ("drop_invitations", "forget_devices", "unlink_identities")


class CredentialRow(msgspec.Struct, frozen=True, kw_only=True):
    """What an account proves itself with. `password_hash` None: by another identity provider, or not yet.

    `totp_sealed`, `totp_pending`: secrets of a second factor in use and of one to be confirmed, sealed.
    """

    password_hash: str | None
    must_change: bool
    generation: int
    closed_at: datetime | None
    totp_sealed: str | None
    totp_pending: str | None
    totp_last_step: int | None


class AccessQueries:
    """Runs the named queries of the platform's tenant; a whole list of them in one transaction."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def run(self, name: str, *values: object) -> list[Record]:
        """Return the rows of one query; raises StoreError."""
        return (await self.run_all([(name, values)]))[0]

    async def run_all(self, steps: Sequence[tuple[str, Sequence[object]]]) -> list[list[Record]]:
        """Return the rows of several queries, all or none of which take effect; raises StoreError.

        Where the first one returns no rows, those after it are left out.
        """

        async def once() -> list[list[Record]]:
            found: list[list[Record]] = []
            async with self._pool.union_tx(PLATFORM) as connection:
                for name, values in steps:
                    found.append(await connection.fetch(_QUERIES[name], PLATFORM, *values))
                    if not found[0]:
                        break
            return found

        return await bounded(once)


class CredentialRows:
    """The table of credentials, one row for each account."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def find(self, account_id: AccountId) -> CredentialRow | None:
        rows = await self._queries.run("find_credential", account_id)
        return CredentialRow(**dict(rows[0])) if rows else None

    async def open(
        self, account_id: AccountId, password_hash: str | None, *, must_change: bool
    ) -> bool:
        """Make the row of a new account, of generation 1; False when it is there already."""
        return await self._did("open_credential", account_id, password_hash, must_change)

    async def set_password(
        self,
        account_id: AccountId,
        password_hash: str,
        *,
        generation: int,
        must_change: bool,
        instead_of: str | None,
    ) -> bool:
        """Keep a new password; False when the account was reset, closed or got another one in between."""
        return await self._did(
            "set_password", account_id, generation, password_hash, must_change, instead_of
        )

    async def replace_hash(self, account_id: AccountId, old: str, new: str) -> bool:
        """Keep the same password at today's cost; False when it has been changed since."""
        return await self._did("replace_hash", account_id, old, new)

    async def reset(
        self,
        account_id: AccountId,
        password_hash: str | None,
        *,
        drop_second_factor: bool,
        generation: int | None = None,
    ) -> int | None:
        """Begin a new generation with a password to be changed, and return its number: the one given, or the next.

        Sessions, codes and appointments of the one before no longer hold, nor does who another provider says this
        is. None when there is no such account, or it is of that generation already.
        """
        steps: list[tuple[str, Sequence[object]]] = [
            ("reset_credential", (account_id, password_hash, drop_second_factor, generation)),
            *((name, (account_id,)) for name in _OF_A_GENERATION),
        ]
        if drop_second_factor:
            steps.append(("drop_recovery_codes", (account_id,)))
        rows = (await self._queries.run_all(steps))[0]
        return rows[0][0] if rows else None

    async def close(self, account_id: AccountId, closed_at: datetime) -> bool:
        """Close an account: nothing it holds opens anything. False when there is none."""
        return await self._did("close_credential", account_id, closed_at)

    async def reopen(self, account_id: AccountId, *, generation: int | None = None) -> int | None:
        """Open a closed account under a new generation: the one given, or the next; None when it was not closed.

        Codes of the one before are void.
        """
        rows = (
            await self._queries.run_all(
                [
                    ("reopen_credential", (account_id, generation)),
                    ("drop_invitations", (account_id,)),
                ]
            )
        )[0]
        return rows[0][0] if rows else None

    async def clear(self, account_id: AccountId, closed_at: datetime) -> bool:
        """Close an account and remove all it could prove itself with, for ever; False when there is none."""
        found = await self._queries.run_all(
            [
                ("clear_credential", (account_id, closed_at)),
                *((name, (account_id,)) for name in _PROOFS),
            ]
        )
        return bool(found[0])

    async def add_place(self, account_id: AccountId, place_id: UUID) -> None:
        """Note that an account may have a role at a place; may be repeated."""
        await self._queries.run("add_place", account_id, place_id)

    async def places(self, account_id: AccountId) -> list[UUID]:
        """Return where an account may have a role: where to look for its appointments."""
        return [row[0] for row in await self._queries.run("places", account_id)]

    async def accounts_at(self, place_id: UUID) -> list[AccountId]:
        """Return the accounts that may have a role at a place."""
        return [AccountId(row[0]) for row in await self._queries.run("accounts_at", place_id)]

    async def _did(self, name: str, *values: object) -> bool:
        return bool(await self._queries.run(name, *values))


class SecondFactorRows:
    """Secrets, steps and recovery codes of second factors."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)
        self._credentials = CredentialRows(pool)

    async def find(self, account_id: AccountId) -> CredentialRow | None:
        return await self._credentials.find(account_id)

    async def put_pending(self, account_id: AccountId, sealed: str) -> bool:
        """Keep a secret to be confirmed, in place of any other; False when there is no such account."""
        return bool(await self._queries.run("put_pending", account_id, sealed))

    async def confirm(
        self, account_id: AccountId, pending: str, step: int, code_digests: Sequence[bytes]
    ) -> bool:
        """Put the pending secret to use, with fresh recovery codes; False when it is no longer the one."""
        found = await self._queries.run_all(
            [
                ("confirm_pending", (account_id, pending, step)),
                ("drop_recovery_codes", (account_id,)),
                ("put_recovery_codes", (account_id, code_digests)),
            ]
        )
        return bool(found[0])

    async def use_step(self, account_id: AccountId, sealed: str, step: int) -> bool:
        """Use a step of time, once and none before it again; False when that is past."""
        return bool(await self._queries.run("use_step", account_id, sealed, step))

    async def remove(self, account_id: AccountId) -> bool:
        """Forget the second factor and its recovery codes; False when there was none."""
        found = await self._queries.run_all(
            [("drop_second_factor", (account_id,)), ("drop_recovery_codes", (account_id,))]
        )
        return bool(found[0])

    async def replace_codes(self, account_id: AccountId, code_digests: Sequence[bytes]) -> None:
        """Keep fresh recovery codes in place of the old ones."""
        await self._queries.run_all(
            [
                ("find_credential", (account_id,)),
                ("drop_recovery_codes", (account_id,)),
                ("put_recovery_codes", (account_id, code_digests)),
            ]
        )

    async def use_code(self, account_id: AccountId, code_digest: bytes, used_at: datetime) -> bool:
        """Use a recovery code, once."""
        return bool(await self._queries.run("use_recovery_code", account_id, code_digest, used_at))

    async def codes_left(self, account_id: AccountId) -> int:
        rows = await self._queries.run("count_recovery_codes", account_id)
        return int(rows[0][0])


class IdentityLinkRows:
    """Which account a person of another identity provider is, by keyed digest."""

    def __init__(self, pool: Pool) -> None:
        self._queries = AccessQueries(pool)

    async def link(self, identity: bytes, account_id: AccountId, linked_at: datetime) -> AccountId:
        """Link an identity, unless it is linked already; returns the account that counts."""
        await self._queries.run("link_identity", identity, account_id, linked_at)
        return await self.find(identity) or account_id

    async def find(self, identity: bytes) -> AccountId | None:
        rows = await self._queries.run("linked_account", identity)
        return AccountId(rows[0][0]) if rows else None

    async def unlink(self, account_id: AccountId) -> bool:
        """Forget all links of an account; False when there were none."""
        return bool(await self._queries.run("unlink_identities", account_id))
