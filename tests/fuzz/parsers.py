"""Every reader of foreign bytes, what it may answer with, and good bytes to begin from."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from domain.catalogue import CATALOGUE
from domain.checkpoint import parse_checkpoint
from domain.encoding import decode, encode
from domain.note import NoteMalformed, parse_key, parse_note
from domain.statement_code import read_code
from domain.upcasters import UnknownShape
from services.audit import offline_verifier as verifier
from services.audit.bundle import parse_name
from services.exporters.audit_data.archive import csv_of
from services.http.app import RESOURCES
from services.http.fields import Body, Query
from services.http.operation import OPERATIONS
from services.http.problems import Problem
from services.http.reading import read_body, read_query
from services.importers import biff, package
from services.importers.cells import (
    parse_amount_fen,
    parse_count,
    parse_date,
    parse_id_number,
    parse_text,
    word_parser,
)
from services.importers.cells import (
    parse_name as parse_person,
)
from services.importers.limits import Limits
from services.importers.refused import WorkbookRefused
from services.importers.scan import scan_sheet
from services.importers.texts import SharedTexts
from services.importers.vocabulary import BUILT_IN, VocabularyRefused, merge, nearest
from tests.offline.making import LOG_KEY, as_json
from tests.offline.workshop import Workshop
from tests.services.importers import old_books as old
from tests.services.importers.making import raw_book, sheet_xml
from tests.support.samples_of import COMPLETE, VARIANTS

_LIMITS: Final = Limits(
    unpacked_bytes=2**20, cells=20_000, formulas=5_000, answer_bytes=2**20, unusual_elements=20_000
)
_WORKSHOP: Final = Workshop(events=6)
_EVENTS: Final = [*COMPLETE, *(event for _, event in VARIANTS)]
_TOPICS: Final = sorted(CATALOGUE)
assert RESOURCES  # their import declared the operations
_BODIES: Final[list[type[Body]]] = [one.body for one in OPERATIONS if one.body is not None]
_QUERIES: Final[list[type[Query]]] = list({one.query for one in OPERATIONS})
_WORDS: Final = word_parser(
    {"正常": "active", "退会": "left"}, lambda text: nearest(text, ["正常"])
)


class Reader(NamedTuple):
    """One reader: `read` may raise only what is `told`; `good` is what it takes."""

    name: str
    read: Callable[[bytes], object]
    told: tuple[type[Exception], ...]
    good: Sequence[bytes]


def _cells(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace") + ("\ud800" if raw[:1] == b"\xed" else "")
    for parse in (
        parse_date,
        parse_amount_fen,
        parse_count,
        parse_id_number,
        parse_person,
        parse_text,
        _WORDS,
    ):
        parse(text)
    for number in (float(len(raw)), float(int.from_bytes(raw[:9], "big"))):
        parse_amount_fen(number)
        parse_count(number)


def _words(raw: bytes) -> None:
    merge([raw.decode("utf-8", "replace")])


def _event(raw: bytes) -> None:
    topic = _TOPICS[int.from_bytes(raw[:2], "big") % len(_TOPICS)]
    event = decode(topic, CATALOGUE[topic].SCHEMA_VERSION, raw[2:])
    again = decode(topic, CATALOGUE[topic].SCHEMA_VERSION, encode(event))
    assert again == event


def _evidence(raw: bytes) -> None:
    """One reader after the other: what one refuses the next may take."""
    text = raw.decode("utf-8", "replace")
    refused: Exception | None = None
    readers: list[Callable[[], object]] = [
        lambda: parse_note(raw),
        lambda: parse_key(text),
        lambda: parse_checkpoint(text),
        lambda: read_code(text),
        lambda: parse_name(text),
        lambda: verifier.read_signed(raw),
        lambda: verifier.read_anchor(text),
        lambda: verifier.read_key(text),
        lambda: verifier.read_event(raw),
        lambda: verifier.read_held_proof(raw),
        lambda: verifier.read_union_proof(verifier.read_document(raw, "proof")),
        lambda: verifier.read_receipt(text),
    ]
    for read in readers:
        try:
            read()
        except (NoteMalformed, verifier.Unreadable) as error:
            refused = error
    if refused is not None:
        raise refused


def _body(raw: bytes) -> None:
    read_body(raw[2:], _BODIES[int.from_bytes(raw[:2], "big") % len(_BODIES)])


def _query(raw: bytes) -> None:
    read_query(raw[1:], _QUERIES[raw[0] % len(_QUERIES) if raw else 0])


def _sheet(raw: bytes) -> None:
    scan_sheet(raw, _LIMITS)
    SharedTexts({"xl/sharedstrings.xml": raw}, Limits(answer_bytes=10)).name(raw)


def _table(raw: bytes) -> None:
    """What was written is what is read, but for one apostrophe, and nothing of it is run."""
    text = raw.decode("utf-8", "replace").replace("\x00", "")
    row = [text[:5], text[5:30], text[30:]]
    read = list(
        csv.reader(io.StringIO(csv_of(["a", "b", "c"], [row]).removeprefix("\ufeff"), newline=""))
    )
    assert len(read) == 2
    for cell, given in zip(read[1], row, strict=True):
        assert cell in (given, f"'{given}")


def _place(number: int, raw: bytes) -> bytes:
    return number.to_bytes(2, "big") + raw


READERS: Final[tuple[Reader, ...]] = (
    Reader(
        "cells",
        _cells,
        (),
        ["3月".encode(), b"2019.07.09", b"1,234.50", "王小明".encode(), b"11010519491231002X"],
    ),
    Reader(
        "vocabulary",
        _words,
        (VocabularyRefused,),
        [BUILT_IN.read_bytes()[:600], b'[columns]\n"a" = "b"\n'],
    ),
    Reader(
        "events",
        _event,
        (UnknownShape, msgspec.DecodeError),
        [_place(_TOPICS.index(one.TOPIC), encode(one)) for one in _EVENTS],
    ),
    Reader(
        "evidence",
        _evidence,
        (NoteMalformed, verifier.Unreadable),
        [
            _WORKSHOP.note(),
            as_json(_WORKSHOP.proof()),
            as_json(_WORKSHOP.held_proof(3)),
            as_json(_WORKSHOP.line(3)),
            LOG_KEY.public.text.encode(),
            _WORKSHOP.checkpoint().text.encode(),
        ],
    ),
    Reader(
        "bodies",
        _body,
        (Problem,),
        [
            _place(number, as_json(one.example))
            for number, one in enumerate(o for o in OPERATIONS if o.body is not None)
        ],
    ),
    Reader(
        "queries",
        _query,
        (Problem,),
        [b"\x00limit=5&as_of=2026-01-31", b"\x01year=2026&month=2026-01", b"\x02cursor=AAAA"],
    ),
    Reader(
        "sheets",
        _sheet,
        (WorkbookRefused,),
        [sheet_xml('<row r="1"><c r="A1" t="s"><f>1</f><v>1</v></c></row>').encode()],
    ),
    Reader(
        "packages",
        lambda raw: package.sheet_parts(package.unpack(raw, _LIMITS)),
        (WorkbookRefused,),
        [raw_book(sheet_xml(""))],
    ),
    Reader(
        "old workbooks",
        lambda raw: biff.scan_biff(raw, _LIMITS),
        (WorkbookRefused,),
        [old.container(old.workbook(old.sheet(old.number(0, 0), old.array(0, 1, 0, 1))))],
    ),
    Reader("tables", _table, (), ["=1+1,王\r\n".encode(), b"a,b,c"]),
)
