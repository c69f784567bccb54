"""What may be typed after the verbs for installations that grow: partitions, a pooler."""

import argparse

from services.store.migrate import PATIENCE_SECONDS
from services.store.partitions import MOST


def add_growing_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `repartition` and `pooler-users`."""
    verbs.add_parser(
        "pooler-users", help="print the list of users for a PgBouncer (deploy/growing.md)"
    )
    anew = verbs.add_parser(
        "repartition", help="lay events and commands out in hash partitions by union, while serving"
    )
    anew.add_argument(
        "partitions", type=a_number_of_partitions, metavar="N", help="0: one plain table each"
    )
    anew.add_argument(
        "--patience",
        type=float,
        default=PATIENCE_SECONDS,
        metavar="SECONDS",
        help="how long to try for the moment in which the names change places",
    )


def a_number_of_partitions(written: str) -> int:
    """Read a number of partitions; argparse refuses any other text."""
    number = int(written)
    if not 0 <= number <= MOST:
        raise ValueError
    return number
