"""The questions a witness puts to a log (`/v1/checkpoints`)."""

from typing import Final
from uuid import UUID

import msgspec

from domain.note import MOST_BYTES, SignatureLine
from services.witness.answers import ConsistencyAnswered, HeadsAnswered, hashes, read_answer
from services.witness.connection import Asking

_PROOF_BYTES: Final = 1 << 14
_PAGE_BYTES: Final = 1 << 24


class Log:
    """A log as a witness sees it."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def latest(self) -> bytes:
        """Return the newest checkpoint, a note."""
        return self._asking.get("/v1/checkpoints/latest", MOST_BYTES)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the path that is to prove the tree of the old size in that of the new."""
        raw = self._asking.get(f"/v1/checkpoints/consistency?from={old}&to={new}", _PROOF_BYTES)
        return hashes(read_answer(raw, ConsistencyAnswered).path)

    def heads(self, size: int, since: int, after: UUID | None) -> HeadsAnswered:
        """Return a page of the heads that moved after the census `since`; 0 asks for all."""
        page = "" if after is None else f"&after={after}"
        raw = self._asking.get(f"/v1/checkpoints/{size}/heads?since={since}{page}", _PAGE_BYTES)
        return read_answer(raw, HeadsAnswered)

    def deliver(self, size: int, line: SignatureLine) -> None:
        """Hand in a cosignature."""
        body = msgspec.json.encode({"cosignature": line.text})
        self._asking.post(f"/v1/checkpoints/{size}/cosignatures", body)
