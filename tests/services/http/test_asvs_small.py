"""Small requirements of OWASP ASVS that no other test states; `tests/asvs.yaml` says which one is met where."""

import asyncio
import io
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import msgspec
import pytest
import structlog
from litestar import Request
from litestar.routes import HTTPRoute

from services.asgi import create_app
from services.http import app as http_app
from services.http.admission import address_of
from services.http.operation import OPERATIONS
from services.log import configure, logger
from services.pages.page import PAGES
from tests.fuzz.serving import served
from tests.services.http.calling import County
from tests.support.database import Database

ELSEWHERE = "https://elsewhere.example"
YEAR_SECONDS = 31_536_000
OF_PEOPLE = re.compile(r"name|number|mobile|phone|card|login|password|token|secret|key|address")


async def test_every_answer_bears_every_header_and_is_for_no_other_site(county: County) -> None:
    unit, union = county.unit, county.union
    foreign = unit.headers() | {"Origin": ELSEWHERE, "Sec-Fetch-Site": "cross-site"}
    answers = [
        await unit.get(union),
        await county.nobody.get(union),
        await unit.get("/nowhere"),
        await unit.raw(f"{union}/branches", b"{}", "text/plain"),
        await unit.raw(f"{union}/branches", b"{"),
        await county.client.request("OPTIONS", union, headers=foreign),
        await county.client.get(union, headers=foreign),
        await county.client.get("/health/live", headers=foreign),
    ]
    assert [one.status_code for one in answers] == [200, 401, 404, 415, 400, 405, 200, 200]
    for answer in answers:
        headers = answer.headers
        assert not [name for name in headers if name.startswith("access-control-")]
        hsts = re.fullmatch(
            r"max-age=(\d+); includeSubDomains", headers["strict-transport-security"]
        )
        assert hsts is not None
        assert int(hsts[1]) >= YEAR_SECONDS
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        policy = set(headers["content-security-policy"].split("; "))
        assert {
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        } <= policy


def test_reading_changes_nothing_and_what_changes_is_no_reading() -> None:
    for operation in OPERATIONS:
        assert operation.method != "GET" or not (operation.writes or operation.body)
        assert operation.method in {"GET", "POST", "DELETE"}


def test_no_address_holds_a_person_or_a_secret() -> None:
    named = {field for one in OPERATIONS for field in one.query.__struct_fields__}
    assert not [field for field in named if OF_PEOPLE.search(field)]
    of_paths = {name for operation in OPERATIONS for name in operation.ids} - {"key_id"}
    assert not [name for name in of_paths if OF_PEOPLE.search(name)]


def test_every_text_says_in_which_letters_it_is_written() -> None:
    modules = [one for one in vars(http_app).values() if isinstance(one, ModuleType)]
    told = {
        text
        for module in (*modules, http_app)
        for text in vars(module).values()
        if isinstance(text, str) and re.match(r"(text/|\w+/(\w+\+)?xml)", text)
    }
    assert {text.partition(";")[0] for text in told} == {"text/plain", "text/csv"}
    assert all(text.endswith("charset=utf-8") for text in told)


def test_nothing_is_served_but_operations_and_our_own_pages(database: Database) -> None:
    """No folder, no file of the disk, no socket that stays open, no page of the framework."""
    routes = create_app(database.settings).routes
    assert all(isinstance(route, HTTPRoute) for route in routes)
    served = {route.path.replace(":str}", "}") for route in routes}
    declared = {one.path for one in OPERATIONS}
    declared |= {path for page in PAGES for path in page.paths}
    assert served - declared == {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/static/{digest}/{name}",
        "/v1/openapi.json",
    }


async def test_what_is_encoded_twice_is_decoded_once(county: County) -> None:
    once = await county.unit.get(f"{county.union}/members?known_at=%31")
    twice = await county.unit.get(f"{county.union}/members?known_at=%2531")
    assert (once.status_code, twice.status_code) == (200, 400)
    first = f"%25{ord(county.union_id[0]):x}"
    path = f"/v1/unions/{first}{county.union_id[1:]}"
    assert (await county.unit.get(path)).status_code == 404


