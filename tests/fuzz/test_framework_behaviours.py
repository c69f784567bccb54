"""What Litestar does of its own accord and must not do here (assurance 12). Each behaviour was observed once.

Elsewhere: strict bodies, media types, broken UTF-8, depth, queries, methods and headers in
tests/services/http/test_hostile_input.py; unknown fields in test_access.py; logging in test_sentinels.py.
"""

import json
from collections.abc import AsyncIterator
from importlib.metadata import version

import pytest
from litestar.routes import HTTPRoute

from services.http.app import PUBLIC
from services.http.operation import OPERATIONS
from services.http.reading import BODY_MAX_BYTES
from services.pages.page import PAGES
from tests.fuzz.asgi import Answered, Raw, ask
from tests.fuzz.ground import Ground, open_ground
from tests.support.database import Server

LEAST = (2, 25)
SECURITY = {
    b"cache-control",
    b"content-security-policy",
    b"referrer-policy",
    b"strict-transport-security",
    b"x-content-type-options",
    b"x-frame-options",
}
FOREIGN = (b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"forwarded")


@pytest.fixture
async def ground(server: Server) -> AsyncIterator[Ground]:
    async with open_ground(server) as made:
        yield made


async def get(ground: Ground, path: bytes, *headers: tuple[bytes, bytes]) -> Answered:
    return await ask(ground.app, Raw("get", "GET", path, b"", headers))


def test_the_framework_is_new_enough_for_its_known_holes() -> None:
    """Before 2.25: path traversal, body size, forwarded headers, host patterns."""
    told = tuple(int(part) for part in version("litestar").split(".")[:2])
    assert told >= LEAST


async def test_nothing_is_switched_on_that_we_did_not_write(ground: Ground) -> None:
    app = ground.app
    assert not app.debug
    assert app.openapi_config is None
    assert app.logging_config is None
    assert app.csrf_config is None
    assert app.cors_config is None
    assert app.middleware == []
    assert app.stores._stores == {}
    for route in app.routes:
        assert isinstance(route, HTTPRoute), "no static files, no websockets, nothing mounted"


async def test_only_the_listed_paths_ask_nobody_who_they_are(ground: Ground) -> None:
    """An `exclude` pattern once opened /members/login as well."""
    paths = {operation.path for operation in OPERATIONS}
    paths |= {path for page in PAGES for path in page.paths}
    strange = {
        route.path for route in ground.app.routes if route.path.replace(":str}", "}") not in paths
    }
    assert strange == PUBLIC | {"/static/{digest:str}/{name:str}"}


@pytest.mark.parametrize("public", sorted(PUBLIC))
async def test_a_path_that_only_ends_or_begins_like_a_public_one_is_closed(
    ground: Ground, public: str
) -> None:
    longer = [f"/v1/unions{public}", f"{public}/x", f"{public}x", f"/x{public}"]
    for path in (*longer, f"/{public}", f"{public}/", public.upper(), f"/.{public}", f"{public};x"):
        assert (await get(ground, path.encode())).status in (401, 404, 405), path


@pytest.mark.parametrize("length", [None, b"2000000", b"10"])
async def test_a_body_in_pieces_is_cut_off_at_the_limit(
    ground: Ground, length: bytes | None
) -> None:
    """Whatever length it claims; some configurations skip the limit altogether."""
    headers = [
        (b"authorization", f"Bearer {ground.operator_key}".encode()),
        (b"content-type", b"application/json"),
        (b"idempotency-key", b"k"),
        *([(b"content-length", length)] if length else []),
    ]
    pieces = [b'{"name":"', *([b"x" * 65_536] * (2_000_000 // 65_536)), b'"}']
    raw = Raw("large", "POST", b"/v1/federations", b"", headers, pieces)
    answered = await ask(ground.app, raw)
    assert answered.status in (400, 413)
    assert ground.app.request_max_body_size == BODY_MAX_BYTES


async def test_a_body_nobody_asked_for_is_not_read(ground: Ground) -> None:
    headers = [(b"authorization", f"Bearer {ground.operator_key}".encode())]
    taken = [b"x" * 1_000_000] * 30
    raw = Raw("unasked", "GET", b"/v1/me", b"", headers, taken)
    answered = await ask(ground.app, raw)
    assert answered.status == 200
    assert answered.seconds < 1


async def test_every_kind_of_answer_carries_the_security_headers(ground: Ground) -> None:
    asked = [
        Raw("200", "GET", b"/health/live", b"", ()),
        Raw("401", "GET", b"/v1/me", b"", ()),
        Raw("404", "GET", b"/nowhere", b"", ()),
        Raw("405", "PUT", b"/v1/me", b"", ()),
        Raw("400", "GET", b"/v1/me", b"", [(b"x", b"\xff")]),
        Raw("text", "GET", b"/metrics", b"", ()),
    ]
    for raw in asked:
        answered = await ask(ground.app, raw)
        assert answered.headers.keys() >= SECURITY, raw.name
        assert b"unsafe" not in answered.headers[b"content-security-policy"], raw.name
        assert b"litestar" not in answered.headers.get(b"server", b"").lower()


async def test_a_failing_handler_tells_nothing_but_its_request_id(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("select secret from vault")

    monkeypatch.setattr("services.http.performing.admit", fail)
    key = (b"authorization", f"Bearer {ground.operator_key}".encode())
    answered = await get(ground, b"/v1/me", key)
    body = json.loads(answered.body)
    assert answered.status == 500
    assert (body["code"], bool(body["request_id"])) == ("service.failed", True)
    assert b"secret" not in answered.body
    assert b"Traceback" not in answered.body


async def test_headers_of_a_proxy_change_nothing(ground: Ground) -> None:
    """No proxy of ours sets them for a decision, so whoever sends them is not believed."""
    plain = await get(ground, b"/v1/me")
    for name in FOREIGN:
        told = await get(ground, b"/v1/me", (name, b"127.0.0.1"))
        assert told.status == plain.status == 401
    for name in (b"x-http-method-override", b"x-original-url", b"x-rewrite-url"):
        told = await get(ground, b"/v1/me", (name, b"/health/live"))
        assert told.status == 401


async def test_no_address_answers_a_redirect(ground: Ground) -> None:
    """A slash too many must not send anybody to a host of the sender's."""
    for path in (b"/v1/me/", b"//a.invalid/%2e%2e", b"/\\a.invalid", b"/v1//me", b"/health/live/"):
        answered = await get(ground, path, (b"host", b"a.invalid"))
        assert not 300 <= answered.status < 400
        assert b"location" not in answered.headers


async def test_a_websocket_is_closed_at_the_door(ground: Ground) -> None:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/v1/me", "headers": [], "query_string": b"", "state": {}}
    await ground.app(scope, receive, send)  # type: ignore[arg-type] # no more than the door looks at
    assert [message["type"] for message in sent] == ["websocket.close"]
