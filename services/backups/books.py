"""What a drill or a restore needs of opened books, live or copied; `services.wiring` makes such."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import msgspec

from services.audit.fsck import Fsck
from services.settings import Settings
from services.store.addresses import (
    EMBEDDED_ADMINISTRATOR,
    Addresses,
    Role,
    database_of,
    with_database,
)
from services.store.pool import Pool
from services.store.recovery import with_socket


class Pools(Protocol):
    """The roles a drill reads and writes with."""

    @property
    def auditor(self) -> Pool: ...
    @property
    def checkpointer(self) -> Pool: ...
    @property
    def keys(self) -> Pool: ...


class Books(Protocol):
    """Opened books, live or copied."""

    @property
    def settings(self) -> Settings: ...
    @property
    def pools(self) -> Pools: ...
    @property
    def fsck(self) -> Fsck: ...


_OPEN_TO_MIGRATION = "development"

OpenBooks = Callable[[Settings], AbstractAsyncContextManager[Books]]


def settings_of_copy(live: Settings, home: Path) -> Settings:
    """Return settings under which everything but a key store elsewhere is the copy's.

    A copy may be migrated by whoever opens it, also where only a person may migrate the live books.
    """
    administrator = live.database_url or EMBEDDED_ADMINISTRATOR
    if live.database_url is None and live.auditor_url is not None:
        administrator = with_database(administrator, database_of(live.auditor_url))
    is_apart = live.keystore_url is not None or live.keystore_database_url is not None
    return msgspec.structs.replace(
        live,
        database_url=with_socket(administrator, str(home)),
        app_url=None,
        projector_url=None,
        county_url=None,
        auditor_url=None,
        checkpointer_url=None,
        keystore_database_url=None,
        keystore_url=Addresses(live).of(Role.KEYS) if is_apart else None,
        pooler=None,
        profile=_OPEN_TO_MIGRATION,
    )
