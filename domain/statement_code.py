"""The short code of a printed statement: 16 characters of Crockford's base32, grouped by four on paper.

    code = base32(SHA256("gonghui statement 1" 0x00 ‖ union 16 ‖ chain hash 32 ‖ document)[:10])

Crockford's alphabet leaves out I, L, O and U, so that a code can be read aloud and typed; what is typed for one of
them is taken for what it looks like. 80 bits name one print among all that were ever made.
"""

import hashlib
from typing import Annotated
from uuid import UUID

import msgspec

FORMAT = 1
"""How a document is written down before it is hashed; another way of writing gets another number."""
CODE_LENGTH = 16

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
_BYTES = CODE_LENGTH * _BITS // 8
_GROUP = 4
_DOMAIN = f"gonghui statement {FORMAT}".encode() + b"\x00"
_LOOKS_LIKE = str.maketrans("OIL", "011", "- ")

StatementCode = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-HJKMNP-TV-Z]{16}\Z")]


def statement_code(union_id: UUID, chain_hash: bytes, document: bytes) -> str:
    """Return the code of a document that shows the books of a union where its chain had this hash."""
    digest = hashlib.sha256(_DOMAIN + union_id.bytes + chain_hash + document).digest()
    number = int.from_bytes(digest[:_BYTES], "big")
    places = range((CODE_LENGTH - 1) * _BITS, -1, -_BITS)
    return "".join(_ALPHABET[number >> place & (len(_ALPHABET) - 1)] for place in places)


def grouped(code: str) -> str:
    """Return a code as it is printed: '0123-4567-89AB-CDEF'."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def read_code(text: str) -> str | None:
    """Return the code somebody typed, in whatever case and grouping, or None for what is no code."""
    code = text.upper().translate(_LOOKS_LIKE)
    return code if is_code(code) else None


def is_code(text: str) -> bool:
    """Tell whether a text is a code as it is stored."""
    return len(text) == CODE_LENGTH and all(character in _ALPHABET for character in text)
