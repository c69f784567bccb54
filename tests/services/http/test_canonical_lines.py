"""One line for each request, and one for each round of a job that did something."""

import asyncio
import uuid

import pytest

from services.log import ROUNDS, add, note, round_of
from services.tracing import span
from tests.services.http.calling import County, registration
from tests.services.http.logged import Logged, logged

__all__ = ["logged"]


async def test_a_write_is_one_line_that_says_who_what_where_and_how_long(
    county: County, logged: Logged
) -> None:
    command = str(uuid.uuid4())
    path = f"{county.union}/members/register"
    answer = await county.unit.post(path, registration(1), key=command)
    (told,) = logged.lines("request")
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["route"] == "/v1/unions/{union_id}/members/register"
    assert (told["operation"], told["principal"]) == ("registerMember", "unit")
    assert (told["union_id"], told["command_id"]) == (county.union_id, command)
    assert (told["status"], told["outcome"]) == (201, "ok")
    assert told["events_appended"] == 1
    assert told["events_projected"] >= 1
    assert 0 < told["database_milliseconds"] <= told["milliseconds"] + 1
    assert told["database_calls"] >= 2
    for value in ("王小明", "13800138000", registration(1)["id_number"]):
        assert value not in logged.written.getvalue()


async def test_a_refusal_is_told_by_its_code(county: County, logged: Logged) -> None:
    await county.unit.post(f"{county.union}/members/register", registration(1) | {"x": 1})
    await county.unit.get("/v1/nowhere")
    await county.unit_auditor.post(f"{county.union}/members/register", registration(1))
    outcomes = [line["outcome"] for line in logged.lines("request")]
    assert outcomes == ["request.body_invalid", "request.path_unknown", "access.forbidden"]
    assert "events_appended" not in logged.lines("request")[0]


async def test_requests_at_once_do_not_mix_their_lines(county: County, logged: Logged) -> None:
    """Appends of several requests leave together; each line holds its own."""
    path = f"{county.union}/members/register"
    keys = [str(uuid.uuid4()) for _ in range(6)]
    calls = [
        county.unit.post(path, registration(number), key=key)
        for number, key in enumerate(keys, start=1)
    ]
    answers = await asyncio.gather(*calls)
    ids = {answer.headers["x-request-id"]: key for answer, key in zip(answers, keys, strict=True)}
    for line in logged.lines("request"):
        assert line["command_id"] == ids[line["request_id"]]
        assert line["events_appended"] == 1


async def test_a_round_is_told_when_it_did_something_or_failed(logged: Logged) -> None:
    with round_of("sweeping", worth="swept"):
        pass
    with round_of("sweeping", worth="swept"):
        add(swept=2)
        add(swept=1)
        note(union_id=uuid.UUID(int=7))
    with pytest.raises(ZeroDivisionError), round_of("sweeping", worth="swept"):
        raise ZeroDivisionError("王小明")
    done, failed = logged.lines("round")
    assert (done["job"], done["swept"], done["outcome"]) == ("sweeping", 3, "ok")
    assert done["union_id"] == str(uuid.UUID(int=7))
    assert failed["outcome"] == "ZeroDivisionError"
    assert "王小明" not in logged.written.getvalue()
    assert (ROUNDS["sweeping"].done, ROUNDS["sweeping"].failed) == (3, 1)


def test_outside_of_a_request_there_is_no_line_to_write_on(logged: Logged) -> None:
    note(anything=1)
    add(anything=1)
    assert not logged.written.getvalue()


def test_a_span_carries_nothing_but_what_is_listed() -> None:
    with span("request") as traced, pytest.raises(ValueError, match="name"):
        traced.say(name="王小明")
