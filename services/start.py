"""The program `gonghui`: loads what it is made of, then does what it was asked."""

from collections.abc import Sequence

from services.uncollected import uncollected


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status of `services.cli.main`."""
    with uncollected():
        from services.cli import main as run  # noqa: PLC0415 # the point of it
    return run(argv)
