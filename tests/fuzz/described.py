"""Requests made from the description alone, good and bad, by schemathesis: none may end in a 5xx."""

import json
import random
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import Case, GenerationMode

from tests.fuzz.asgi import Raw, ask
from tests.fuzz.hostile_requests import Target
from tests.fuzz.judging import Tally

_OURS = ("authorization", "cookie")


async def request_described(
    app: Litestar, targets: Sequence[Target], seed: int, *, each: int
) -> Tally:
    """Ask the application for its description, and send so many requests of either kind to each operation."""
    tally = Tally()
    plain = Raw("described", "GET", b"/v1/openapi.json", b"", ())
    description = msgspec.json.decode((await ask(app, plain)).body)
    dice = random.Random(seed)  # noqa: S311 # repeatable
    by_id = {target.operation.operation_id: target for target in targets}
    for operation_id, name, case in _cases(description, by_id, seed, each):
        raw = _raw(dice, name, case, by_id[operation_id])
        tally.judge(operation_id, raw, await ask(app, raw))
    return tally


def _cases(
    description: Mapping[str, Any], wanted: Mapping[str, Target], seed: int, each: int
) -> Iterator[tuple[str, str, Case]]:
    for found in schemathesis.openapi.from_dict(dict(description)).get_all_operations():
        operation = found.ok()
        operation_id = operation.definition.raw["operationId"]
        if operation_id not in wanted:
            continue
        for mode in (GenerationMode.NEGATIVE, GenerationMode.POSITIVE):
            for case in _generated(operation, mode, seed, each):
                yield operation_id, f"described {mode.value}", case


def _generated(operation: Any, mode: GenerationMode, seed: int, each: int) -> list[Case]:  # noqa: ANN401
    cases: list[Case] = []

    @seeded(seed)
    @settings(
        max_examples=each,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def take(case: Case) -> None:
        cases.append(case)

    with warnings.catch_warnings(), suppress(Unsatisfiable):
        # where nothing may be said, nothing can be said wrongly
        warnings.simplefilter("ignore")  # of the generator, about how it generates
        take()
    return cases


def _raw(dice: random.Random, name: str, case: Case, target: Target) -> Raw:
    """As generated, but asked by somebody who may, and half of the time about what exists."""
    is_about_ours = dice.random() < 0.5
    given = case.path_parameters or {}
    path = target.operation.path
    for part in target.operation.ids:
        text = target.ids[part] if is_about_ours else str(given.get(part, "x"))
        path = path.replace(f"{{{part}}}", quote(text, safe="%", errors="replace"))
    return Raw(
        name,
        target.operation.method,
        path.encode("ascii", "replace"),
        urlencode(case.query or {}, doseq=True, errors="replace").encode(),
        [*_headers(case, target)],
        (_body(case.body),),
    )


def _headers(case: Case, target: Target) -> Iterator[tuple[bytes, bytes]]:
    generated = {str(name).lower(): str(value) for name, value in (case.headers or {}).items()}
    for name, value in target.headers:
        if name.decode() in _OURS or name.decode() not in generated:
            yield name, value
    for name, text in generated.items():
        if name not in _OURS:
            yield name.encode("latin-1", "replace"), text.encode("latin-1", "replace")


def _body(body: Any) -> bytes:  # noqa: ANN401 # any JSON, or the generator's word for none
    match body:
        case bytes():
            return body
        case dict() | list() | str() | int() | float() | bool() | None:
            return json.dumps(body).encode()
        case _:
            return b""
