"""A corpus of what nobody should send: bodies, queries and headers that must come to nothing (assurance S13)."""

import json
from typing import Any, NamedTuple

from tests.services.http.calling import Json, application, receipts


class Hostile(NamedTuple):
    """A body, and what it is called by its sender."""

    name: str
    raw: bytes
    content_type: str = "application/json"


def _changed(body: Json, name: str, value: Any) -> bytes:  # noqa: ANN401
    return json.dumps(body | {name: value}).encode()


def _receipt(member_id: str, name: str, literal: str) -> bytes:
    """A receipt with one field written out by hand."""
    fields = {"member_id": f'"{member_id}"', "dues_month": '"2026-01"', "amount_fen": "2615"}
    written = ",".join(f'"{key}":{text}' for key, text in (fields | {name: literal}).items())
    return f'{{"occurred_on":"2026-01-31","receipts":[{{{written}}}]}}'.encode()


def malformed(member_id: str) -> list[Hostile]:
    """Bytes that are no plain JSON object."""
    good = json.dumps(receipts(member_id)).encode()
    return [
        Hostile("empty", b""),
        Hostile("white space", b"   \n"),
        Hostile("null", b"null"),
        Hostile("an array", b"[]"),
        Hostile("a number", b"1"),
        Hostile("a text", b'"x"'),
        Hostile("an open brace", b"{"),
        Hostile("cut off", good[:-2]),
        Hostile("something behind it", good + b"{}"),
        Hostile("a comma too many", b'{"occurred_on":"2026-01-31",}'),
        Hostile("single quotes", b"{'occurred_on':'2026-01-31'}"),
        Hostile("a comment", b'/* x */{"occurred_on":"2026-01-31"}'),
        Hostile("invalid UTF-8", b'{"occurred_on":"\xff\xfe"}'),
        Hostile("UTF-8 cut off", b'{"occurred_on":"\xe7\x8e"}'),
        Hostile("overlong UTF-8", b'{"occurred_on":"\xc0\xaf"}'),
        Hostile("a byte order mark", b"\xef\xbb\xbf" + good),
        Hostile("UTF-16", good.decode().encode("utf-16")),
        Hostile("UTF-32", good.decode().encode("utf-32")),
        Hostile("100,000 arrays", b"[" * 100_000),
        Hostile("100,000 arrays, closed", b"[" * 100_000 + b"]" * 100_000),
        Hostile("100,000 objects", b'{"a":' * 50_000),
        Hostile("33 deep", b'{"occurred_on":' + b"[" * 33 + b"]" * 33 + b"}"),
        Hostile("100,000 quotes", b'"' * 100_001),
        Hostile("100,000 escapes", b'"' + b'\\"' * 100_000 + b"\\"),
        Hostile("a control character", b'{"occurred_on":"2026-01-31\x01"}'),
        Hostile("a NUL", b'{"occurred_on":"2026-01-31\x00"}'),
        Hostile("an escaped NUL", b'{"occurred_on":"2026-01-31\\u0000"}'),
        Hostile("a lone high surrogate", b'{"occurred_on":"\\ud800"}'),
        Hostile("a lone low surrogate", b'{"occurred_on":"\\udc00"}'),
        Hostile("surrogates the wrong way", b'{"occurred_on":"\\udc00\\ud800"}'),
        Hostile(
            "a name twice", good.replace(b'"receipts"', b'"occurred_on":"2026-01-31","receipts"')
        ),
        Hostile("a name twice, escaped", b'{"occurred_on":"2026-01-31","\\u006fccurred_on":"x"}'),
        Hostile("5,000 digits", _receipt(member_id, "amount_fen", "9" * 5_000)),
        Hostile("NaN", _receipt(member_id, "amount_fen", "NaN")),
        Hostile("Infinity", _receipt(member_id, "amount_fen", "Infinity")),
        Hostile("minus Infinity", _receipt(member_id, "amount_fen", "-Infinity")),
        Hostile("a leading zero", _receipt(member_id, "amount_fen", "02615")),
        Hostile("a plus", _receipt(member_id, "amount_fen", "+1")),
        Hostile("hexadecimal", _receipt(member_id, "amount_fen", "0x10")),
        Hostile("over the limit", b'{"occurred_on":"' + b"x" * 300_000 + b'"}'),
    ]


