"""An answer as it is sent: JSON, bytes, or a file piece by piece."""

import asyncio
from collections.abc import AsyncIterator
from typing import IO, Any, Final

import msgspec
from litestar import Response
from litestar.response import Stream

from services.http.asking import Answer

_PIECE_BYTES: Final = 1 << 18
_encoder = msgspec.json.Encoder(decimal_format="string")


def sent(answer: Answer, status: int) -> Response[Any]:
    """Return the response; a file is closed when it was sent or the asker went away."""
    media_type = answer.media_type or "application/json"
    headers = dict(answer.headers)
    if answer.file is not None:
        answer.file.seek(0)
        pieces = _pieces(answer.file)
        return Stream(pieces, status_code=status, media_type=media_type, headers=headers)
    content = _encoder.encode(answer.body) if answer.media_type is None else answer.body
    return Response(
        content,
        status_code=status,
        media_type=media_type,
        headers=headers,
        cookies=answer.cookies,
    )


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
            yield piece
    finally:
        file.close()
