"""A visit to a page: who came, to which place, with what typed; and the operations they call through it."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

import msgspec

from services.auth import Login, may, refusal_of
from services.auth.sessions import Session, csrf_token
from services.http.app import RESOURCES
from services.http.asking import Answer
from services.http.operation import OPERATIONS, Operation
from services.http.parts import Parts
from services.http.performing import Call, perform
from services.http.reading import AnyRequest
from services.http.uploads import Upload, accepted

_OWNER_PURPOSE: Final = b"gonghui owner of a form 1"
_OWNER_DIGITS: Final = 16


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file somebody chose in a form."""

    name: str
    media_type: str
    content: bytes


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """What a form sent: texts by field, each as often as it came, and files by field."""

    texts: Mapping[str, Sequence[str]] = {}
    files: Mapping[str, Sequence[File]] = {}

    def text(self, name: str, default: str = "") -> str:
        """Return the last text of a field, without blanks around it."""
        given = self.texts.get(name)
        return given[-1].strip() if given else default

    def all(self, name: str) -> list[str]:
        """Return every text of a field that is not empty."""
        return [text.strip() for text in self.texts.get(name, ()) if text.strip()]


class Visit:
    """One request to one page. Reading and writing goes through operations, as the visitor."""

    def __init__(
        self,
        *,
        request: AnyRequest,
        parts: Parts,
        login: Login,
        session: Session | None,
        ids: Mapping[str, str],
        query: Mapping[str, str],
        posted: Posted,
        section: str,
        engagement_id: UUID | None,
    ) -> None:
        self.request = request
        self.parts = parts
        self.login = login
        self.session = session
        self.ids = ids
        self.query = query
        self.posted = posted
        self.section = section
        self.engagement_id = engagement_id

    @property
    def path(self) -> str:
        """The address asked for, without its query."""
        return str(self.request.scope["path"])

    @property
    def url(self) -> str:
        """The address asked for, with its query."""
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")

    @property
    def base(self) -> str:
        """The address of the place: a union (perhaps within an audit engagement), a federation, or nothing."""
        audit = "" if self.engagement_id is None else f"/engagements/{self.engagement_id}"
        if "union_id" in self.ids:
            return f"{audit}/unions/{self.ids['union_id']}"
        if "federation_id" in self.ids:
            return f"/federations/{self.ids['federation_id']}"
        return ""

    @property
    def place_id(self) -> UUID | None:
        """The union or federation the page is about."""
        text = self.ids.get("union_id") or self.ids.get("federation_id")
        return None if text is None else UUID(text)

    @property
    def officer_id(self) -> str | None:
        """As which officer of this place the visitor signs."""
        person = self.login.person
        return None if person is None or person.officer_id is None else str(person.officer_id)

    @property
    def form_token(self) -> str:
        """What every form of this session carries."""
        return "" if self.session is None else form_token_of(self.session)

    def at(self, path: str = "", **query: object) -> str:
        """Return the address of a page of this place."""
        given = {name: value for name, value in query.items() if value not in (None, "")}
        return self.base + path + (f"?{urlencode(given)}" if given else "")

    def with_query(self, **changed: object) -> str:
        """Return this very address with some of its query changed; None or "" takes one away."""
        merged = {**self.query, **changed}
        merged.pop("done", None)
        given: dict[str, object] = {
            name: value for name, value in merged.items() if value not in (None, "")
        }
        if "columns" in given:
            given["columns"] = self.query_all("columns")
        return self.path + (f"?{urlencode(given, doseq=True)}" if given else "")

    def query_all(self, name: str) -> list[str]:
        """Return every value of a parameter that may stand in the address more than once."""
        return [str(text) for text in self.request.query_params.getall(name, [])]

    def may(self, action: str) -> bool:
        """Tell whether the visitor may take an action at this place; for menus and buttons."""
        return refusal_of(may(action), self.login, self.place_id) is None

    def can(self, operation_id: str) -> bool:
        """Tell whether the visitor may call an operation at this place."""
        operation = operation_named(operation_id)
        writes_in_audit = self.engagement_id is not None and operation.method != "GET"
        is_granted = refusal_of(operation.policy, self.login, self.place_id) is None
        return is_granted and not writes_in_audit

    async def read(
        self,
        operation_id: str,
        /,
        ids: Mapping[str, object] | None = None,
        **query: object,
    ) -> Any:  # noqa: ANN401 # the answer's own struct
        """Return what a reading operation answers; raises Problem."""
        return (await self.ask(operation_id, ids, **query)).body

    async def ask(
        self,
        operation_id: str,
        /,
        ids: Mapping[str, object] | None = None,
        **query: object,
    ) -> Answer:
        """Return the whole answer of a reading operation: body, headers, file."""
        given = {name: _text(value) for name, value in query.items() if value not in (None, "")}
        return await self._call(operation_id, ids, query=urlencode(given))

    async def write(
        self,
        operation_id: str,
        /,
        ids: Mapping[str, object] | None = None,
        body: bytes = b"{}",
        *,
        command_id: str | None = None,
        version: str | int | None = None,
    ) -> Answer:
        """Carry out a writing operation with a JSON body; raises Problem.

        `command_id` is the Idempotency-Key the form carries, `version` what the visitor has seen (If-Match).
        """
        headers = {}
        if command_id:
            headers["idempotency-key"] = command_id
        if version not in (None, ""):
            headers["if-match"] = f'"{version}"'
        return await self._call(operation_id, ids, headers=headers, body=body)

    async def upload(
        self,
        operation_id: str,
        /,
        file: File,
        ids: Mapping[str, object] | None = None,
        *,
        command_id: str | None = None,
        **query: object,
    ) -> Answer:
        """Send a file to an operation that takes one; raises Problem."""
        given = {name: _text(value) for name, value in query.items() if value not in (None, "")}
        headers = {"idempotency-key": command_id} if command_id else {}
        return await self._call(
            operation_id, ids, query=urlencode(given), headers=headers, file=file
        )

    async def _call(
        self,
        operation_id: str,
        ids: Mapping[str, object] | None,
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        file: File | None = None,
    ) -> Answer:
        operation = operation_named(operation_id)

        async def read() -> bytes:
            return body

        async def upload() -> Upload:
            if file is None or operation.uploads is None:
                raise TypeError(operation_id)
            sent = Upload(content=file.content, media_type=file.media_type, name=file.name)
            return accepted(sent, operation.uploads)

        path_params = {**self.ids, **{name: _text(value) for name, value in (ids or {}).items()}}
        agent = self.request.headers.get("user-agent", "")
        call = Call(
            request=self.request,
            path_params=path_params,
            query=query.encode(),
            headers={"user-agent": agent, **(headers or {})},
            read=read,
            upload=upload,
            engagement_id=self.engagement_id,
        )
        return await perform(operation, call, self.parts)


def form_token_of(session: Session) -> str:
    """Return what a form carries: the token of its session, and whose it is."""
    return f"{csrf_token(session)}.{owner_of(session.account_id)}"


def owner_of(account_id: UUID) -> str:
    """Return what forms of an account carry, so that it can be told whose one was that came too late."""
    return sha256(_OWNER_PURPOSE + account_id.bytes).hexdigest()[:_OWNER_DIGITS]


def operation_named(operation_id: str) -> Operation:
    """Return an operation by its id; a page that names none is a fault of ours (KeyError)."""
    return _operations()[operation_id]


def path_part(text: str) -> str:
    """Return a text as one part of an address."""
    return quote(text, safe="")


@cache
def _operations() -> dict[str, Operation]:
    assert RESOURCES  # noqa: S101 # their import declared the operations
    return {operation.operation_id: operation for operation in OPERATIONS}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
