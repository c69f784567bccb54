"""One request, admitted and read: who asks, of whose books, under which command id."""

import re
from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID, uuid5

import msgspec
from litestar.datastructures import Cookie

from services.auth import Login
from services.auth.sessions import Session
from services.http.fields import INT4_MAX
from services.http.parts import Parts
from services.http.problems import Problem

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VISIBLE = re.compile(r"[\x21-\x7e]{1,200}")
_STRONG_ETAG = re.compile(r'"([0-9]{1,10})"')


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """`tenant_id` is the union or federation of the path, or the asker's own place where there is none.

    `address` is where the request came from, as far as our own proxies tell.
    """

    parts: Parts
    login: Login
    tenant_id: UUID
    method: str
    path: str
    headers: Mapping[str, str]
    raw_body: bytes = b""
    address: str = ""
    session: Session | None = None
    cookies: Mapping[str, str] = {}

    @property
    def command_id(self) -> UUID:
        """The Idempotency-Key as a command id of this union; it never expires."""
        key = self.headers.get("idempotency-key")
        if key is None:
            raise Problem("request.idempotency_key_missing")
        if _UUID.fullmatch(key):
            return UUID(key)
        if not _VISIBLE.fullmatch(key):
            raise Problem("request.idempotency_key_malformed")
        return uuid5(self.tenant_id, key)

    def refuse_unnamed(self, *, match: bool) -> None:
        """Refuse a write that does not name its command or, where needed, the version it has seen."""
        _ = self.command_id
        if match and "if-match" not in self.headers:
            raise Problem("request.if_match_missing")

    @property
    def fingerprint(self) -> bytes:
        """What makes two requests the same: actor, route, body."""
        head = f"{self.login.actor.actor_id}\n{self.method}\n{self.path}\n"
        return head.encode() + self.raw_body

    def matching(self, stream_id: UUID) -> dict[UUID, int]:
        """Return the version the asker has seen of an existing aggregate."""
        named = self._named_version()
        if named is None:
            raise Problem("request.if_match_missing")
        return {stream_id: named}

    def if_named(self, stream_id: UUID) -> dict[UUID, int]:
        """Return the version the asker wants to find, if one was named."""
        if self.headers.get("if-none-match") == "*":
            return {stream_id: 0}
        named = self._named_version()
        return {} if named is None else {stream_id: named}

    def _named_version(self) -> int | None:
        named = self.headers.get("if-match")
        if named is None:
            return None
        match = _STRONG_ETAG.fullmatch(named)
        if match is None or int(match[1]) > INT4_MAX:
            raise Problem("request.if_match_malformed")
        return int(match[1])

    async def version_of(self, stream_id: UUID) -> int:
        """Return the version of a stream as the log has it now, 0 when there is none."""
        read = await self.parts.log.read_streams(self.tenant_id, [stream_id])
        return read.events[-1].version if read.events else 0


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent back: as JSON, or bytes of the media type named, or a file of it instead of a body.

    `cookies` are set beside it.
    """

    body: Any
    headers: Mapping[str, str] = {}
    cookies: tuple[Cookie, ...] = ()
    media_type: str | None = None
    file: IO[bytes] | None = None


def strong(version: int) -> dict[str, str]:
    """Return the ETag of one aggregate: the version of its stream."""
    return {"ETag": f'"{version}"'}


def weak(position: int) -> dict[str, str]:
    """Return the ETag of a list: the position it shows."""
    return {"ETag": f'W/"{position}"'}


def uuid_of(text: str, code: str) -> UUID:
    """Return an id of a path; anything else is as unknown as an id nobody has."""
    if not _UUID.fullmatch(text):
        raise Problem(code)
    return UUID(text)
