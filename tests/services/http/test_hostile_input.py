"""Nothing hostile gets in: a 4xx with a stable code, in good time, and not one event written."""

import time
from collections.abc import Sequence

import pytest

from services.http.problems import REASONS
from tests.services.http import hostile
from tests.services.http.calling import County
from tests.services.http.hostile import Hostile


async def refused_all(county: County, path: str, corpus: Sequence[Hostile]) -> list[str]:
    """Send everything; return what was not refused as it should."""
    wrong = []
    before = await county.head()
    for one in corpus:
        begun = time.perf_counter()
        answer = await county.unit.raw(path, one.raw, one.content_type)
        seconds = time.perf_counter() - begun
        code = answer.json()["code"]
        if not 400 <= answer.status_code < 500 or code not in REASONS or seconds > 2:
            wrong.append(f"{one.name}: {answer.status_code} {code} in {seconds:.2f} s")
    if await county.head() != before:
        wrong.append("something was written")
    return wrong


async def test_no_malformed_body_gets_in(county: County) -> None:
    corpus = hostile.malformed(await county.member())
    assert not await refused_all(county, f"{county.union}/dues/receipts", corpus)


async def test_no_body_under_another_name_gets_in(county: County) -> None:
    for one in hostile.wrong_media(await county.member()):
        answer = await county.unit.raw(f"{county.union}/dues/receipts", one.raw, one.content_type)
        assert answer.status_code == 415, one.name


async def test_no_wrong_receipt_gets_in(county: County) -> None:
    corpus = hostile.wrong_receipts(await county.member())
    assert not await refused_all(county, f"{county.union}/dues/receipts", corpus)


async def test_no_wrong_person_gets_in(county: County) -> None:
    assert not await refused_all(county, f"{county.union}/members", hostile.wrong_people())


async def test_no_wrong_query_gets_in(county: County) -> None:
    wrong = []
    for query in hostile.QUERIES:
        path = f"{county.union}/members?{query}"
        answer = await county.client.get(path, headers=county.unit.headers())
        if not 400 <= answer.status_code < 500 or answer.json()["code"] not in REASONS:
            wrong.append(f"{query[:40]}: {answer.status_code} {answer.text[:200]}")
    assert not wrong


@pytest.mark.parametrize(
    "header",
    [
        (b"Cookie", "csrftoken=é".encode()),
        (b"X-Anything", b"\xff"),
        (b"Idempotency-Key", "钥匙".encode()),
    ],
)
async def test_no_header_beyond_ascii_gets_in(county: County, header: tuple[bytes, bytes]) -> None:
    answer = await county.client.get("/v1/me", headers=[header])
    assert (answer.status_code, answer.json()["code"]) == (400, "request.header_malformed")


async def test_no_header_that_counts_comes_twice(county: County) -> None:
    twice = [("Authorization", f"Bearer {county.unit.key}"), ("Authorization", "Bearer x")]
    answer = await county.client.get("/v1/me", headers=twice)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.header_malformed")


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201])
async def test_an_idempotency_key_is_visible_and_short(county: County, key: str) -> None:
    headers = county.unit.headers() | {"Idempotency-Key": key}
    answer = await county.client.post(
        f"{county.union}/dissolve",
        headers=headers,
        json={"occurred_on": "2026-01-31", "document_no": "x"},
    )
    assert answer.json()["code"] == "request.idempotency_key_malformed"


async def test_a_write_without_a_key_is_refused(county: County) -> None:
    headers = county.unit.headers()
    del headers["Idempotency-Key"]
    answer = await county.client.post(
        f"{county.union}/members", headers=headers, json={"occurred_on": "2026-01-31"}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "X"])
async def test_no_other_method_gets_in(county: County, method: str) -> None:
    answer = await county.client.request(method, county.union, headers=county.unit.headers())
    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/v1/unions/{union}/members/x",
        "/v1/unions/{union}/members/%00",
        "/v1/unions/{union}/members/%FF",
        "/v1/unions/{union}/aid-cases/1%27%20or%201=1",
        "/v1/unions/x",
        "/v1/unions/%7B00000000-0000-0000-0000-000000000000%7D",
        "/v1/unions/urn:uuid:00000000-0000-0000-0000-000000000000",
        "//v1/me/x",
        "/v1",
        "/schema",
        "/schema/openapi.json",
    ],
)
async def test_no_strange_path_leads_anywhere(county: County, path: str) -> None:
    answer = await county.unit.get(path.replace("{union}", county.union_id))
    assert answer.status_code in (404, 405)
    assert answer.json()["code"] in REASONS


async def test_a_key_has_no_home_page(county: County) -> None:
    answer = await county.unit.get("/")
    assert answer.status_code == 403
    assert county.union_id not in answer.text
