"""Daily copies of the key store in their own folder: `keystore-20261121T180000Z`, as the nightly job names them."""

import re
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from services.backups.shelf import moment_of

_NAME: Final = re.compile(r"\Akeystore-(\d{8}T\d{6}Z)\Z")


class KeystoreCopy(NamedTuple):
    """One copy, and the moment in its name."""

    file: Path
    made_at: datetime


def keystore_copies(folder: Path) -> list[KeystoreCopy]:
    """Return the copies in a folder, oldest first."""
    named = ((file, _NAME.match(file.name)) for file in sorted(folder.glob("keystore-*")))
    return [KeystoreCopy(file, moment_of(match[1])) for file, match in named if match is not None]
