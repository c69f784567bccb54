"""What the API is given to work with. It builds none of it: wiring does."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec

from services.audit import Cosignatures, Proofs
from services.audit.bundle import Bundles
from services.audit.irregularities import Irregularities
from services.auth import Access, ApiKeyRing
from services.clock import CHINA
from services.commands import Desk
from services.http.health import Health
from services.http.metrics import Metrics
from services.keys import Vault
from services.reads import County, Ledgers, Rollup, TransferBoard
from services.store.contract import LogStore


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
    county: County
    transfers: TransferBoard
    irregularities: Irregularities
    proofs: Proofs
    bundles: Bundles
    cosignatures: Cosignatures
    log_key: str
    keys: ApiKeyRing
    access: Access
    health: Health
    metrics: Metrics
    now: Callable[[], datetime] = utc_now

    def here(self) -> datetime:
        """Return this instant in China."""
        return self.now().astimezone(CHINA)

    def today(self) -> date:
        """Return today's business date in China."""
        return self.here().date()
