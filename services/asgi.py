"""The ASGI entry point: `granian --interface asgi --factory services.asgi:app`."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from services import notify, tracing
from services.accounts.housekeeping import keep_tidy
from services.audit.ages import Attested
from services.http.app import Opening, build
from services.http.health import Health
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.http.watching import Watch
from services.log import configure
from services.pages.answering import tell_browser
from services.pages.application import opened_by
from services.pages.fitness import refuse_unfit
from services.pages.routes import handlers
from services.projector.parked import ParkedLedgers
from services.settings import Settings, notify_socket, read_settings
from services.wiring import Wired, wired


def app() -> Litestar:
    """Return the application of this process, set up by the environment."""
    configure()
    settings = read_settings(os.environ)
    tracing.begin(settings.otlp_endpoint, service="gonghui-web")
    return opened_by(opening_of(settings, follow=True))


def create_app(settings: Settings, *, follow: bool = True) -> Litestar:
    """Return the application. With `follow` it also catches up ledgers and takes checkpoints.

    In production it does not begin where `gonghui check --deploy` finds anything.
    """
    return build(opening_of(settings, follow=follow), handlers(), tell_browser)


def opening_of(settings: Settings, *, follow: bool) -> Opening:
    """Return what gives an application the parts it works with, for as long as it runs."""

    @asynccontextmanager
    async def opening(metrics: Metrics) -> AsyncIterator[Parts]:
        await refuse_unfit(settings)
        async with wired(settings) as made:
            await made.clock.look(made.pools.app)
            if not follow:
                yield parts_of(made, metrics)
                return
            async with _following(made):
                parts = parts_of(made, metrics)
                _hear_of_the_end(settings, parts.health)
                notify.tell(notify_socket(os.environ), notify.READY)
                yield parts

    return opening


def parts_of(made: Wired, metrics: Metrics) -> Parts:
    """Return what the API works with."""
    pools = made.pools
    metrics.watch_pools(pools.uses)
    attested = Attested(pools.auditor, [key.name for key in made.cosignatures.witnesses])
    return Parts(
        log=made.log,
        vault=made.vault,
        desk=made.desk,
        ledgers=made.ledgers,
        rollup=made.rollup,
        county=made.county,
        directory=made.directory,
        member_search=made.member_search,
        transfers=made.transfers,
        irregularities=made.irregularities,
        proofs=made.proofs,
        bundles=made.bundles,
        erasures=made.erasures,
        imports=made.imports,
        import_runner=made.import_runner,
        attachments=made.attachments,
        revealing=made.revealing,
        person_log=made.person_log,
        cosignatures=made.cosignatures,
        log_key=made.signing.own.public.text,
        keys=made.ring,
        accounts=made.accounts,
        proxies=made.settings.proxies,
        health=Health(
            app=pools.app,
            keys=pools.keys,
            projector=pools.projector,
            builds=made.builds,
            attested=attested,
        ),
        watch=Watch(
            app=pools.app,
            keys=pools.keys,
            projector=pools.projector,
            auditor=pools.auditor,
            builds=made.builds,
            attested=attested,
            imports=made.imports,
            home=made.settings.home,
            backups=made.settings.backups,
            keystore_backups=made.settings.keystore_backups,
        ),
        parked=ParkedLedgers(made.builds, made.runner),
        metrics=metrics,
        metrics_token=made.settings.metrics_token,
    )


def _hear_of_the_end(settings: Settings, health: Health) -> None:
    """The server's first process says so with a signal, some seconds before it stops this one."""
    if settings.drain_seconds:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, health.stop)


@asynccontextmanager
async def _following(made: Wired) -> AsyncIterator[None]:
    """Run follower, checkpoints and import jobs beside the requests, and let them end their round.

    Where follower and checkpoints are processes of their own (`GONGHUI_FOLLOW=no`), only what requests began.
    """
    stop = asyncio.Event()
    running = [
        made.import_runner.follow(stop),
        keep_tidy(made.accounts.credentials, made.attachments, stop),
        made.clock.follow(made.pools.app, stop),
    ]
    if made.settings.follow:
        running += [made.follower.follow(stop), made.checkpointer.follow(stop)]
    tasks = [asyncio.create_task(one) for one in running]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)
