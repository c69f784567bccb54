"""The OpenAPI description, made from the operations themselves: what is checked is what is described."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

import msgspec

from services.http.cookies import SESSION_COOKIE
from services.http.operation import Operation
from services.http.problems import MEDIA_TYPE, REASONS, status_of, type_of
from services.importers.columns import TABLES_OF

VERSION: Final = "1"
_COMPONENTS: Final = "#/components/schemas/{name}"

_START: Final = r"\A"
_END: Final = r"\Z"
_SOME_ID: Final = "01959000-0000-7000-8000-000000000002"

_IDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "version": {"type": "integer", "minimum": 1, "examples": [2]},
    "period": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-01"]},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199, "examples": [2026]},
    "key_id": {"type": "string", "examples": ["0123456789abcdefghij"]},
    "access_id": {"type": "string", "pattern": "^[0-9a-z]{20}$"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$", "examples": ["ab" * 32]},
    "sample_no": {"type": "integer", "minimum": 1, "examples": [1]},
    "kind": {"type": "string", "enum": list(TABLES_OF), "examples": ["roster"]},
    "rule": {"type": "string", "pattern": "^[RX][0-9]{2}$", "examples": ["R01"]},
}
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the whole description."""
    kinds = _kinds(operations)
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_COMPONENTS)
    refs = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, refs)
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "gonghui",
            "version": VERSION,
            "description": "Money is integer fen. Ids are UUIDs. Business dates are plain dates in China.",
        },
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {
                "apiKey": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
            },
        },
        "security": [{"apiKey": []}, {"session": []}],
    }
    return cast("dict[str, Any]", _ecmascript(described))


def _kinds(operations: Iterable[Operation]) -> list[Any]:
    found: dict[Any, None] = {}
    for operation in operations:
        for kind in (operation.body, operation.answer):
            if kind is not None and kind is not bytes:
                found[kind] = None
    return list(found)


def _described(operation: Operation, refs: Mapping[Any, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.operation_id,
        "tags": [operation.tag],
        "summary": operation.summary.partition("\n")[0],
        "parameters": [
            *map(_in_path, operation.ids),
            *_in_query(operation),
            *_in_headers(operation),
        ],
        "responses": {str(operation.status): _success(operation, refs), **_problems(operation)},
        "x-action": operation.policy.action,
        "x-people": ["anybody"] if operation.policy.anybody else sorted(operation.policy.people),
        "x-keys": sorted(operation.policy.keys),
    }
    if operation.body is not None:
        content: dict[str, Any] = {"schema": refs[operation.body]}
        if operation.example is not None:
            content["example"] = dict(operation.example)
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    if operation.uploads is not None:
        file = {"schema": {"type": "string", "format": "binary"}}
        taken = dict.fromkeys(operation.uploads.media_types, file)
        described["requestBody"] = {"required": True, "content": taken}
    return described


def _in_path(name: str) -> dict[str, Any]:
    schema = _IDS.get(name, {"type": "string", "format": "uuid", "examples": [_SOME_ID]})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(operation: Operation) -> list[dict[str, Any]]:
    fields = msgspec.structs.fields(operation.query)
    parameters = []
    for field in fields:
        schema = msgspec.json.schema(field.type, ref_template=_COMPONENTS)
        parameters.append(
            {"name": field.encode_name, "in": "query", "required": field.required, "schema": schema}
        )
    return parameters


def _in_headers(operation: Operation) -> list[dict[str, Any]]:
    headers = []
    if operation.writes:
        headers.append(("Idempotency-Key", "UUID, or 1 to 200 visible ASCII characters"))
    if operation.matches:
        headers.append(("If-Match", 'ETag of the aggregate as read, for example "3"'))
    return [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": meaning,
            "schema": {"type": "string"},
        }
        for name, meaning in headers
    ]


def _success(operation: Operation, refs: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "description": "OK",
        "content": {operation.media_type: {"schema": _answered(operation, refs)}},
    }


def _answered(operation: Operation, refs: Mapping[Any, Any]) -> Any:  # noqa: ANN401 # a JSON schema
    if operation.media_type == "application/json":
        return refs[operation.answer]
    return {"type": "string", "format": "binary"}


def _problems(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in operation.codes:
        by_status.setdefault(status_of(code), []).append(code)
    return {str(status): _problem(status, codes) for status, codes in sorted(by_status.items())}


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    return {
        "description": " / ".join(f"{code}: {REASONS[code].what}" for code in codes),
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "allOf": [{"$ref": _COMPONENTS.format(name="Problem")}],
                    "properties": {"code": {"enum": codes}},
                },
                "example": _example(status, codes[0]),
            }
        },
    }


def _example(status: int, code: str) -> dict[str, Any]:
    return {
        "type": type_of(code),
        "title": REASONS[code].what,
        "status": status,
        "detail": REASONS[code].mend,
        "instance": "/v1/me",
        "code": code,
        "request_id": _SOME_ID,
        "errors": [],
    }


def _ecmascript(value: object) -> object:
    """Patterns as other languages write them: the anchors are Python's own."""
    match value:
        case dict():
            return {name: _ecmascript(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_ecmascript(inner) for inner in value]
        case str() if value.startswith(_START):
            return "^" + value.removeprefix(_START).removesuffix(_END) + "$"
        case _:
            return value
