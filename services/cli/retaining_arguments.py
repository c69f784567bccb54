"""What may be typed after `gonghui retention`."""

import argparse
from datetime import date
from pathlib import Path


def add_retention_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the list of what has had its time."""
    retention = verbs.add_parser(
        "retention", help="what has been kept as long as it must be; -o: the list to destroy it by"
    )
    retention.add_argument("--union", default=None, metavar="CODE", help="all when none is named")
    retention.add_argument("--on", type=date.fromisoformat, default=None, metavar="DATE")
    retention.add_argument("--all", action="store_true", help="also what is not over yet")
    form = retention.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument(
        "-o", dest="file", type=Path, default=None, metavar="FILE.xlsx", help="of one union"
    )
