"""Verbs that look after the books' backups: what there is, restoring, proving what was restored, the drill."""

import argparse
import sys

import msgspec

from services.audit.fsck_report import Part
from services.backups import SegmentMissing, Shelf, ShelfUnusable
from services.backups.drill import Drill
from services.backups.expiring import expire
from services.backups.manifest import ManifestUnusable
from services.backups.positions import NotKnown, NotStored, Stored, asked_of_copy, stored_at
from services.backups.programs import NoPrograms
from services.backups.restoring import FolderInUse, lay_out
from services.backups.retention import Terms
from services.backups.scratch import NotStarted
from services.backups.shelf import BaseBackup, NoBaseBackup, newest_for
from services.backups.standing import verdict_of
from services.backups.stock import stock_of
from services.backups.targets import PointUnusable, Target
from services.backups.unpacking import BaseDamaged, examine
from services.cli.backups_telling import say, tell_drill, tell_stock, tell_verdict
from services.cli.ready import ready, unit_named
from services.clock import CHINA
from services.settings import Settings
from services.words.backups import BACKUPS, RESTORE


async def backups(settings: Settings, arguments: argparse.Namespace) -> int:
    """Say what there is; 1 where something could not be restored from it."""
    shelf = _shelf(settings)
    if shelf is None:
        return _fault(BACKUPS["no_folder"])
    status, are_whole = 0, True
    if arguments.verify is not None:
        are_whole = _verify(shelf, arguments.verify)
        status = 0 if _verify_log(shelf) and are_whole else 1
    if arguments.prune and are_whole:
        _prune(shelf, settings, arguments)
        shelf = Shelf(shelf.folder)
    elif arguments.prune:
        _fault(BACKUPS["not_pruned"])
    stock = stock_of(shelf, settings)
    if arguments.json:
        say(msgspec.json.encode(stock).decode())
    else:
        tell_stock(stock)
    return status or (0 if stock.is_whole else 1)


