"""What may be typed after the verb that changes tables."""

import argparse

from services.cli.growing_arguments import a_number_of_partitions
from services.store.history import Stage
from services.store.migrate import PATIENCE_SECONDS


def add_upgrading_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `migrate`."""
    migrate = verbs.add_parser("migrate", help="create or update schema, key store and roles")
    what = migrate.add_mutually_exclusive_group()
    what.add_argument(
        "--stage",
        choices=[stage.value for stage in Stage],
        help="pre: beside the old code, as by default; post: once the old code is gone",
    )
    what.add_argument(
        "--check", action="store_true", help="print what would run, exit 1 where anything would"
    )
    migrate.add_argument(
        "--partitions",
        type=a_number_of_partitions,
        metavar="N",
        help="lay an installation without events out in hash partitions (deploy/growing.md)",
    )
    migrate.add_argument(
        "--patience",
        type=float,
        default=PATIENCE_SECONDS,
        metavar="SECONDS",
        help="how long to try for a lock that somebody holds; nobody waits behind it meanwhile",
    )
