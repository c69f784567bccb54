"""A person's details through every operation and every error: in no log, problem, header or figure (S3, S16)."""

import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services import log
from services.http import performing
from services.http.problems import MEDIA_TYPE
from tests.fuzz.asgi import Answered, Raw, ask
from tests.fuzz.ground import open_ground, targets
from tests.fuzz.sentinel_requests import with_sentinels
from tests.support.database import Server
from tests.support.sentinels import SENTINELS, found_in

SEED = 77


@asynccontextmanager
async def as_served() -> AsyncIterator[None]:
    """Log as the service does."""
    log.configure()
    try:
        yield
    finally:
        log.configure()


def leaks(answered: Answered) -> list[str]:
    """What a problem or a header tells of a person. A good answer may tell what was asked for."""
    is_problem = answered.headers.get(b"content-type", b"") == MEDIA_TYPE.encode()
    told = str(answered.headers) + repr(answered.headers)
    if is_problem or answered.status >= 400:
        told += answered.body.decode()
        told += json.dumps(json.loads(answered.body or b"null"), ensure_ascii=False)
    return [secret for secret in SENTINELS if secret in told]


def written_since(path: Path, place: int) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(place)
        return file.read().decode("utf-8", "replace")


async def test_no_request_leaves_a_person_behind(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server_log = server.folder / "log"
    begun = server_log.stat().st_size if server_log.exists() else 0
    wrong, asked = [], 0
    async with as_served(), open_ground(server) as ground:
        for target in await targets(ground, random.Random(SEED), 1):  # noqa: S311 # repeatable
            for raw in with_sentinels(target):
                answered = await ask(ground.app, raw)
                asked += 1
                wrong += [f"{target.operation.operation_id} {raw.name}" for _ in leaks(answered)]
        figures = await ask(ground.app, Raw("figures", "GET", b"/metrics", b"", ()))
    printed = "".join(capsys.readouterr()) + figures.body.decode()
    assert asked > 1_000
    assert '"event": "request"' in printed
    assert not wrong
    for secret in SENTINELS:
        assert secret not in printed
        assert secret not in written_since(server_log, begun)


async def test_a_failure_of_ours_is_logged_with_its_request_and_without_the_person(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ValueError(" ".join(SENTINELS))

    answers: dict[str, Answered] = {}
    async with as_served(), open_ground(server) as ground:
        made = await targets(ground, random.Random(SEED), 1)  # noqa: S311 # repeatable
        monkeypatch.setattr(performing, "admit", fail)
        for target in made:
            answers[target.operation.operation_id] = await ask(ground.app, target.good())
    failed = {name: one for name, one in answers.items() if one.status == 500}
    printed = "".join(capsys.readouterr())
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    logged = {line["request_id"] for line in lines if line["event"] == "request_failed"}
    assert len(failed) > len(answers) * 0.8
    for name, one in failed.items():
        assert json.loads(one.body)["request_id"] in logged, name
        assert not leaks(one), name
    for secret in SENTINELS:
        assert secret not in printed


def test_a_person_of_the_suite_is_recognised() -> None:
    for secret in (*SENTINELS, "王小明", "110105198001010015"):
        assert found_in(f'{{"event": "x {secret}"}}') == secret
    assert found_in('{"event": "request", "route": "/v1/me", "milliseconds": 3}') is None
