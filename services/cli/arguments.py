"""What may be typed after `gonghui`."""

import argparse
from datetime import date, datetime
from pathlib import Path

from domain.period import MONTHS_PER_YEAR, is_month


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    root = argparse.ArgumentParser(prog="gonghui", description="The books of grassroots unions.")
    verbs = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    _running(verbs)
    _importing(verbs)
    _reading(verbs)
    demo = verbs.add_parser("demo", help="import a county, show its books, serve the API")
    demo.add_argument("--county", type=Path, default=Path("deploy/demo/county-a"))
    demo.add_argument("--year", type=int, default=2026)
    demo.add_argument(
        "--workbooks-only", action="store_true", help="import and show, without the year's story"
    )
    demo.add_argument("--once", action="store_true", help="stop after the import")
    return root


def _running(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs.add_parser("migrate", help="create or update schema, key store and roles")
    verbs.add_parser("serve", help="serve the API")
    project = verbs.add_parser("project", help="follow the log and keep the ledgers current")
    project.add_argument("--once", action="store_true", help="catch up and stop")
    rebuild = verbs.add_parser(
        "rebuild", help="rebuild ledgers beside the live ones, compare, switch"
    )
    rebuild.add_argument("names", nargs="*", metavar="PROJECTION", help="all when none is named")
    rebuild.add_argument("--no-compare", action="store_true", help="switch without comparing")
    key = verbs.add_parser("key", help="issue an API key; it is shown once")
    key.add_argument("role", choices=["operator", "county", "unit", "auditor"])
    key.add_argument("--of", metavar="CODE", help="unit or federation code; none for an operator")
    key.add_argument("--label", default="")
    key.add_argument("--days", type=int, default=365)


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
    form = ledger.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true", help="for a spreadsheet")
    verify = verbs.add_parser(
        "verify", help="recompute every digest and chain from the stored bytes"
    )
    verify.add_argument("--json", action="store_true")


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
