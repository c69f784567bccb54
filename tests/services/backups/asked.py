"""A witness's questions, answered by the operations of the API itself, without a network between."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import msgspec

from services.http import checkpoints
from services.wiring import Wired


class OverTheBooks:
    """Asks the books of the loop this was made in."""

    def __init__(self, books: Wired) -> None:
        parts = SimpleNamespace(
            proofs=books.proofs, cosignatures=books.cosignatures, now=lambda: datetime.now(UTC)
        )
        self._asking: checkpoints.Asking = SimpleNamespace(parts=parts)  # type: ignore[assignment]
        self._loop = asyncio.get_running_loop()

    def get(self, path: str, most: int) -> bytes:
        body = asyncio.run_coroutine_threadsafe(self._answer(path), self._loop).result()
        assert len(body) <= most
        return body

    def post(self, path: str, body: bytes) -> None:
        line = msgspec.json.decode(body, type=checkpoints.CosignatureLine)
        size = int(path.split("/")[3])
        kept = checkpoints.add_cosignature(self._asking, size, line)
        asyncio.run_coroutine_threadsafe(kept, self._loop).result()

    async def _answer(self, path: str) -> bytes:
        parts = urlsplit(path)
        asked = {name: given[0] for name, given in parse_qs(parts.query).items()}
        match parts.path.split("/")[3:]:
            case ["latest"]:
                stored = await self._asking.parts.proofs.checkpoint()
                return stored.note.raw
            case ["consistency"]:
                pair = checkpoints.ConsistencyQuery(old=int(asked["from"]), new=int(asked["to"]))
                answer = await checkpoints.prove_consistency(self._asking, pair)
            case [size, _heads]:
                after = UUID(asked["after"]) if "after" in asked else None
                query = checkpoints.HeadsQuery(since=int(asked["since"]), after=after)
                answer = await checkpoints.list_heads(self._asking, int(size), query)
            case other:
                raise AssertionError(other)
        return msgspec.json.encode(answer.body)
