"""Proves an erasure: searches everything that lives for what was erased, and says what it cannot cover."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from services.store.scanning import (
    Found,
    joined,
    search_database,
    search_files,
    search_folders,
)

ALWAYS_BEYOND: Final = (
    "backups and archived write-ahead log: complete when the last one that holds the keys has expired",
    "compressed rows in the files of the databases: their contents are searched as rows",
    "copies that were printed, exported or sent before",
)


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """`found` is empty where nothing of what was sought is left in what was covered."""

    found: list[Found]
    covered: list[str]
    not_covered: list[str]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.found


async def scan(
    addresses: Iterable[str | None],
    needles: Mapping[str, bytes],
    folders: Iterable[Path] = (),
) -> Scan:
    """Search databases by their administrators' addresses, their files, and folders of logs and exports."""
    parts, beyond = [], []
    for address in addresses:
        if address is None:
            beyond.append("the key store: it is elsewhere, search it there")
            continue
        parts.append(await search_database(address, needles))
        parts.append(await search_files(address, needles))
    parts.append(await asyncio.to_thread(search_folders, list(folders), needles))
    every = joined(parts)
    return Scan(
        found=every.found,
        covered=every.covered,
        not_covered=[*every.not_covered, *beyond, *ALWAYS_BEYOND],
    )