def wrong_media(member_id: str) -> list[Hostile]:
    """A good body under another name."""
    good = json.dumps(receipts(member_id)).encode()
    kinds = [
        "text/plain",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=rot13",
        "application/jsonp",
        "application/msgpack",
        "text/json",
    ]
    return [Hostile(f"as {kind!r}", good, kind) for kind in kinds]


def wrong_receipts(member_id: str) -> list[Hostile]:
    """JSON that is not what the interface describes, around one receipt."""
    good = receipts(member_id)
    amounts = ["0", "-1", "1.0", "26.15", "1e2", "1E400", '"2615"', "true", "null", "[]", "{}"]
    amounts += [str(10**12 + 1), str(2**63), str(-(2**63)), str(10**40)]
    months = ['"2026-13"', '"2026-00"', '"2026-1"', '"0000-01"', '"9999-12"', "202601", "null"]
    months += ['"２０２６-01"', '"2026-01\\n"', '"2026-01-01"', '""']
    members = ['"x"', '""', "1", "null", '"\'; select pg_sleep(9); --"']
    dates = ["2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "20260131", "", "2026-01-31Z"]
    assigned = ["union_id", "is_admin", "role", "approved_by", "position", "recorded_at", "id"]
    return [
        *(Hostile(f"amount {a}", _receipt(member_id, "amount_fen", a)) for a in amounts),
        *(Hostile(f"month {m}", _receipt(member_id, "dues_month", m)) for m in months),
        *(Hostile(f"member {m}", _receipt(member_id, "member_id", m)) for m in members),
        *(Hostile(f"date {d}", _changed(good, "occurred_on", d)) for d in dates),
        *(Hostile(f"assigns {name}", _changed(good, name, "x")) for name in assigned),
        *(Hostile(f"receipt assigns {n}", _receipt(member_id, n, '"x"')) for n in assigned),
        Hostile("no receipts", _changed(good, "receipts", [])),
        Hostile("receipts as an object", _changed(good, "receipts", {})),
        Hostile("2,001 receipts", _changed(good, "receipts", [{}] * 2_001)),
        Hostile("nothing but the date", b'{"occurred_on":"2026-01-31"}'),
    ]


def wrong_people() -> list[Hostile]:
    """Names, numbers and profiles in bad form."""
    good = application()
    names = ["", " ", "王\u200b明", "王\u202e明", "a\u0000", "=1+1", "＝1", "@x", "+x", "王" * 51]
    names += ["a" + "\u0301" * 10_000, "\ufeff王明"]
    numbers = [
        "11010519491231002Y",
        "110105194912310021",
        "１１010519491231002X",
        "11010519491231002x\n",
    ]
    numbers += ["110105491231002", "11010519491331002X", "", "٣" * 18, "1" * 18, "0" * 40, "x" * 41]
    profiles: list[Any] = [
        {"mobile": "12345"},
        {"mobile": "13800138000 "},
        {"mobile": 13800138000},
        {"is_migrant_worker": "yes"},
        {"birth_date": "1949-02-29"},
        {"gender": 1},
        {"remark": "x" * 1_001},
        {"nickname": "x"},
        [],
        None,
    ]
    return [
        *(Hostile(f"name {name[:12]!r}", _changed(good, "name", name)) for name in names),
        *(Hostile(f"number {text[:20]!r}", _changed(good, "id_number", text)) for text in numbers),
        *(Hostile(f"profile {p}"[:60], _changed(good, "profile", p)) for p in profiles),
    ]


QUERIES = [
    "limit=0",
    "limit=201",
    "limit=-1",
    "limit=1.0",
    "limit=1e1",
    "limit=x",
    "limit=%EF%BC%95",
    "limit=1&limit=2",
    "limit=",
    "limit",
    "unknown=1",
    "as_of=2026-02-30",
    "as_of=today",
    "as_of=0001-01-01",
    "known_at=-1",
    "known_at=x",
    "known_at=2026-01-01T00:00:00",
    "known_at=99999999999999999999",
    "known_at=999999",
    "known_at=%00",
    "min_position=-1",
    "min_position=99999999999999999999",
    "membership=king",
    "cursor=x",
    "cursor=%FF",
    "cursor=AAAA",
    "cursor=" + "A" * 2_000,
    "%FF=1",
    "a=1;drop",
    "x" * 5_000,
]
