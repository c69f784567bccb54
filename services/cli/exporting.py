"""The verb that writes a year's books for an auditor's software."""

import argparse
import sys

from services.cli.difference import PositionAhead, position_of
from services.cli.ready import ready, unit_named
from services.exporters.audit_data import export_of
from services.settings import Settings
from services.words.cli import CLI_FAULTS


async def export(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write one profile of one union's year as a zip; says what the zip shows."""
    async with ready(settings) as books:
        unit = await unit_named(books, arguments.union)
        if unit is None:
            return 2
        try:
            position = await position_of(books, unit.unit_id, arguments.known_at)
        except PositionAhead as ahead:
            sys.stderr.write(CLI_FAULTS["position_ahead"].format(position=ahead.position) + "\n")
            return 2
        archive = await export_of(
            books.ledgers,
            books.log,
            unit.unit_id,
            profile=arguments.format,
            year=arguments.year,
            position=position,
        )
    arguments.file.write_bytes(archive)
    sys.stdout.write(f"{arguments.file} {len(archive)} bytes, position {position}\n")
    return 0
