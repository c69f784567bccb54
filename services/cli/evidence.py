"""Verbs for what auditors take home: the bundle of a union or of a whole federation, and the offline verifier."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from services.audit import NoSuchCheckpoint, NotCovered, offline_verifier
from services.audit.bundle import Written
from services.cli.ready import ready, unit_named
from services.cli.replacing import replacing
from services.commands.founding import federation_id_of
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS


async def bundle(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the bundle of one union, or of a federation's own log and each of its units."""
    async with ready(settings) as books:
        if arguments.federation is not None:
            return await _of_federation(books, arguments)
        unit = await unit_named(books, arguments.union or "")
        if unit is None:
            return 2
        return await _write(books, arguments, unit.unit_id, arguments.file)


async def verifier(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the offline verifier out as it is; a file that is there is replaced."""
    source = _source()
    arguments.file.write_bytes(source)
    sys.stdout.write(f"{arguments.file} {len(source)} bytes\n")
    return 0


async def _of_federation(books: Wired, arguments: argparse.Namespace) -> int:
    """Go on after a unit that no checkpoint covers, and say so in the end."""
    federation_id = federation_id_of(arguments.federation)
    if federation_id not in {one.federation_id for one in await books.directory.federations()}:
        sys.stderr.write(CLI_FAULTS["federation_unknown"].format(code=arguments.federation) + "\n")
        return 2
    unions = {arguments.federation: federation_id} | {
        unit.code: unit.unit_id
        for unit in await books.directory.units()
        if unit.federation_id == federation_id
    }
    arguments.file.mkdir(parents=True, exist_ok=True)
    status = 0
    for number, (code, union_id) in enumerate(unions.items()):
        name = "federation" if number == 0 else _file_name(code, union_id)
        status |= await _write(books, arguments, union_id, arguments.file / f"{name}.zip")
    return status


def _file_name(code: str, union_id: UUID) -> str:
    """A code is free text: one that is no plain name gives way to the id."""
    is_plain = code.isascii() and code.replace("-", "").isalnum() and code != "federation"
    return code if is_plain else str(union_id)


async def _write(books: Wired, arguments: argparse.Namespace, union_id: UUID, file: Path) -> int:
    try:
        written = await _replace(books, arguments, union_id, file)
    except NoSuchCheckpoint:
        sys.stderr.write(CLI_FAULTS["checkpoint_missing"] + "\n")
        return 1
    except NotCovered:
        sys.stderr.write(CLI_FAULTS["union_not_covered"].format(name=file.name) + "\n")
        return 1
    sys.stdout.write(f"{file} position {written.position} checkpoint {written.short_code}\n")
    return 0


async def _replace(
    books: Wired, arguments: argparse.Namespace, union_id: UUID, file: Path
) -> Written:
    name = await books.bundles.name(union_id, checkpoint=arguments.checkpoint, held=arguments.held)
    with replacing(file) as opened:
        return await books.bundles.write(union_id, name, opened)


def _source() -> bytes:
    return Path(offline_verifier.__file__).read_bytes()
