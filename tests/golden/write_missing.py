"""Writes the golden files of new events: `python -m tests.golden.write_missing`.

A golden file is what a stored event looks like. It is written once and never edited: when an event
changes, its schema version is raised, the old file stays, and an upcaster lifts it.
"""

import sys
from pathlib import Path

from domain.encoding import encode
from tests.support.samples_of import samples

FOLDER = Path(__file__).parent / "events"


def write_missing(folder: Path = FOLDER) -> list[str]:
    """Write the files that are not there yet; return their names."""
    written = []
    for stem, event in samples().items():
        path = folder / f"{stem}.json"
        if not path.exists():
            path.write_bytes(encode(event))
            written.append(path.name)
    return written


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}\n" for name in write_missing())
