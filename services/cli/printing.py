"""The form of `ledger` that writes a PDF."""

import asyncio
import sys
from pathlib import Path

from services.exporters.ledgers import LedgerTable
from services.exporters.prints import PrintFailed, typeset
from services.exporters.prints.ledger_paper import ledger_paper
from services.exporters.prints.stand import stand_at
from services.reads.directory import UnitListed
from services.wiring import Wired
from services.words.prints import PRINT_PROBLEMS


async def ledger_as_pdf(books: Wired, unit: UnitListed, table: LedgerTable, file: Path) -> int:
    """Write a ledger as PDF; 2 where it cannot be typeset, with what to do about it."""
    stand = await stand_at(books.log, unit.unit_id, table.footer.position)
    paper = ledger_paper(table, unit.unit_id, stand)
    try:
        content = await asyncio.to_thread(typeset, paper, dated=stand.recorded_at)
    except PrintFailed as failed:
        reason = PRINT_PROBLEMS[f"print.{failed.fault}"]
        sys.stderr.write(f"{reason.what}。{reason.mend}\n")
        return 2
    await asyncio.to_thread(file.write_bytes, content)
    sys.stdout.write(f"{file} {len(content)} bytes, position {stand.position}\n")
    return 0
