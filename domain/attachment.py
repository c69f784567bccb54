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


class Attachment(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A scanned or electronic paper (附件): digest, length and kind. The file's name may be personal.

    `kept`: its bytes were kept by this system when it was named; otherwise whoever named it keeps them.
    """

    sha256: Sha256
    byte_count: ByteCount
    media_type: MediaType
    kept: bool = False


PAPER_FIELDS: Final = frozenset({"sha256", "bank_file", "signed_list"})
"""Fields of events that name a paper by the SHA-256 of its bytes."""
PAPER_FIELDS_OF: Final = {"disclosure.published": frozenset({"document_sha256"})}
"""Fields that do so in events of one kind: in `statement.issued` the same name is a digest of figures."""


def named_in(topic: str, body: bytes) -> set[str]:
    """Return the digests of all papers an event's stored body names; none where it is no JSON."""
    try:
        return set(papers_in(topic, msgspec.json.decode(body)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return set()


def papers_in(topic: str, content: Any) -> Iterator[str]:  # noqa: ANN401 # any JSON
    """Yield the digests of papers anywhere in an event's decoded body."""
    return _papers(content, PAPER_FIELDS | PAPER_FIELDS_OF.get(topic, frozenset()))


def kept_in(content: Any) -> Iterator[str]:  # noqa: ANN401 # any JSON
    """Yield the digests of those papers in an event's decoded body that this system said it keeps."""
    if isinstance(content, dict):
        digest = content.get("sha256")
        if content.get("kept") is True and isinstance(digest, str) and _SHA256.match(digest):
            yield digest
        for part in content.values():
            yield from kept_in(part)
    elif isinstance(content, list):
        for part in content:
            yield from kept_in(part)


def _papers(value: Any, fields: frozenset[str]) -> Iterator[str]:  # noqa: ANN401 # any JSON
    if isinstance(value, dict):
        for name, part in value.items():
            if name in fields and isinstance(part, str) and _SHA256.match(part):
                yield part
            else:
                yield from _papers(part, fields)
    elif isinstance(value, list):
        for part in value:
            yield from _papers(part, fields)