async def restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Unpack a base backup; PostgreSQL recovers from the archive when it is started."""
    shelf = _shelf(settings)
    if shelf is None:
        return _fault(BACKUPS["no_folder"])
    if (arguments.union is None) != (arguments.position is None):
        return _fault(RESTORE["position_needed"])
    try:
        return await _restore(settings, shelf, arguments)
    except (NoBaseBackup, SegmentMissing, ManifestUnusable, BaseDamaged) as hindrance:
        _fault(_hindrance(hindrance))
        return 1
    except FolderInUse:
        return _fault(RESTORE["folder_in_use"].format(folder=arguments.folder))
    except PointUnusable:
        return _fault(RESTORE["point_unusable"])
    except NoPrograms as missing:
        return _fault(RESTORE["programs_missing"].format(major=missing.major))
    except NotStarted as failed:
        _fault(RESTORE["not_started"].format(lines="\n".join(failed.lines)))
        return 1
    except LookupError:
        return _fault(RESTORE["owner_unknown"].format(owner=arguments.owner))


async def restored(settings: Settings, arguments: argparse.Namespace) -> int:
    """Check restored books against a checkpoint from outside; 1 where they lack something or are others."""
    async with ready(settings) as books:
        codes = {unit.unit_id: unit.code for unit in await books.directory.units()}
        verdict = await verdict_of(
            books.pools.auditor, books.fsck, arguments.held, without=_left_out(arguments)
        )
    if arguments.json:
        say(msgspec.json.encode(verdict._asdict()).decode())
    else:
        tell_verdict(verdict, arguments.held, codes, is_on_purpose=arguments.on_purpose)
    is_lacking = verdict.is_lacking and not arguments.on_purpose
    return 1 if is_lacking or verdict.is_fork or not verdict.report.sound else 0


async def drill(settings: Settings, arguments: argparse.Namespace) -> int:
    """Restore the newest backup aside and check it; 1 where the books could not be brought back whole."""
    shelf = _shelf(settings)
    if shelf is None:
        return _fault(BACKUPS["no_folder"])
    async with ready(settings) as books:
        made = Drill(
            books,
            ready,
            patience_seconds=arguments.patience,
            scratch=arguments.scratch,
            without=_left_out(arguments),
        )
        report = await made.run(shelf, arguments.held)
    if arguments.json:
        say(msgspec.json.encode(report).decode())
    else:
        tell_drill(report)
    return 0 if report.sound else 1


async def _restore(settings: Settings, shelf: Shelf, arguments: argparse.Namespace) -> int:
    target = Target(moment=arguments.moment, point=arguments.point, is_alone=arguments.alone)
    until = arguments.moment
    if arguments.union is not None:
        stored = await _stored(settings, shelf, arguments)
        if stored is None:
            return 2
        target, until = Target(transaction=stored.transaction), stored.recorded_at
    laid = lay_out(
        shelf,
        arguments.folder,
        target,
        base=newest_for(shelf, until=until, name=arguments.base),
        owner=arguments.owner,
        is_up_to_gap=arguments.up_to_gap,
    )
    say(
        RESTORE["laid_out"].format(
            name=laid.base.name, files=laid.compared.files, folder=arguments.folder
        )
    )
    return 0


async def _stored(settings: Settings, shelf: Shelf, arguments: argparse.Namespace) -> Stored | None:
    """Ask a copy of everything which transaction a position belongs to; says why where there is none."""
    place = {"code": arguments.union, "position": arguments.position}

    async def ask(copied: Settings) -> Stored | None:
        async with ready(copied) as books:
            unit = await unit_named(books, arguments.union)
            if unit is None:
                return None
            return await stored_at(books.pools.auditor, unit.unit_id, arguments.position)

    say(RESTORE["searching"])
    try:
        stored = await asked_of_copy(settings, shelf, ask, scratch=arguments.scratch)
    except NotStored as unknown:
        _fault(RESTORE["position_unknown"].format(reached=unknown.reached, **place))
        return None
    except NotKnown:
        _fault(RESTORE["position_copied"].format(**place))
        return None
    if stored is not None:
        told = stored.recorded_at.astimezone(CHINA).isoformat()
        say(RESTORE["position_found"].format(recorded_at=told, **place))
    return stored


def _hindrance(hindrance: Exception) -> str:
    match hindrance:
        case SegmentMissing(name=name):
            return RESTORE["segment_missing"].format(segment=name)
        case BaseDamaged(faults=faults):
            return RESTORE["base_damaged"].format(faults=", ".join(faults))
        case ManifestUnusable():
            return RESTORE["manifest_unusable"]
        case _:
            return RESTORE["no_base"]


def _prune(shelf: Shelf, settings: Settings, arguments: argparse.Namespace) -> None:
    terms = Terms(arguments.daily, arguments.monthly, arguments.keystore_days)
    removed = expire(shelf, settings.keystore_backups, terms)
    for name in removed:
        say(BACKUPS["pruned"].format(name=name))
    if not removed:
        say(BACKUPS["nothing_to_prune"])


def _verify(shelf: Shelf, wanted: str) -> bool:
    """Read base backups to their ends; False where one is damaged or not there."""
    try:
        chosen = shelf.bases if wanted == "all" else [_one_base(shelf, wanted)]
    except NoBaseBackup:
        _fault(BACKUPS["no_base"])
        return False
    are_whole = True
    for base in chosen:
        try:
            compared = examine(base)
        except BaseDamaged as damaged:
            are_whole = False
            faults = ", ".join(damaged.faults)
            say(BACKUPS["damaged"].format(name=base.name, faults=faults))
        except ManifestUnusable:
            are_whole = False
            say(f"{base.name}: {BACKUPS['manifest_unusable']}")
        else:
            say(BACKUPS["verified"].format(name=base.name, **compared._asdict()))
    return are_whole


def _verify_log(shelf: Shelf) -> bool:
    """Read the archived log to its end; False where a segment is damaged."""
    damaged_segments = shelf.damaged_segments()
    for segment in damaged_segments:
        say(BACKUPS["segment_damaged"].format(segment=segment))
    if not damaged_segments:
        say(BACKUPS["archive_verified"].format(count=len(shelf.archived)))
    return not damaged_segments


def _one_base(shelf: Shelf, wanted: str) -> BaseBackup:
    if wanted != "newest":
        return newest_for(shelf, name=wanted)
    if not shelf.bases:
        raise NoBaseBackup
    return shelf.bases[-1]


def _shelf(settings: Settings) -> Shelf | None:
    try:
        return None if settings.backups is None else Shelf(settings.backups)
    except ShelfUnusable:
        return None


def _left_out(arguments: argparse.Namespace) -> tuple[Part, ...]:
    return ("ledgers",) if arguments.no_ledgers else ()


def _fault(words: str) -> int:
    sys.stderr.write(words + "\n")
    return 2
