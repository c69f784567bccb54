"""Codes a person types once: 80 random bits as 16 characters of Crockford's base32, in groups of four.

So much chance needs no slow digest: SHA-256 is stored (assurance 11). What people confuse is read as what was
meant.
"""

import hashlib
import re
import secrets
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 16
_GROUP: Final = 4
_BETWEEN: Final = re.compile(r"[\s\-‐‑–—－]+")
_CONFUSED: Final = str.maketrans("OIL", "011")
_CODE: Final = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")
_LONGEST_TYPED: Final = 64


def new_code() -> str:
    """Return a fresh code as it is shown, for example `7KQ2-M0XA-9TRD-4E8W`."""
    plain = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(plain[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def normal_code(typed: str) -> str | None:
    """Return the sixteen characters somebody meant; None when it cannot be such a code."""
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = _BETWEEN.sub("", typed).upper().translate(_CONFUSED)
    return plain if _CODE.fullmatch(plain) else None


def code_digest(typed: str) -> bytes | None:
    """Return what is stored of a code; None when it cannot be one."""
    plain = normal_code(typed)
    return None if plain is None else hashlib.sha256(plain.encode()).digest()


def new_codes(count: int) -> tuple[list[str], list[bytes]]:
    """Return fresh codes as they are shown, and what is stored of them."""
    codes = [new_code() for _ in range(count)]
    return codes, [digest for code in codes if (digest := code_digest(code)) is not None]
