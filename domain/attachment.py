"""A paper behind an entry: known by what it is, never kept in the log itself."""

from typing import Annotated

import msgspec

Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""The SHA-256 of a file's bytes, 64 hexadecimal digits in lower case."""
MediaType = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{1,20}/[a-z0-9.+-]{1,80}\Z")]
ByteCount = Annotated[int, msgspec.Meta(ge=1, le=2**40)]


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scanned or electronic paper (附件): digest, length and kind. The file's name may be personal."""

    sha256: Sha256
    byte_count: ByteCount
    media_type: MediaType
