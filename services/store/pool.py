"""Connections: one pool per role, and one way to a transaction that belongs to a union.

An address may lead through a PgBouncer in transaction mode (`services.store.pooler`). Then every transaction says
its own limits, and what single calls may cost is set on the role by `migrate`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import asyncpg
from asyncpg import Record
from asyncpg.pool import PoolConnectionProxy

from services.errors import PoolExhausted
from services.store.pool_use import Lending, PoolUse, own_name
from services.store.pooler import Pooler, reached
from services.store.sql import queries

_QUERIES = queries("services.store")
_DOORS = queries("services.store", "doors.sql")
_ACQUIRE_SECONDS = 0.25
_CONNECT_SECONDS = 2.0
_FIRST_WITH_TRANSACTION_TIMEOUT = 17
_STATEMENTS_KEPT = 100

SERVING: Mapping[str, str] = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "5s",
    "transaction_timeout": "10s",
}
READING_LONG: Mapping[str, str] = {
    "statement_timeout": "60s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "60s",
}

Connection = PoolConnectionProxy


class Pool:
    """A role's connections, opened when first needed.

    A connection is never given a role or a setting that outlives its transaction. What a borrower
    gives back is reset all the same; what only carried calls has nothing to reset and rests until
    the next call, or the next borrower, takes it.
    """

    def __init__(
        self,
        address: str,
        *,
        size: int = 20,
        limits: Mapping[str, str] = SERVING,
        command_seconds: float = 6.0,
        acquire_seconds: float = _ACQUIRE_SECONDS,
    ) -> None:
        self._address, self._pooler = reached(address)
        self._size = size
        self._limits = dict(limits)
        self._limited = _limited(limits) if self._pooler is not Pooler.NONE else ""
        self._command_seconds = command_seconds
        self._acquire_seconds = acquire_seconds
        self._opened: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()
        self._resting: list[Connection] = []
        self._waiting = 0
        self._lending = Lending(size)

    @property
    def use(self) -> PoolUse:
        """How the pool is used at this moment."""
        return self._lending.use

    async def close(self) -> None:
        """Close every connection; one that is still in use after a moment is cut."""
        if self._opened is None:
            return
        opened, self._opened = self._opened, None
        while self._resting:
            await _give_back(opened, self._resting.pop())
        try:
            await asyncio.wait_for(opened.close(), timeout=5.0)
        except TimeoutError:
            opened.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection for single statements; raises PoolExhausted."""
        opened = self._opened or await self._open()
        borrowed = self._rested() or await self._acquired(opened)
        try:
            with self._lending.lent():
                yield borrowed
        finally:
            await _give_back(opened, borrowed)

    async def call(self, door: str, *values: object) -> list[Record]:
        """Run one of the named calls of `doors.sql`; raises PoolExhausted.

        Nothing else can be run this way, so the connection needs no reset afterwards. After any
        error but PostgreSQL's own the connection is given back like any other.
        """
        query = _DOORS[door]
        opened = self._opened or await self._open()
        borrowed = self._rested() or await self._acquired(opened)
        is_clean = False
        try:
            with self._lending.lent():
                rows = await borrowed.fetch(query, *values)
            is_clean = True
        except asyncpg.PostgresError:
            is_clean = True
            raise
        else:
            return rows
        finally:
            if is_clean and self._may_rest(opened, borrowed):
                self._resting.append(borrowed)
            else:
                await _give_back(opened, borrowed)

    def _rested(self) -> Connection | None:
        while self._resting:
            borrowed = self._resting.pop()
            if _is_alive(borrowed):
                return borrowed
        return None

    def _may_rest(self, opened: asyncpg.Pool, borrowed: Connection) -> bool:
        """Nobody waits for it, the pool is still open, and so is the connection."""
        return not self._waiting and opened is self._opened and _is_alive(borrowed)

    async def _acquired(self, opened: asyncpg.Pool) -> Connection:
        self._waiting += 1
        try:
            with self._lending.waiting():
                return await self._acquired_in_time(opened)
        finally:
            self._waiting -= 1

    async def _acquired_in_time(self, opened: asyncpg.Pool) -> Connection:
        try:
            return await opened.acquire(timeout=self._patience(opened))
        except TimeoutError:
            raise PoolExhausted from None

    @asynccontextmanager
    async def union_tx(
        self, union_id: UUID, *, search_path: str | None = None, derived: bool = False
    ) -> AsyncIterator[Connection]:
        """A transaction of one union: the only door to rows under the union's policies.

        `search_path` names the schemas of ledgers; it is made of names this code has given. `derived` says that
        all that is written is made of the log, with the place it was read to: a server that falls may lose the last
        moment of it, whole transactions only, and it is made again.
        """
        opening = _opening(union_id, search_path) + (_QUERIES["derived"] if derived else "")
        async with self._transaction(opening) as connection:
            yield connection

    @asynccontextmanager
    async def scratch_tx(self, union_id: UUID, *, search_path: str) -> AsyncIterator[Connection]:
        """A transaction of one union that is always rolled back, temporary tables and all."""
        async with self._transaction(_opening(union_id, search_path), end="rollback") as connection:
            yield connection

    @asynccontextmanager
    async def all_unions_tx(self, *, search_path: str | None = None) -> AsyncIterator[Connection]:
        """A transaction of no union: for roles whose policies let them see every union."""
        async with self._transaction(_opening(None, search_path)) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, opening: str, *, end: str = "commit") -> AsyncIterator[Connection]:
        async with self.connection() as connection:
            await connection.execute(opening + self._limited)
            try:
                yield connection
            except BaseException:
                with suppress(Exception):  # the first error is the one that counts
                    await connection.execute(_QUERIES["rollback"])
                raise
            await connection.execute(_QUERIES[end])

    def _patience(self, opened: asyncpg.Pool) -> float:
        """A new connection takes longer to make than a busy one should take to come free."""
        must_connect = opened.get_idle_size() == 0 and opened.get_size() < self._size
        return _CONNECT_SECONDS if must_connect else self._acquire_seconds

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._opened is None:
                self._opened = await (
                    self._made() if self._pooler is Pooler.NONE else self._made_behind_a_pooler()
                )
            return self._opened

    async def _made(self) -> asyncpg.Pool:
        return await asyncpg.create_pool(
            self._address,
            min_size=0,
            max_size=self._size,
            command_timeout=self._command_seconds,
            timeout=_CONNECT_SECONDS,
            server_settings=await self._known_limits(),
        )

    async def _made_behind_a_pooler(self) -> asyncpg.Pool:
        """No settings of the session: the pooler refuses them. It resets what stands behind it itself."""
        knows_statements = self._pooler is Pooler.PREPARED
        return await asyncpg.create_pool(
            self._address,
            min_size=0,
            max_size=self._size,
            command_timeout=self._command_seconds,
            timeout=_CONNECT_SECONDS,
            statement_cache_size=_STATEMENTS_KEPT if knows_statements else 0,
            reset=_leave_to_the_pooler,
        )

    async def _known_limits(self) -> dict[str, str]:
        """Older servers refuse a connection that names a setting they do not know."""
        probe = await asyncpg.connect(self._address, timeout=_CONNECT_SECONDS)
        try:
            known = {"application_name": own_name(), **self._limits}
            if probe.get_server_version().major < _FIRST_WITH_TRANSACTION_TIMEOUT:
                known.pop("transaction_timeout", None)
            return known
        finally:
            await probe.close()


