"""A disk that can be filled: a small file system in memory, mounted for a data directory (assurance F12)."""

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_BLOCK: Final = bytes(1 << 20)
_SPARE_MEGABYTES: Final = 96
"""What the data directory may grow by: a few segments of WAL and the rows of a minute."""


class NoSmallDisk(Exception):
    """Nothing can be mounted on this machine."""


class SmallDisk:
    """A mounted file system and the ballast in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no byte."""
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(_BLOCK)

    def make_room(self) -> None:
        """Give the bytes back."""
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path, like: Path) -> Iterator[SmallDisk]:
    """Mount a disk with little more room than a folder needs; raises NoSmallDisk."""
    used = sum(file.stat().st_size for file in like.rglob("*") if file.is_file())
    folder.mkdir()
    size = f"size={used // (1 << 20) + _SPARE_MEGABYTES}m"
    mounted = subprocess.run(  # noqa: S603 # a fixed program
        ["/bin/mount", "-t", "tmpfs", "-o", size, "none", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        raise NoSmallDisk(mounted.stderr.decode().strip())
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=False, capture_output=True)  # noqa: S603
