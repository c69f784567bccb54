"""The composition root: settings → pools → store → keys → use cases. Nothing else builds these."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache, partial
from uuid import UUID

import msgspec

from services.accounts.accounts import Accounts, accounts_of
from services.attachments import Attachments, PaperCheck
from services.audit import BooksVerifier, Checkpointer, Cosignatures, Proofs
from services.audit.bundle import Bundles
from services.audit.fsck import Fsck
from services.audit.fsck_report import Compared, PapersChecked
from services.audit.irregularities import Irregularities
from services.auth import ApiKeyRing
from services.auth.credentials import Credentials
from services.auth.devices import Devices
from services.auth.identities import Identities, read_issuers
from services.auth.invitations import Invitations
from services.auth.login_limits import LoginLimits
from services.auth.passwords import Passwords
from services.auth.second_factor import SecondFactors
from services.auth.sessions import Sessions
from services.clock import business_day
from services.commands import Desk, Recount
from services.erasure import Erasures
from services.importers.file_import import FileImporter
from services.importers.jobs import ImportJobs, JobRunner, RunReverser
from services.importers.jobs.sealing import JobSafe
from services.keys import Vault, field_cipher, read_root_key, read_root_keys
from services.keys.signing import SigningKeys, read_public_keys
from services.projector import Builds, Follower, Rebuilder, Replayer, Runner
from services.projector.comparing import LedgerComparer
from services.projector.replay import ReplayStumbled
from services.projector.showing import Showing
from services.reads import County, Directory, Ledgers, RelatedStreams, Rollup, TransferBoard
from services.reads.revealing import Revealing
from services.reads.searching import MemberSearch
from services.settings import SettingInvalid, Settings
from services.store.access_door_rows import (
    DeviceRows,
    InvitationRows,
    LoginLimitRows,
    SessionRows,
)
from services.store.access_rows import CredentialRows, IdentityLinkRows, SecondFactorRows
from services.store.addresses import Addresses, Role
from services.store.api_keys import ApiKeys
from services.store.attachments import AttachmentRows
from services.store.contract import LogStore
from services.store.database_clock import DatabaseClock
from services.store.group_commit import GroupCommitLogStore
from services.store.import_jobs import ImportJobRows
from services.store.keyring import Keyring
from services.store.log_store import PostgresLogStore
from services.store.person_log import PersonLog
from services.store.pool import READING_LONG, Pool
from services.store.pool_use import PoolUse

_PROJECTING = {"lock_timeout": "2s", "idle_in_transaction_session_timeout": "30s"}
_PROJECTING_SECONDS = 20.0
"""For one statement of a follower; over a connection that leads nowhere it would wait for ever (assurance F8)."""
_LONG_SECONDS = 300.0
_ROOM_FOR_LANES = 8
_COLLECT_AFTER = (20_000, 50, 100)
"""Events, rows and states form no circles; Python looking for some took four tenths of a large append."""


class Pools(msgspec.Struct, frozen=True, kw_only=True):
    """One pool for each role."""

    app: Pool
    projector: Pool
    county: Pool
    auditor: Pool
    checkpointer: Pool
    keys: Pool

    def uses(self) -> dict[str, PoolUse]:
        """Return how the connections of each role are used at this moment."""
        pools = zip(self.__struct_fields__, msgspec.structs.astuple(self), strict=True)
        return {role: pool.use for role, pool in pools}

    async def close(self) -> None:
        """Close them all."""
        for pool in msgspec.structs.astuple(self):
            await pool.close()


class Wired(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an entry point needs."""

    settings: Settings
    pools: Pools
    log: LogStore
    vault: Vault
    desk: Desk
    builds: Builds
    runner: Runner
    rebuilder: Rebuilder
    follower: Follower
    directory: Directory
    member_search: MemberSearch
    ledgers: Ledgers
    finder: RelatedStreams
    rollup: Rollup
    county: County
    transfers: TransferBoard
    irregularities: Irregularities
    verifier: BooksVerifier
    signing: SigningKeys
    checkpointer: Checkpointer
    cosignatures: Cosignatures
    proofs: Proofs
    bundles: Bundles
    fsck: Fsck
    keyring: Keyring
    erasures: Erasures
    imports: ImportJobs
    import_runner: JobRunner
    attachments: Attachments
    revealing: Revealing
    person_log: PersonLog
    ring: ApiKeyRing
    accounts: Accounts
    clock: DatabaseClock


@asynccontextmanager
async def wired(settings: Settings) -> AsyncIterator[Wired]:
    """Build everything, and close it in the end. The database must have been migrated."""
    _spare_the_collector()
    pools = _pools(settings)
    try:
        made = _wire(settings, pools)
        try:
            yield made
        finally:
            made.accounts.credentials.passwords.close()
    finally:
        await pools.close()


@cache
def _spare_the_collector() -> None:
    """What is loaded stays; done once, for what is frozen is never looked at again."""
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def _pools(settings: Settings) -> Pools:
    addresses = Addresses(settings)
    size = settings.pool_size
    return Pools(
        app=Pool(addresses.of(Role.APP), size=size),
        projector=Pool(
            addresses.of(Role.PROJECTOR),
            size=size,
            limits=_PROJECTING,
            command_seconds=_PROJECTING_SECONDS,
            acquire_seconds=5.0,
        ),
        county=Pool(addresses.of(Role.COUNTY), size=size),
        auditor=Pool(
            addresses.of(Role.AUDITOR),
            size=size,
            limits=READING_LONG,
            command_seconds=_LONG_SECONDS,
        ),
        checkpointer=Pool(
            addresses.of(Role.CHECKPOINTER),
            size=size,
            limits=READING_LONG,
            command_seconds=_LONG_SECONDS,
        ),
        keys=Pool(addresses.of(Role.KEYS), size=size),
    )


