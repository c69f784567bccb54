"""What may be typed after the verbs that move a union to another server."""

import argparse
from pathlib import Path

from services.cli.held import held_typed


def add_moving_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the receiving key, export, import, and what calls a move off or ends it."""
    key = verbs.add_parser(
        "transport-key", help="make the key a union is sent to this server under"
    )
    key.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE")
    _add_export(verbs)
    _add_import(verbs)
    thaw = verbs.add_parser("union-thaw", help="call a move off: write a union's books here again")
    release = verbs.add_parser(
        "union-release", help="after a move: destroy here the keys and papers of a union that left"
    )
    for one in (thaw, release):
        _add_whose(one)
        one.add_argument("--reason", required=True, metavar="DOCUMENT")
    origin = verbs.add_parser(
        "union-origin", help="write the other place's proofs of a union that was moved in"
    )
    _add_whose(origin)
    origin.add_argument("-o", dest="file", type=Path, required=True, metavar="DIR")


def _add_export(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = verbs.add_parser("union-export", help="write everything of one union to a file")
    _add_whose(export)
    export.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE")
    closing = export.add_mutually_exclusive_group(required=True)
    closing.add_argument("--to", metavar="KEY", help="public half of the receiver's transport-key")
    closing.add_argument("--passphrase-file", type=Path, metavar="FILE")
    export.add_argument(
        "--freeze", action="store_true", help="stop writing here first; without it this is a copy"
    )
    export.add_argument("--reason", default="", metavar="DOCUMENT", help="why, for the record")
    export.add_argument(
        "--wait-for-witness", type=int, default=0, metavar="SECONDS", help="for its cosignature"
    )


def _add_import(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importing = verbs.add_parser(
        "union-import", help="bring a union in, with everything re-checked"
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    opening = importing.add_mutually_exclusive_group(required=True)
    opening.add_argument("--key", type=Path, metavar="FILE", help="what transport-key wrote")
    opening.add_argument("--passphrase-file", type=Path, metavar="FILE")
    importing.add_argument(
        "--log-key", required=True, metavar="VKEY", help="public key of the log it comes from"
    )
    importing.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="who must have cosigned"
    )
    importing.add_argument(
        "--held",
        type=held_typed,
        default=None,
        metavar="FILE|SIZE:ROOT",
        help="a checkpoint of the old log from outside, which the file must prove",
    )
    importing.add_argument("--check", action="store_true", help="check the file, write nothing")


def _add_whose(parser: argparse.ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("union", nargs="?", default=None, metavar="UNION", help="code of a union")
    whose.add_argument("--federation", metavar="CODE", help="a federation's own log")
