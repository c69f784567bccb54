"""`gonghui import county` and `gonghui import file`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.progress import Progress

from domain.union.commands import KeepVocabulary
from services.cli.ready import OPERATOR, console, ready, today, unit_named
from services.commands import Asked
from services.commands.founding import Founder
from services.identifiers import new_id
from services.importers.county_import import CountyImporter, CountyReport, UnitListUnusable
from services.importers.file_import import FileImporter, Import
from services.importers.report import FileReport, Refusal, Remark
from services.importers.template_workbook import template as made_template
from services.importers.vocabulary import VocabularyRefused, merge
from services.reads.directory import UnitListed
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI
from services.words.workbooks import VOCABULARY_REASONS


async def import_county(settings: Settings, arguments: argparse.Namespace) -> int:
    """Import a county's folder. 0 when it ran through, whatever rows it had to refuse."""
    async with ready(settings) as books:
        try:
            report = await run_county(books, arguments.folder, arguments.vocabulary)
        except UnitListUnusable as fault:
            return _unusable(fault.refused, arguments.report)
        except VocabularyRefused as fault:
            return _vocabulary_refused(fault)
    write_report(arguments.report, report.refused)
    for file in report.files:
        _tell(file)
    return 0


async def run_county(books: Wired, folder: Path, vocabulary: Sequence[Path] = ()) -> CountyReport:
    """Import a county's folder under a progress bar."""
    importer = CountyImporter(Founder(books.desk), FileImporter(books.desk, books.vault))
    with Progress(console=console(), transient=True) as progress:
        task = progress.add_task(CLI["importing"].format(name=folder.name), total=None)

        def told(name: str, done: int, of: int) -> None:
            text = CLI["importing"].format(name=name)
            progress.update(task, description=text, completed=done, total=of)

        return await importer.run(
            folder,
            actor=OPERATOR,
            today=today(),
            vocabulary=[path.read_text("utf-8-sig") for path in vocabulary],
            told=told,
        )


async def import_file(settings: Settings, arguments: argparse.Namespace) -> int:
    """Import one workbook. 0 when it was taken (or would be), 1 when it was not."""
    texts = [path.read_text("utf-8-sig") for path in arguments.vocabulary]
    async with ready(settings) as books:
        unit = await unit_named(books, arguments.union)
        if unit is None:
            return 2
        files = FileImporter(books.desk, books.vault)
        try:
            words = merge([*await files.own_words(unit.unit_id), *texts])
        except VocabularyRefused as fault:
            return _vocabulary_refused(fault)
        if arguments.keep_vocabulary and not arguments.dry_run:
            await _keep(books, unit, texts)
        report = await files.run(
            Import(
                union_id=unit.unit_id,
                name=str(arguments.file),
                content=arguments.file.read_bytes(),
                actor=OPERATOR,
                today=today(),
                vocabulary=words,
                kind=arguments.kind,
                skip_refused=arguments.skip_refused,
                dry_run=arguments.dry_run,
            )
        )
    write_report(arguments.report, report.refused)
    _tell(report)
    whole = arguments.dry_run and (not report.refused or arguments.skip_refused)
    return 0 if report.committed or whole else 1


async def template(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the official template of a kind of workbook; needs no books."""
    arguments.file.write_bytes(made_template(arguments.kind))
    sys.stdout.write(f"{arguments.file}\n")
    return 0


def refusal_line(refusal: Refusal) -> str:
    """Return a refusal as one line for people."""
    near = f"（相近：{'、'.join(refusal.nearest)}）" if refusal.nearest else ""
    place = f"{refusal.sheet} {refusal.column}{refusal.row or ''}".strip()
    word = f"「{refusal.text}」" if refusal.text else ""
    return f"  {refusal.file} {place} {refusal.kind} {word}{refusal.reason}{near}\n"


def remark_line(remark: Remark) -> str:
    """Return what was not read, and what it may have meant, as one line for people."""
    near = f"（相近：{'、'.join(remark.nearest)}）" if remark.nearest else ""
    place = f"{remark.sheet} {remark.column}{remark.row or ''}".strip()
    return f"  {remark.file} {place} {remark.kind} {remark.reason} {remark.text}{near}\n"


def write_report(path: Path | None, refused: Sequence[Refusal]) -> None:
    """Write the refused rows as a list, in the structure of `refused` in the samples, with reasons."""
    if path is not None:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(refused), indent=1) + b"\n")


async def _keep(books: Wired, unit: UnitListed, texts: Sequence[str]) -> None:
    toml = "\n".join(texts)
    command = KeepVocabulary(occurred_on=today(), toml=toml)
    await books.desk.carry_out(
        Asked(
            union_id=unit.unit_id,
            command_id=new_id(),
            actor=OPERATOR,
            request=toml.encode(),
            groups=[[command]],
        )
    )


def _tell(report: FileReport) -> None:
    sys.stdout.write(_line(report))
    for refusal in report.refused:
        sys.stdout.write(refusal_line(refusal))
    for remark in report.notes:
        sys.stdout.write(remark_line(remark))


def _line(report: FileReport) -> str:
    done = "committed" if report.committed else "not committed"
    again = ", as before" if report.repeated else ""
    return (
        f"{report.file} [{report.kind}] {done}{again}: {report.rows_read} read, "
        f"{report.rows_accepted} accepted, {len(report.refused)} refused\n"
    )


def _unusable(refused: Sequence[Refusal], path: Path | None) -> int:
    write_report(path, refused)
    for refusal in refused:
        sys.stderr.write(refusal_line(refusal))
    return 1


def _vocabulary_refused(fault: VocabularyRefused) -> int:
    near = f"（相近：{'、'.join(fault.nearest)}）" if fault.nearest else ""
    sys.stderr.write(f"{VOCABULARY_REASONS[fault.kind]} [{fault.where}] {fault.entry}{near}\n")
    return 2