def _log(settings: Settings, app: Pool) -> PostgresLogStore:
    """The log, appending as the settings say; raises SettingInvalid."""
    match settings.appends:
        case "grouped":
            return GroupCommitLogStore(app)
        case "single":
            return PostgresLogStore(app)
        case _:
            raise SettingInvalid("GONGHUI_APPENDS")


def _wire(settings: Settings, pools: Pools) -> Wired:
    keyring = Keyring(pools.keys)
    roots = partial(read_root_keys, settings.root_key_file)
    root_key = read_root_key(settings.root_key_file)
    vault = Vault(keyring, root_key, roots, cipher=field_cipher(settings.field_cipher))
    log = _log(settings, pools.app)
    builds = Builds(pools.projector)
    runner = Runner(pools.projector, builds)
    rebuilder = Rebuilder(pools.projector, builds, runner)
    replayer = Replayer(pools.auditor)
    showing = Showing(app=pools.app, county=pools.county, builds=builds, replayer=replayer)
    finder = RelatedStreams(showing, vault)
    signing = SigningKeys(settings.origin, settings.signing_key_file, settings.sm2_key_file)
    verifier = BooksVerifier(pools.auditor)
    comparer = LedgerComparer(pools.projector, pools.county, builds, replayer)
    cosignatures = Cosignatures(pools.app, read_public_keys(settings.witnesses_file))
    proofs = Proofs(pools.auditor)
    attachments = Attachments(AttachmentRows(pools.app), vault, keyring)
    desk = Desk(log, vault, runner.after_commit, finder.find, attachments)
    clock = DatabaseClock()
    ring = ApiKeyRing(ApiKeys(pools.app), now=clock)
    imports, import_runner = _imports(pools, desk, log, vault, keyring, now=clock)
    person_log = PersonLog(pools.auditor)
    return Wired(
        settings=settings,
        pools=pools,
        log=log,
        vault=vault,
        desk=desk,
        keyring=keyring,
        erasures=Erasures(desk, keyring, person_log, attachments, forget=imports.forget),
        attachments=attachments,
        imports=imports,
        import_runner=import_runner,
        revealing=Revealing(person_log, vault),
        person_log=person_log,
        ring=ring,
        clock=clock,
        accounts=accounts_of(
            desk=desk,
            log=log,
            vault=vault,
            credentials=_credentials(settings, pools.app, vault, clock),
            ring=ring,
            today=business_day,
        ),
        builds=builds,
        runner=runner,
        rebuilder=rebuilder,
        follower=Follower(pools.projector, builds, runner, rebuilder),
        directory=Directory(showing),
        member_search=MemberSearch(showing, vault),
        ledgers=Ledgers(showing, vault),
        finder=finder,
        rollup=Rollup(showing, log),
        county=County(showing),
        transfers=TransferBoard(showing),
        irregularities=Irregularities(log, vault, verifier),
        verifier=verifier,
        fsck=Fsck(
            auditor=pools.auditor,
            checkpointer=pools.checkpointer,
            verifier=verifier,
            signing=signing,
            witnesses=cosignatures.witnesses,
            keyring=keyring,
            vault=vault,
            compare=partial(_compared, comparer),
            strangers=comparer.strangers,
            recount=Recount,
            check_papers=partial(_checked, PaperCheck(AttachmentRows(pools.auditor), vault)),
            lanes=2 if settings.pool_size >= _ROOM_FOR_LANES else 1,
        ),
        signing=signing,
        checkpointer=Checkpointer(
            pools.checkpointer,
            signing,
            origin=settings.origin,
            most_seconds=settings.checkpoint_seconds,
        ),
        cosignatures=cosignatures,
        proofs=proofs,
        bundles=Bundles(
            pools.auditor,
            proofs,
            shows=showing,
            signing=signing,
            witnesses=cosignatures.witnesses,
            stumbled=(ReplayStumbled,),
        ),
    )


def _imports(
    pools: Pools, desk: Desk, log: LogStore, vault: Vault, keyring: Keyring, *, now: DatabaseClock
) -> tuple[ImportJobs, JobRunner]:
    rows, importer = ImportJobRows(pools.app), FileImporter(desk, vault)
    safe, reverser = JobSafe(vault, keyring, now=now), RunReverser(desk, log)
    woken = asyncio.Event()
    jobs = ImportJobs(rows, safe, importer, reverser, wake=woken.set, now=now)
    return jobs, JobRunner(rows, safe, jobs, importer, reverser, woken=woken, now=now)


def _credentials(settings: Settings, pool: Pool, vault: Vault, now: DatabaseClock) -> Credentials:
    issuers = read_issuers(settings.identity_file)
    return Credentials(
        rows=CredentialRows(pool),
        passwords=Passwords(),
        second_factors=SecondFactors(SecondFactorRows(pool), vault, now=now),
        sessions=Sessions(SessionRows(pool), now=now),
        invitations=Invitations(InvitationRows(pool), now=now),
        devices=Devices(DeviceRows(pool), now=now),
        limits=LoginLimits(LoginLimitRows(pool), vault, now=now),
        identities=Identities(issuers, IdentityLinkRows(pool), vault, now=now),
    )


async def _checked(check: PaperCheck, union_id: UUID) -> PapersChecked:
    return PapersChecked(*await check.check(union_id))


async def _compared(comparer: LedgerComparer, unions: Iterator[UUID]) -> dict[UUID, Compared]:
    return {
        union_id: Compared(found.tables, [one.table for one in found.differences], found.skipped)
        for union_id, found in (await comparer.compare_each(unions)).items()
    }
