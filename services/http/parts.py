"""What the API is given to work with. It builds none of it: wiring does."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec

from services.accounts.accounts import Accounts
from services.attachments import Attachments
from services.audit import Cosignatures, Proofs
from services.audit.bundle import Bundles
from services.audit.irregularities import Irregularities
from services.auth import ApiKeyRing
from services.clock import CHINA
from services.commands import Desk
from services.erasure import Erasures
from services.exporters.prints import Press
from services.http.expensive_reads import ExpensiveReads
from services.http.health import Health
from services.http.metrics import Metrics
from services.http.turns import Turns
from services.http.watching import Watch
from services.importers.jobs import ImportJobs, JobRunner
from services.keys import Vault
from services.projector.parked import ParkedLedgers
from services.reads import County, Directory, Ledgers, Rollup, TransferBoard
from services.reads.revealing import Revealing
from services.reads.searching import MemberSearch
from services.store.contract import LogStore
from services.store.person_log import PersonLog


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
    directory: Directory
    member_search: MemberSearch
    transfers: TransferBoard
    irregularities: Irregularities
    proofs: Proofs
    bundles: Bundles
    erasures: Erasures
    imports: ImportJobs
    import_runner: JobRunner
    attachments: Attachments
    revealing: Revealing
    person_log: PersonLog
    cosignatures: Cosignatures
    log_key: str
    keys: ApiKeyRing
    accounts: Accounts
    proxies: int = 0
    health: Health
    watch: Watch
    parked: ParkedLedgers
    metrics: Metrics
    metrics_token: str | None = None
    expensive: ExpensiveReads = msgspec.field(default_factory=ExpensiveReads)
    turns: Turns = msgspec.field(default_factory=Turns)
    press: Press = msgspec.field(default_factory=Press)
    now: Callable[[], datetime] = utc_now

    def here(self) -> datetime:
        """Return this instant in China."""
        return self.now().astimezone(CHINA)

    def today(self) -> date:
        """Return today's business date in China."""
        return self.here().date()