async def test_words_of_any_kind_come_back_as_words(county: County) -> None:
    name = '</script>"><b onload=alert(1)>{{7*7}}${7*7}%(x)s{0} \\ " \' & 分会'
    body = {"occurred_on": "2026-01-05", "kind": "branch", "name": name}
    made = await county.unit.post(f"{county.union}/branches", body)
    assert made.status_code == 201, made.text
    listed = await county.unit.get(f"{county.union}/branches")
    assert listed.headers["content-type"] == "application/json"
    assert name in [row["name"] for row in listed.json()["rows"]]


async def test_a_file_is_called_what_we_call_it(county: County) -> None:
    asked = f"{county.union}/exports?format=csv&year=2026"
    answer = await county.unit.get(asked)
    assert answer.status_code == 200, answer.text
    named = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[0-9a-z.-]+\.zip"', named)
    strange = await county.unit.get(f'{asked}&filename="x.exe"')
    assert strange.status_code == 400


@pytest.mark.parametrize(
    ("written", "proxies", "address"),
    [
        ([], 0, "203.0.113.9"),
        (["198.51.100.1"], 0, "203.0.113.9"),
        (["198.51.100.1"], 1, "198.51.100.1"),
        (["10.9.9.9, 198.51.100.1"], 1, "198.51.100.1"),
        (["10.9.9.9", "198.51.100.1"], 1, "198.51.100.1"),
        (["198.51.100.1, 192.0.2.7"], 2, "198.51.100.1"),
        (["198.51.100.1"], 2, "203.0.113.9"),
        (["nonsense"], 1, "203.0.113.9"),
    ],
)
def test_only_proxies_of_ours_say_where_a_request_comes_from(
    written: list[str], proxies: int, address: str
) -> None:
    headers = [(b"x-forwarded-for", line.encode()) for line in written]
    headers += [(b"x-real-ip", b"10.0.0.1"), (b"forwarded", b"for=10.0.0.1")]
    scope: Any = {"type": "http", "headers": headers, "client": ("203.0.113.9", 4711)}
    assert address_of(Request(scope), proxies) == address


async def test_the_end_of_a_request_is_where_its_pieces_end(database: Database) -> None:
    """Transfer-Encoding outranks a Content-Length beside it, or both together are refused."""
    body = b'{"login": "nobody.here", "password": "x"}'
    head = (
        b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    async with served(database) as api:
        reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
        writer.write(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
        answer = await asyncio.wait_for(reader.read(), timeout=20)
        writer.close()
    assert answer.count(b"HTTP/1.1 ") == 1
    assert re.match(rb"HTTP/1\.1 40[01] ", answer)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What a process of ours would write to its log."""
    before, written = structlog.get_config(), io.StringIO()
    configure()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


def test_one_entry_of_the_log_is_one_line_of_json_with_an_instant(logged: io.StringIO) -> None:
    logger("http").info("request", route='x"}\n{"event": "forged"}\r\x1b[31m\x00\u2028')
    line, rest = logged.getvalue().split("\n")
    assert rest == ""
    assert not re.search(r"[\x00-\x1f]", line)
    told = msgspec.json.decode(line)
    assert told["event"] == "request"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)", told["timestamp"])
    assert {"part", "level"} <= told.keys()


async def test_what_is_refused_is_in_the_log_with_its_request(
    county: County, logged: io.StringIO
) -> None:
    answer: httpx.Response = await county.nobody.get(county.union)
    (told,) = [msgspec.json.decode(line) for line in logged.getvalue().splitlines()]
    assert (told["status"], told["method"], told["event"]) == (401, "GET", "request")
    assert told["request_id"] == answer.headers["x-request-id"]
    assert county.union_id not in logged.getvalue()
