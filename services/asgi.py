"""The ASGI entry point: `granian --interface asgi --factory services.asgi:app`."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from services.accounts.housekeeping import keep_tidy
from services.audit.ages import Attested
from services.http.app import Opening, build
from services.http.health import Health
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.log import configure
from services.pages.answering import tell_browser
from services.pages.fitness import refuse_unfit
from services.pages.routes import handlers
from services.settings import Settings, read_settings
from services.wiring import Wired, wired


def app() -> Litestar:
    """Return the application of this process, set up by the environment."""
    configure()
    return create_app(read_settings(os.environ))


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
            if not follow:
                yield parts_of(made, metrics)
                return
            async with _following(made):
                yield parts_of(made, metrics)

    return opening


def parts_of(made: Wired, metrics: Metrics) -> Parts:
    """Return what the API works with."""
    pools = made.pools
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
            attested=Attested(pools.auditor, [key.name for key in made.cosignatures.witnesses]),
        ),
        metrics=metrics,
    )


@asynccontextmanager
async def _following(made: Wired) -> AsyncIterator[None]:
    """Run follower and checkpoints beside the requests, and let them end their round."""
    stop = asyncio.Event()
    tasks = [
        asyncio.create_task(made.follower.follow(stop)),
        asyncio.create_task(made.checkpointer.follow(stop)),
        asyncio.create_task(made.import_runner.follow(stop)),
        asyncio.create_task(keep_tidy(made.accounts.credentials, made.attachments, stop)),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)
