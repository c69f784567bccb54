"""What a browser's form sent: fields and files, within bounds, before anything looks at them."""

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException

from services.http.problems import Problem
from services.http.reading import AnyRequest
from services.importers.cells import has_invisible
from services.pages.visit import File, Posted

_URLENCODED: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
_FIELDS_MOST: Final = 100_000
_SECONDS: Final = 120.0
_NAME_MOST: Final = 200


async def read_posted(request: AnyRequest, *, files: bool, max_bytes: int) -> Posted:
    """Return what was sent; raises Problem when it is too large, too slow, malformed or of another kind."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        async with asyncio.timeout(_SECONDS):
            if media_type == _URLENCODED:
                return _of_fields(await request.body(), max_bytes)
            if media_type == _MULTIPART and files:
                return await _of_parts(request)
    except TimeoutError:
        raise Problem("request.body_slow") from None
    except HTTPException as error:
        too_large = error.status_code == 413  # noqa: PLR2004 # Litestar's, raised while reading
        raise Problem("request.body_too_large" if too_large else "request.body_malformed") from None
    raise Problem("request.media_type_unsupported")


def _of_fields(raw: bytes, max_bytes: int) -> Posted:
    if len(raw) > max_bytes:
        raise Problem("request.body_too_large")
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_FIELDS_MOST,
        )
    except ValueError:
        raise Problem("request.body_malformed") from None
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(_clean(text))
    return Posted(texts=texts)


async def _of_parts(request: AnyRequest) -> Posted:
    texts: dict[str, list[str]] = {}
    files: dict[str, list[File]] = {}
    form = await request.form()
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            texts.setdefault(name, []).append(_clean(str(value)))
        elif value.filename:
            content = await value.read()
            file = File(
                name=value.filename.replace("\\", "/").rpartition("/")[2][:_NAME_MOST],
                media_type=value.content_type.partition(";")[0].strip().lower(),
                content=content,
            )
            files.setdefault(name, []).append(file)
    return Posted(texts=texts, files=files)


def _clean(text: str) -> str:
    """Line ends as one character; what nobody can see is refused as the operations refuse it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if has_invisible(text.replace("\n", "").replace("\t", "")):
        raise Problem("request.text_unsafe")
    return text
