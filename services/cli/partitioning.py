"""Verb `repartition`, and what `migrate --partitions` asks of it: the log in hash partitions by union."""

import argparse
import sys
import time

from services.settings import Settings
from services.store.migrate import MigrationBlocked
from services.store.partitions import NotEmpty, NotWhole, partition_empty, repartition
from services.words.partitioning import PARTITIONING


async def lay_out_empty(settings: Settings, partitions: int) -> int:
    """Lay out an installation that has no events yet; exit status 1 where it has."""
    try:
        await partition_empty(settings, partitions)
    except NotEmpty:
        return _refused("not_empty", partitions=partitions)
    except MigrationBlocked:
        return _refused("blocked")
    except NotWhole:
        return _refused("not_whole")
    return 0


async def lay_out_anew(settings: Settings, arguments: argparse.Namespace) -> int:
    """Lay out the events there are anew, beside those that serve; exit status 1 where somebody holds them."""
    begun = time.monotonic()
    try:
        done = await repartition(
            settings, arguments.partitions, patience_seconds=arguments.patience
        )
    except MigrationBlocked:
        return _refused("blocked")
    except NotWhole:
        return _refused("not_whole")
    seconds = time.monotonic() - begun
    sys.stdout.write(
        PARTITIONING["done"].format(
            partitions=done.partitions,
            events=done.events,
            last=done.events_under_lock,
            seconds=f"{seconds:.1f}",
        )
        + "\n"
    )
    return 0


def _refused(message: str, **values: object) -> int:
    sys.stderr.write(PARTITIONING[message].format(**values) + "\n")
    return 1
