"""A file as the body of a request: its bytes as they are, under one of the media types an operation takes."""

import asyncio
import re
from typing import Final
from urllib.parse import unquote

import msgspec
from litestar.exceptions import HTTPException

from services.http.problems import Problem
from services.http.reading import AnyRequest

UPLOAD_SECONDS = 120.0
NAME_MOST: Final = 200
_FILE_NAME: Final = re.compile(r"filename\*=UTF-8''([^;\s]{1,2000})", re.IGNORECASE)


class UploadKind(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation takes as a file, and how large."""

    media_types: tuple[str, ...]
    max_bytes: int


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was sent: nothing about it is believed before it was looked into.

    `name` is what its sender calls it. It may name people, so it stands in a header, never in an address.
    """

    content: bytes
    media_type: str
    name: str = ""


async def read_upload(request: AnyRequest, kind: UploadKind) -> Upload:
    """Return the file a request consists of; raises Problem when it is of another kind, too large or too slow."""
    media_type = request.headers.get("content-type", "")
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            content = await request.body()
    except TimeoutError:
        raise Problem("request.body_slow") from None
    except HTTPException as error:
        too_large = error.status_code == 413  # noqa: PLR2004 # Litestar's, raised while reading
        raise Problem("request.body_too_large" if too_large else "request.body_malformed") from None
    name = named(request.headers.get("content-disposition", ""))
    return accepted(Upload(content=content, media_type=media_type, name=name), kind)


def named(disposition: str) -> str:
    """Return the file name of a Content-Disposition (RFC 6266: `filename*=UTF-8''…`), at most 200 characters."""
    found = _FILE_NAME.search(disposition)
    return "" if found is None else unquote(found[1], errors="replace")[:NAME_MOST]


def accepted(upload: Upload, kind: UploadKind) -> Upload:
    """Return the file if its kind and size are taken; raises Problem."""
    if upload.media_type not in kind.media_types:
        raise Problem("request.media_type_unsupported")
    if len(upload.content) > kind.max_bytes:
        raise Problem("request.body_too_large")
    if not upload.content:
        raise Problem("request.body_malformed")
    return upload
