"""The table of problems is closed and whole; what is answered is a problem document and nothing else."""

import re

import pytest

from services import errors
from services.errors import OutcomeUnknown, PoolExhausted
from services.http.operation import OPERATIONS
from services.http.problems import REASONS, Problem, status_of
from tests.architecture.test_refusal_codes_are_tested import refusal_codes
from tests.services.http.calling import County

KNOWN = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


def test_every_refusal_has_a_status_and_says_what_to_do() -> None:
    codes = {place.found for place in refusal_codes()}
    assert not codes - REASONS.keys()


def test_every_error_of_the_store_has_a_status() -> None:
    found = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.StoreError)
    }
    assert found <= REASONS.keys()


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_code_has_a_status_and_words(code: str) -> None:
    assert 400 <= status_of(code) < 600
    assert REASONS[code].what
    assert REASONS[code].mend
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", code)


def test_no_code_has_a_status_without_words() -> None:
    with pytest.raises(KeyError):
        status_of("nobody.knows")
    assert Problem("nobody.knows").code == "service.failed"


def test_operations_name_only_codes_there_are() -> None:
    for operation in OPERATIONS:
        assert set(operation.codes) <= REASONS.keys(), operation.operation_id


async def test_a_problem_has_every_part(county: County) -> None:
    answer = await county.unit.get(f"{county.union}/nowhere")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json().keys() == KNOWN
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


async def test_where_a_body_is_wrong_is_told_by_pointer(county: County) -> None:
    body = {"occurred_on": "2026-01-31", "receipts": [{"dues_month": "2026-01"}]}
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert answer.json()["errors"][0]["code"] == "request.field_missing"
    assert answer.json()["errors"][0]["pointer"] == "#/receipts/0/member_id"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (PoolExhausted(), 503, "store.busy"),
        (OutcomeUnknown(), 503, "store.outcome_unknown"),
        (ZeroDivisionError("secret words"), 500, "service.failed"),
        (RecursionError(), 400, "request.body_malformed"),
    ],
)
async def test_what_fails_inside_is_told_without_words_of_its_own(
    county: County,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    code: str,
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(county.parts.log, "head", fail)
    answer = await county.unit.get(f"{county.union}/head")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "secret" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)


async def test_every_answer_has_its_security_headers(county: County) -> None:
    for path in (county.union, "/nowhere", "/health/live", "/metrics", "/v1/openapi.json"):
        answer = await county.unit.get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Server"] == "-"
