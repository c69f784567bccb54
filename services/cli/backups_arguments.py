"""What may be typed after the verbs that look after the books' backups."""

import argparse
from datetime import datetime
from pathlib import Path

from services.audit.held import HeldMalformed
from services.backups.witnessed import Witnessed, read_witnessed

_DAILY, _MONTHLY, _KEYSTORE_DAYS = 30, 12, 14


def add_backup_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what there is, restoring, proving and the drill."""
    _backups(verbs)
    _restore(verbs)
    restored = verbs.add_parser(
        "restored", help="check restored books and say what they lack; 1 where anything is amiss"
    )
    _held(restored)
    restored.add_argument(
        "--on-purpose",
        action="store_true",
        help="an earlier moment was wanted: lacking is no fault",
    )
    _checking(restored)
    drill = verbs.add_parser(
        "drill", help="restore the newest backup aside, check it, keep the report"
    )
    _held(drill)
    drill.add_argument(
        "--scratch", type=Path, default=None, metavar="DIR", help="where the copy goes"
    )
    drill.add_argument(
        "--patience", type=int, default=180, metavar="SECONDS", help="how long archiving may take"
    )
    _checking(drill)


def _backups(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backups = verbs.add_parser("backups", help="what backups there are, and what they give back")
    backups.add_argument("--json", action="store_true")
    backups.add_argument(
        "--verify",
        nargs="?",
        const="newest",
        default=None,
        metavar="NAME",
        help="read a base backup (the newest; `all`) and the archived log to their ends",
    )
    backups.add_argument("--prune", action="store_true", help="remove what its term has passed")
    backups.add_argument("--daily", type=_count, default=_DAILY, metavar="DAYS")
    backups.add_argument("--monthly", type=_count, default=_MONTHLY, metavar="MONTHS")
    backups.add_argument("--keystore-days", type=_count, default=_KEYSTORE_DAYS, metavar="DAYS")


def _restore(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    restore = verbs.add_parser(
        "restore",
        help="unpack a base backup into an empty folder, ready to recover from the archive",
    )
    restore.add_argument("folder", type=Path, metavar="DIR", help="PostgreSQL's data directory")
    whither = restore.add_mutually_exclusive_group()
    whither.add_argument(
        "--moment", type=_moment, default=None, metavar="INSTANT", help="with its offset"
    )
    whither.add_argument("--union", default=None, metavar="CODE", help="with --position")
    whither.add_argument("--point", default=None, metavar="NAME", help="a named restore point")
    whither.add_argument("--alone", action="store_true", help="the base backup without the archive")
    restore.add_argument("--position", type=_count, default=None, metavar="N")
    restore.add_argument("--base", default=None, metavar="NAME", help="which base backup")
    restore.add_argument("--owner", default=None, metavar="USER", help="whose the folder becomes")
    restore.add_argument("--scratch", type=Path, default=None, metavar="DIR", help="for --position")
    restore.add_argument(
        "--up-to-gap", action="store_true", help="where the archive has a gap, what lies before it"
    )


def _held(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--held",
        type=_witnessed,
        default=None,
        metavar="FILE|SIZE:ROOT",
        help="a checkpoint from outside, best by `gonghui witness-held --heads`",
    )


def _checking(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true")
    verb.add_argument(
        "--no-ledgers", action="store_true", help="do not replay every ledger; the report says so"
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("an instant needs its offset, as in +08:00")
    return moment


def _witnessed(text: str) -> Witnessed:
    try:
        return read_witnessed(text)
    except HeldMalformed:
        raise argparse.ArgumentTypeError("neither a witness's file nor SIZE:ROOT") from None
