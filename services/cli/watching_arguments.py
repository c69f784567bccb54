"""What may be typed after the verbs of whoever watches over an installation."""

import argparse


def add_watching_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `parked`."""
    parked = verbs.add_parser("parked", help="ledgers that stand still; exit 1 where any does")
    parked.add_argument(
        "--retry", nargs=2, metavar=("UNIT", "LEDGER"), help="let one go on from where it stopped"
    )
