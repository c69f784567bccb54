"""A paper behind an entry: known by what it is, never kept in the log itself."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

import msgspec

Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""The SHA-256 of a file's bytes, 64 hexadecimal digits in lower case."""
MediaType = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{1,20}/[a-z0-9.+-]{1,80}\Z")]
ByteCount = Annotated[int, msgspec.Meta(ge=1, le=2**40)]


_SHA256 = re.compile(r"\A[0-9a-f]{64}\Z")


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scanned or electronic paper (附件): digest, length and kind. The file's name may be personal."""

    sha256: Sha256
    byte_count: ByteCount
    media_type: MediaType


PAPER_FIELDS: Final = frozenset({"sha256", "bank_file", "signed_list", "document_sha256"})
"""Fields of events that name a paper by the SHA-256 of its bytes."""


def named_in(body: bytes) -> set[str]:
    """Return the digests of all papers an event's stored body names; none where it is no JSON."""
    try:
        return set(papers_in(msgspec.json.decode(body)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return set()


def papers_in(value: Any) -> Iterator[str]:  # noqa: ANN401 # any JSON
    """Yield the digests of papers anywhere in a decoded body."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in PAPER_FIELDS and isinstance(part, str) and _SHA256.match(part):
                yield part
            else:
                yield from papers_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from papers_in(part)
