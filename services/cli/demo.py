"""`gonghui demo`: a county's workbooks become books, are shown, live through a year, and are served."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from services.accounts.api_keys import NewKey
from services.auth import new_key_id
from services.cli.importing import refusal_line, run_county
from services.cli.ready import OPERATOR, console, ready, today
from services.cli.tables import print_ledger_totals, print_rollup
from services.demonstration import play, read_script
from services.demonstration.appointments import people_of
from services.demonstration.script import Script
from services.exporters.totals import ledger_totals, totals_document
from services.importers.county_import import CountyReport, UnitListUnusable
from services.importers.report import Refusal
from services.reads.directory import UnitListed
from services.settings import Settings
from services.wiring import Wired
from services.words.access import ROLES
from services.words.cli import CLI

_KEYS_VALID_FOR = timedelta(days=30)
_OFFLINE = (
    "gonghui bundle --federation {code} --held {size} -o audit",
    "gonghui verifier -o verify.py",
    "python3 verify.py audit/*.zip --held {short_code} --key {key}",
)
"""What it takes to repeat the audit anywhere: the bundles, the verifier, and a code on paper."""
_REFUSAL_FIELDS = ("file", "sheet", "row", "column", "kind")


async def demo(settings: Settings, arguments: argparse.Namespace) -> int:
    """Import, show the books, tell the year, print keys and a checkpoint; with --once end with one JSON line."""
    async with ready(settings) as books:
        try:
            report = await run_county(books, arguments.county)
        except UnitListUnusable as fault:
            for refusal in fault.refused:
                sys.stderr.write(refusal_line(refusal))
            return 1
        document = await _show(books, report, arguments.year)
        script = arguments.county.parent / "year.toml"
        if script.exists() and not arguments.workbooks_only:
            await _tell_the_year(books, report, script)
            await _print_people(books, report, read_script(script))
        await _print_keys(books, report)
        await _print_evidence(books, report)
    if arguments.once:
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    else:
        place = {"host": settings.http_host, "port": settings.http_port}
        sys.stdout.write(CLI["serving"].format(**place) + "\n")
    sys.stdout.flush()
    return 0


async def _show(books: Wired, report: CountyReport, year: int) -> dict[str, Any]:
    units = [
        unit for unit in await books.directory.units() if unit.federation_id == report.federation_id
    ]
    name = next(
        listed.name
        for listed in await books.directory.federations()
        if listed.federation_id == report.federation_id
    )
    rolled = await books.rollup.year([unit.unit_id for unit in units], year)
    summed = {
        unit.unit_id: await ledger_totals(books.ledgers, unit.unit_id, year) for unit in units
    }
    screen = console()
    print_rollup(screen, rolled, units, name=name)
    print_ledger_totals(screen, rolled, units, summed)
    screen.print(CLI["refused_title"].format(count=len(report.refused)))
    for refusal in report.refused:
        sys.stdout.write(refusal_line(refusal))
    return {
        **totals_document(rolled, units),
        "refused": [_listed(refusal) for refusal in report.refused],
    }


async def _tell_the_year(books: Wired, report: CountyReport, script: Path) -> None:
    """Let the units' year in the books happen: none of it changes what the workbooks said."""
    sys.stdout.write(CLI["story"] + "\n")
    await play(
        books,
        report.federation_id,
        read_script(script),
        lambda unit: sys.stdout.write(f"  {unit}\n"),
    )


async def _print_people(books: Wired, report: CountyReport, script: Script) -> None:
    """Say who may log in as what, each with a code that opens once."""
    unit = next(unit for unit in await _units(books, report) if unit.code in script.left_open)
    sys.stdout.write(CLI["people_title"].format(unit=unit.name) + "\n")
    told = people_of(
        books, script, federation_id=report.federation_id, unit_id=unit.unit_id, day=today()
    )
    async for one in told:
        code = one.code or CLI["people_begun"]
        sys.stdout.write(f"  {one.login:16} {code:20} {ROLES[one.role]}\n")


async def _units(books: Wired, report: CountyReport) -> list[UnitListed]:
    return sorted(
        (u for u in await books.directory.units() if u.federation_id == report.federation_id),
        key=lambda unit: unit.code,
    )


async def _print_keys(books: Wired, report: CountyReport) -> None:
    """Fresh keys each time: what is stored cannot be shown again."""
    units = await _units(books, report)
    sys.stdout.write(CLI["keys_title"] + "\n")
    holders = [("county", report.federation_id, ""), ("auditor", report.federation_id, "")]
    holders += [("unit", unit.unit_id, f"{unit.code} {unit.name}") for unit in units[:2]]
    for role, union_id, label in holders:
        issued = await books.accounts.keys.issue(
            NewKey(
                place_id=union_id,
                role=role,  # type: ignore[arg-type] # the three words above are roles
                label=f"demo {role}",
                valid_for=_KEYS_VALID_FOR,
                key_id=new_key_id(),
            ),
            OPERATOR,
            may_sign=True,
        )
        sys.stdout.write(f"  {role:8} {union_id} {label} {issued.text}\n")


async def _print_evidence(books: Wired, report: CountyReport) -> None:
    """Take a checkpoint of everything told so far, and say how to check the books against it without us."""
    checkpoint = (await books.checkpointer.take()).checkpoint
    if checkpoint is None:
        return
    told = {
        "code": await _code(books, report),
        "size": checkpoint.size,
        "short_code": checkpoint.short_code,
        "key": books.signing.own.public.text,
    }
    sys.stdout.write(CLI["evidence"].format(**told) + "\n")
    for command in _OFFLINE:
        sys.stdout.write(f"  {command.format(**told)}\n")


async def _code(books: Wired, report: CountyReport) -> str:
    return next(
        listed.code
        for listed in await books.directory.federations()
        if listed.federation_id == report.federation_id
    )


def _listed(refusal: Refusal) -> dict[str, Any]:
    return {field: getattr(refusal, field) for field in _REFUSAL_FIELDS}
