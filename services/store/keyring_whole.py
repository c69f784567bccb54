"""The key store seen as a whole: who has keys, everything of one tenant, and its keys wrapped anew.

For rotation, backup and restore, which go through one tenant after the other, each in one transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.failures import meeting_others
from services.store.keyring import Keyring, NewSubjectKey, SubjectKey, UnionKey
from services.store.sql import queries

_QUERIES = queries("services.store", "keyring_queries.sql")


class Tenant(msgspec.Struct, frozen=True):
    """Somebody who has keys here: a union, a federation with an index of its own, or both."""

    tenant_id: UUID
    is_union: bool
    is_county: bool


class BlindRow(msgspec.Struct, frozen=True):
    blind: bytes
    subject_id: UUID


class CountyRow(msgspec.Struct, frozen=True):
    blind: bytes
    union_id: UUID
    subject_id: UUID


class Listing(msgspec.Struct, frozen=True):
    """Somebody of a union in the index of a county."""

    federation_id: UUID
    blind: bytes
    subject_id: UUID


class TenantRows(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the key store has of one tenant, as a backup holds it."""

    tenant_id: UUID
    wrapped: bytes | None = None
    wrapped_index: bytes | None = None
    created_at: datetime | None = None
    generation: int = 1
    county_wrapped: bytes | None = None
    county_created_at: datetime | None = None
    people: list[SubjectKey] = []
    blinds: list[BlindRow] = []
    county: list[CountyRow] = []

    def is_empty(self) -> bool:
        """Tell whether there is nothing of the tenant at all."""
        return self.wrapped is None and self.county_wrapped is None and not self.county

    def is_of(self, other: "TenantRows") -> bool:
        """Tell whether both are the same tenant's keys, one of them perhaps newer."""
        return (self.wrapped, self.county_wrapped) == (other.wrapped, other.county_wrapped)


Renewed = Callable[[UnionKey, list[SubjectKey]], tuple[bytes, bytes, list[NewSubjectKey]]]
"""Makes of a union's row and its people's keys the new key, the lasting index key and the people's, all wrapped."""


class WholeKeyring(Keyring):
    """The key store's rows, for whoever looks after all of them."""

    async def tenants(self) -> list[Tenant]:
        """Return everybody who has keys here, ids only."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["tenants"])

        return [Tenant(*row) for row in await bounded(once)]

    async def keys_before(self, moment: datetime) -> tuple[int, int]:
        """Return how many unions, and how many people in them, had keys before a moment."""
        unions = people = 0
        for tenant in await self.tenants():
            for row in await self._of_union(tenant.tenant_id, moment):
                unions, people = unions + row["unions"], people + row["people"]
        return unions, people

    async def _of_union(self, union_id: UUID, moment: datetime) -> list[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES["keys_before"], union_id, moment)

        return await bounded(once)

    async def renew_union(self, union_id: UUID, renewed: Renewed) -> int:
        """Put another key into a union's place and wrap its people's anew, all or nothing; returns how many."""

        async def once() -> int:
            async with self._pool.union_tx(union_id) as connection:
                (row,) = await connection.fetch(_QUERIES["lock_union_key"], union_id)
                people = await connection.fetch(_QUERIES["every_subject_key"], union_id)
                kept = UnionKey(*row)
                wrapped, index, keys = renewed(kept, [SubjectKey(*one) for one in people])
                await connection.execute(
                    _QUERIES["rewrap_subject_keys"],
                    union_id,
                    [key.subject_id for key in keys],
                    [key.kind for key in keys],
                    [key.wrapped for key in keys],
                )
                await connection.fetch(
                    _QUERIES["rewrap_union_key"], union_id, wrapped, index, kept.wrapped
                )
                return len(keys)

        return await bounded(once)

    async def whole(self, tenant_id: UUID) -> TenantRows:
        """Return everything there is of one tenant, as of one moment."""

        async def once() -> TenantRows:
            async with self._pool.union_tx(tenant_id) as connection:
                found = {name: await connection.fetch(_QUERIES[name], tenant_id) for name in _WHOLE}
            key = {**found["whole_union_key"][0]} if found["whole_union_key"] else {}
            county = found["whole_county_key"]
            return TenantRows(
                tenant_id=tenant_id,
                county_wrapped=county[0]["wrapped"] if county else None,
                county_created_at=county[0]["created_at"] if county else None,
                people=[SubjectKey(*row) for row in found["every_subject_key"]],
                blinds=[BlindRow(*row) for row in found["every_blind"]],
                county=[CountyRow(*row) for row in found["every_county_row"]],
                **key,
            )

        return await bounded(once)

    async def listings(self, union_id: UUID) -> list[Listing]:
        """Return who of a union is in which county's index."""
        rows = await self._run("listings_of_union", union_id)
        return [Listing(*row) for row in rows]

    async def put_people(self, union_id: UUID, people: Sequence[SubjectKey]) -> None:
        """Keep keys of people that have none here, with all that is known of each; raises AlreadyThere."""
        rows = [msgspec.structs.astuple(one) for one in people]
        columns = _columns(rows, len(SubjectKey.__struct_fields__))
        with meeting_others():
            async with self._pool.union_tx(union_id) as connection:
                await connection.execute(_QUERIES["put_back_subject_keys"], union_id, *columns)

    async def revive_subject_keys(self, union_id: UUID, keys: Sequence[SubjectKey]) -> None:
        """Give people back the keys that were destroyed here only because their union had left."""
        async with self._pool.union_tx(union_id) as connection:
            await connection.execute(
                _QUERIES["revive_subject_keys"],
                union_id,
                [key.subject_id for key in keys],
                [key.kind for key in keys],
                [key.wrapped for key in keys],
            )
            await connection.execute(_QUERIES["touch_union_key"], union_id)

    async def put_back(self, tenant: TenantRows) -> None:
        """Put a tenant's rows back where there are none, all or nothing."""
        async with self._pool.union_tx(tenant.tenant_id) as connection:
            for name, values in _back(tenant):
                await connection.execute(_QUERIES[name], tenant.tenant_id, *values)


_WHOLE = (
    "whole_union_key",
    "whole_county_key",
    "every_subject_key",
    "every_blind",
    "every_county_row",
)


def _back(tenant: TenantRows) -> Iterator[tuple[str, tuple[object, ...]]]:
    if tenant.wrapped is not None:
        index, since, next_ = tenant.wrapped_index, tenant.created_at, tenant.generation + 1
        yield "put_back_union_key", (tenant.wrapped, index, since, next_)
    if tenant.county_wrapped is not None:
        yield "put_county_key", (tenant.county_wrapped, tenant.county_created_at)
    people = [msgspec.structs.astuple(one) for one in tenant.people]
    yield "put_back_subject_keys", _columns(people, len(SubjectKey.__struct_fields__))
    yield "put_blinds", _columns([msgspec.structs.astuple(one) for one in tenant.blinds], 2)
    yield "put_county_index", _columns([msgspec.structs.astuple(one) for one in tenant.county], 3)


def _columns(rows: Sequence[tuple[object, ...]], count: int) -> tuple[list[object], ...]:
    return tuple([row[place] for row in rows] for place in range(count))
