"""What the API is given to work with. It builds none of it: wiring does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec

from services.auth import Access, ApiKeyRing
from services.commands import Desk
from services.http.health import Health
from services.http.metrics import Metrics
from services.keys import Vault
from services.reads import Ledgers, Rollup
from services.store.contract import LogStore

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai: one offset since 1991. A business date is never taken from an instant in UTC."""


def utc_now() -> datetime:
    """Return this instant."""
    return datetime.now(UTC)


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Use cases, ledgers, keys and the clock."""

    log: LogStore
    vault: Vault
    desk: Desk
    ledgers: Ledgers
    rollup: Rollup
    keys: ApiKeyRing
    access: Access
    health: Health
    metrics: Metrics
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        """Return today's business date in China."""
        return self.now().astimezone(CHINA).date()
