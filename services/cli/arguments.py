"""What may be typed after `gonghui`."""

import argparse
from datetime import date, datetime
from pathlib import Path

from domain.irregularity.rules import RULES
from domain.period import MONTHS_PER_YEAR, is_month
from domain.roles import ROLES_OF
from services.cli.backups_arguments import add_backup_verbs
from services.cli.deploy_arguments import add_deploy_verbs
from services.cli.growing_arguments import add_growing_verbs
from services.cli.held import held_typed
from services.cli.keystore_arguments import add_keystore_verbs
from services.cli.moving_arguments import add_moving_verbs
from services.cli.retaining_arguments import add_retention_verb
from services.cli.upgrading_arguments import add_upgrading_verbs
from services.cli.watching_arguments import add_watching_verbs
from services.importers.columns import TABLES_OF


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    root = argparse.ArgumentParser(prog="gonghui", description="The books of grassroots unions.")
    verbs = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    _running(verbs)
    _importing(verbs)
    _reading(verbs)
    _auditing(verbs)
    _witnessing(verbs)
    _evidence(verbs)
    add_keystore_verbs(verbs)
    add_moving_verbs(verbs)
    add_retention_verb(verbs)
    add_watching_verbs(verbs)
    add_deploy_verbs(verbs)
    add_backup_verbs(verbs)
    demo = verbs.add_parser("demo", help="import a county, show its books, serve the API")
    demo.add_argument("--county", type=Path, default=Path("deploy/demo/county-a"))
    demo.add_argument("--year", type=int, default=2026)
    demo.add_argument(
        "--workbooks-only", action="store_true", help="import and show, without the year's story"
    )
    demo.add_argument("--once", action="store_true", help="stop after the import")
    return root


