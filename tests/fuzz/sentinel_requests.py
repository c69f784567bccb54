"""A person's details put into every place of a request: fields, queries, paths, headers, broken bodies."""

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from tests.fuzz.asgi import Headers, Raw
from tests.fuzz.hostile_requests import Target
from tests.support import sentinels

_BY_NAME: Final = {
    "name": sentinels.NAME,
    "account_name": sentinels.NAME,
    "id_number": sentinels.ID_NUMBER,
    "mobile": sentinels.MOBILE,
    "phone": sentinels.MOBILE,
    "bank_account": sentinels.ACCOUNT,
    "account": sentinels.ACCOUNT,
    "login": sentinels.LOGIN,
    "account_login": sentinels.LOGIN,
    "password": sentinels.PASSWORD,
    "new_password": sentinels.PASSWORD,
    "address": sentinels.ADDRESS,
    "illness": sentinels.ILLNESS,
}
_KEPT: Final = frozenset(
    {"code", "kind", "category", "method", "document_no", "batch_no", "case_no"}
)


def with_sentinels(target: Target) -> Iterator[Raw]:
    """Yield requests for one operation that carry a person where one belongs, and where none does."""
    good = target.good()
    if target.body is not None:
        person = json.dumps(_person(target.body), ensure_ascii=False).encode()
        yield good._replace(name="person", pieces=(person,))
        yield good._replace(name="person everywhere", pieces=(_written(_everywhere(target.body)),))
        yield good._replace(name="person unknown", pieces=(_written(_added(target.body)),))
        yield good._replace(name="person cut off", pieces=(person[:-1],))
        yield good._replace(name="person as text", pieces=(person,), headers=_plain(good.headers))
    for secret in (sentinels.NAME, sentinels.ID_NUMBER):
        told = quote(secret).encode()
        yield good._replace(name="query", query=b"as_of=" + told)
        yield good._replace(name="query name", query=told + b"=1")
        yield good._replace(name="cursor", query=good.query + b"&cursor=" + told)
        for name in target.operation.ids:
            path = target.path.replace(target.ids[name].encode(), told, 1)
            yield good._replace(name="path", path=path)
    for header in (b"idempotency-key", b"if-match", b"cookie", b"user-agent", b"authorization"):
        headers = [(n, v) for n, v in good.headers if n != header]
        yield good._replace(
            name="header", headers=[*headers, (header, sentinels.ID_NUMBER.encode())]
        )


def _person(value: Any, name: str = "") -> Any:  # noqa: ANN401 # any JSON
    match value:
        case dict():
            return {key: _person(inner, key) for key, inner in value.items()}
        case list() | tuple():
            return [_person(inner, name) for inner in value]
        case _:
            return _BY_NAME.get(name, value)


def _everywhere(value: Any, name: str = "") -> Any:  # noqa: ANN401
    """Put a person into every text, as somebody does who mistakes one field for another."""
    match value:
        case dict():
            return {key: _everywhere(inner, key) for key, inner in value.items()}
        case list() | tuple():
            return [_everywhere(inner, name) for inner in value]
        case str() if name not in _KEPT:
            return f"{sentinels.NAME} {sentinels.ID_NUMBER}"
        case _:
            return value


def _added(body: Any) -> Any:  # noqa: ANN401
    if not isinstance(body, dict):
        return body
    return body | {sentinels.ID_NUMBER: sentinels.NAME, sentinels.NAME: sentinels.MOBILE}


def _written(body: Any) -> bytes:  # noqa: ANN401
    return json.dumps(body, ensure_ascii=False).encode()


def _plain(headers: Headers) -> Headers:
    return [(n, b"text/plain" if n == b"content-type" else v) for n, v in headers]