def _opening(union_id: UUID | None, search_path: str | None) -> str:
    if union_id is None and search_path is None:
        return _QUERIES["begin"]
    if union_id is None:
        return _QUERIES["begin_with_path"].format(search_path=search_path)
    union = UUID(bytes=union_id.bytes)  # nothing but a UUID can become text here
    if search_path is None:
        return _QUERIES["begin_union"].format(union_id=union)
    return _QUERIES["begin_union_with_path"].format(union_id=union, search_path=search_path)


def _limited(limits: Mapping[str, str]) -> str:
    """What a transaction adds to its opening; the limit of all of it is the role's: few servers know one."""
    return "".join(
        _QUERIES["limit"].format(name=name, value=value)
        for name, value in limits.items()
        if name != "transaction_timeout"
    )


async def _leave_to_the_pooler(_connection: object) -> None:
    """A reset from here would reach whichever session is free."""


def _is_alive(borrowed: Connection) -> bool:
    try:
        return not borrowed.is_closed()
    except asyncpg.InterfaceError:  # the pool has noticed before
        return False


async def _give_back(opened: asyncpg.Pool, borrowed: Connection) -> None:
    """After the server died, giving back may fail in ways of its own; the pool then drops it."""
    try:
        await opened.release(borrowed)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        with suppress(asyncpg.InterfaceError):
            borrowed.terminate()