def _running(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_upgrading_verbs(verbs)
    add_growing_verbs(verbs)
    serve = verbs.add_parser("serve", help="serve the API")
    serve.add_argument("--production", action="store_true", help="refuse on any finding of check")
    check = verbs.add_parser("check", help="say what is relaxed; exit 1 where anything is")
    check.add_argument("--deploy", action="store_true", required=True, help="as for real books")
    check.add_argument("--json", action="store_true")
    project = verbs.add_parser("project", help="follow the log and keep the ledgers current")
    project.add_argument("--once", action="store_true", help="catch up and stop")
    checkpoint = verbs.add_parser(
        "checkpoint", help="sign a checkpoint of all logs whenever one is due"
    )
    checkpoint.add_argument("--once", action="store_true", help="take one now, print it and stop")
    rebuild = verbs.add_parser(
        "rebuild", help="rebuild ledgers beside the live ones, compare, switch"
    )
    rebuild.add_argument("names", nargs="*", metavar="PROJECTION", help="all when none is named")
    rebuild.add_argument("--no-compare", action="store_true", help="switch without comparing")
    key = verbs.add_parser("key", help="issue an API key; it is shown once")
    key.add_argument("role", choices=["operator", "county", "unit", "auditor", "witness"])
    key.add_argument(
        "--of", metavar="CODE", help="unit or federation code; none for an operator or witness"
    )
    key.add_argument("--label", default="")
    key.add_argument("--days", type=int, default=365)
    key.add_argument(
        "--scope", action="append", default=[], metavar="ACTION", help="cut it down to some actions"
    )
    appoint = verbs.add_parser("appoint", help="offer somebody a role; the code is shown once")
    appoint.add_argument("role", choices=sorted(frozenset().union(*ROLES_OF.values())))
    appoint.add_argument("login", metavar="LOGIN")
    appoint.add_argument("name", metavar="NAME")
    appoint.add_argument("--of", metavar="CODE", help="unit or federation code; none for platform")


def _importing(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importing = verbs.add_parser("import", help="import workbooks")
    kinds = importing.add_subparsers(dest="what", required=True, metavar="county|file")
    county = kinds.add_parser("county", help="a folder laid out as the samples are")
    county.add_argument("folder", type=Path, metavar="DIR")
    file = kinds.add_parser("file", help="one workbook of one union")
    file.add_argument("file", type=Path, metavar="FILE")
    file.add_argument("--union", required=True, metavar="CODE", help="UNIT or FEDERATION/UNIT")
    file.add_argument(
        "--kind", choices=["roster", "changes", "dues", "aid", "condolence"], default=None
    )
    file.add_argument("--dry-run", action="store_true", help="say what would come of it")
    file.add_argument("--skip-refused", action="store_true", help="import the rows that are good")
    file.add_argument(
        "--keep-vocabulary", action="store_true", help="let the union keep these words"
    )
    for one in (county, file):
        one.add_argument(
            "--vocabulary", type=Path, action="append", default=[], metavar="FILE.toml"
        )
        one.add_argument("--report", type=Path, metavar="FILE.json")
    template = verbs.add_parser(
        "template", help="write the official template of a kind of workbook"
    )
    template.add_argument(
        "kind", choices=list(TABLES_OF), metavar="KIND", help=", ".join(TABLES_OF)
    )
    template.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE.xlsx")
    county.set_defaults(verb="import-county")
    file.set_defaults(verb="import-file")


def _reading(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    totals = verbs.add_parser("totals", help="a year's totals of the county and its units")
    totals.add_argument("--year", type=_year, required=True)
    totals.add_argument("--federation", metavar="CODE", help="all when none is named")
    totals.add_argument("--json", action="store_true")
    ledger = verbs.add_parser("ledger", help="print a ledger of domain.md 6.1: L1 to L18")
    ledger.add_argument("ledger", metavar="LEDGER")
    ledger.add_argument("--union", required=True, metavar="CODE")
    ledger.add_argument("--year", type=_year, required=True)
    ledger.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="DATE")
    ledger.add_argument(
        "--known-at", type=_position_or_instant, default=None, metavar="POSITION|INSTANT"
    )
    ledger.add_argument("--month", type=_month, default=None, metavar="YYYY-MM")
    ledger.add_argument(
        "--account", default=None, metavar="CODE", help="one account, for L7 and L8"
    )
    ledger.add_argument("--issue", action="store_true", help="issue it under its code, once")
    form = ledger.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true", help="for a spreadsheet")
    form.add_argument("--pdf", type=Path, metavar="FILE.pdf", help="for A4 paper")
    statement = verbs.add_parser(
        "statement", help="make an issued statement again: the same bytes, or why not"
    )
    statement.add_argument("code", metavar="CODE")
    statement.add_argument("--union", required=True, metavar="CODE")
    statement.add_argument("--json", action="store_true")
    fsck = verbs.add_parser("fsck", help="check everything the books rest on, and keep the report")
    fsck.add_argument("--json", action="store_true")
    fsck.add_argument(
        "--no-ledgers", action="store_true", help="do not replay every ledger; the report says so"
    )
    fsck.add_argument(
        "--held",
        type=held_typed,
        default=None,
        metavar="FILE|SIZE:ROOT",
        help="a checkpoint from outside; the last cosigned one by default",
    )
    verify = verbs.add_parser(
        "verify", help="recompute every digest and chain from the stored bytes"
    )
    verify.add_argument("--json", action="store_true")
    verify.add_argument(
        "--held",
        type=held_typed,
        default=None,
        metavar="FILE|SIZE:ROOT",
        help="a checkpoint from outside: the file of its note, or what is on paper",
    )


def _auditing(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    difference = verbs.add_parser(
        "difference", help="hold two states of a ledger against each other, down to the events"
    )
    difference.add_argument("ledger", metavar="LEDGER")
    difference.add_argument("--union", required=True, metavar="CODE")
    difference.add_argument("--year", type=_year, required=True)
    for state in ("", "to-"):
        difference.add_argument(
            f"--{state}as-of", type=date.fromisoformat, default=None, metavar="DATE"
        )
        difference.add_argument(
            f"--{state}known-at",
            type=_position_or_instant,
            default=None,
            metavar="POSITION|INSTANT",
        )
    difference.add_argument("--month", type=_month, default=None, metavar="YYYY-MM")
    difference.add_argument(
        "--account", default=None, metavar="CODE", help="one account, for L7 and L8"
    )
    difference.add_argument("--json", action="store_true")
    rules = verbs.add_parser("audit-rules", help="what the rules R01 to R21 and X01 to X04 find")
    whose = rules.add_mutually_exclusive_group(required=True)
    whose.add_argument("--union", metavar="CODE")
    whose.add_argument("--federation", metavar="CODE", help="all its units, and between them")
    rules.add_argument("--rule", choices=list(RULES), default=None, metavar="RULE")
    rules.add_argument(
        "--from", dest="first", type=date.fromisoformat, default=None, metavar="DATE"
    )
    rules.add_argument("--until", type=date.fromisoformat, default=None, metavar="DATE")
    rules.add_argument(
        "--known-at", type=_position_or_instant, default=None, metavar="POSITION|INSTANT"
    )
    rules.add_argument("--json", action="store_true")
    export = verbs.add_parser("export", help="a year's books for an auditor's software, as a zip")
    export.add_argument("--union", required=True, metavar="CODE")
    export.add_argument("--format", choices=["gbt24589", "iso21378", "csv"], required=True)
    export.add_argument("--year", type=_year, required=True)
    export.add_argument(
        "--known-at", type=_position_or_instant, default=None, metavar="POSITION|INSTANT"
    )
    export.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE.zip")


def _witnessing(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    witness = verbs.add_parser(
        "witness", help="check a log from outside and cosign its checkpoints"
    )
    witness.add_argument("--server", required=True, metavar="URL")
    witness.add_argument("--log-key", required=True, metavar="VKEY", help="the log's public key")
    witness.add_argument("--name", required=True, help="whose witness this is; names its key")
    witness.add_argument("--key", type=Path, required=True, metavar="FILE")
    witness.add_argument("--store", type=Path, required=True, metavar="FILE.sqlite")
    witness.add_argument("--api-key", type=Path, required=True, metavar="FILE")
    witness.add_argument("--every", type=_seconds, default=60, metavar="SECONDS")
    witness.add_argument("--once", action="store_true", help="one round, then stop")
    witness.add_argument("--first-time", action="store_true", help="begin the store; given once")
    key = verbs.add_parser("witness-key", help="make a witness's key and print its public half")
    key.add_argument("name", metavar="NAME")
    key.add_argument("--key", type=Path, required=True, metavar="FILE")
    held = verbs.add_parser("witness-held", help="print a checkpoint a witness holds, cosigned")
    held.add_argument(
        "--heads", action="store_true", help="the newest, with every union's head, for a restore"
    )
    held.add_argument("--store", type=Path, required=True, metavar="FILE.sqlite")
    held.add_argument("--size", type=int, default=None, help="the newest when none is named")


def _evidence(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bundle = verbs.add_parser("bundle", help="write an auditor's bundle, to be checked offline")
    whose = bundle.add_mutually_exclusive_group(required=True)
    whose.add_argument("union", nargs="?", default=None, metavar="UNION", help="code of a union")
    whose.add_argument(
        "--federation", metavar="CODE", help="the federation's own log and each of its units"
    )
    bundle.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE.zip|DIR")
    bundle.add_argument("--checkpoint", type=int, default=None, metavar="SIZE")
    bundle.add_argument(
        "--held", type=int, action="append", default=[], metavar="SIZE", help="one somebody holds"
    )
    verifier = verbs.add_parser("verifier", help="write out the offline verifier, one Python file")
    verifier.add_argument("-o", dest="file", type=Path, required=True, metavar="verify.py")


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError("seconds are a whole number above 0")
    return int(text)


def _year(text: str) -> int:
    if not is_month(f"{text}-{MONTHS_PER_YEAR}"):
        raise argparse.ArgumentTypeError("a year is YYYY")
    return int(text)


def _month(text: str) -> str:
    if not is_month(text):
        raise argparse.ArgumentTypeError("a month is YYYY-MM")
    return text


def _position_or_instant(text: str) -> int | datetime:
    if text.isdecimal():
        return int(text)
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError("an instant needs its offset, as in +08:00")
    return instant
