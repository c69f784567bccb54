"""Passwords: argon2id at a cost a flood cannot turn against us, and which ones are too weak to take.

Source: assurance 11; OWASP ASVS 5.0 6.2 (length, no rules of composition, a list of known passwords);
NIST SP 800-63B-4 3.1.1.2.
"""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST: Final = 8
"""ASVS 6.2.1 and NIST: the least where a second factor can be had; 15 is advised."""
LONGEST: Final = 256
"""ASVS 6.2.9 asks for at least 64; an end there must be, or the hash becomes work for free."""
FEWEST_GUESSES: Final = 1_000_000
"""Below this zxcvbn calls a password "very guessable": one that is tried before the limits of a login bite."""

_MEMORY_KIB: Final = 19 * 1024
_PASSES: Final = 2
_LANES: Final = 1
_THREADS: Final = 4
_LOOKED_AT: Final = 20
"""Characters zxcvbn sees: a hostile text of more costs it seconds, and 20 are enough to be strong."""
_TYPED_HERE: Final = (
    "gonghui",
    "zonggonghui",
    "zgh",
    "woaini",
    "5201314",
    "1314",
    "520",
    "woaiwojia",
    "zhongguo",
    "admin",
    "工会",
    "总工会",
    "我爱你",
)
"""What people here put into passwords and the lists of English speakers do not hold."""


_T = TypeVar("_T")


class Passwords:
    """Hashes and verifies, four at a time; whoever comes then waits without taking memory."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(
            time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES
        )
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="password")
        self._places = asyncio.Semaphore(_THREADS)

    async def hash(self, text: str) -> str:
        """Return the argon2id hash of a password, with salt and cost in it."""
        async with self._places:
            return await _in(self._pool, self._hasher.hash, _bytes(text))

    async def verify(self, stored: str | None, text: str) -> bool:
        """Tell whether a password is the one stored; where none is stored it takes the same time to say no."""
        is_usable = stored is not None and len(text) <= LONGEST
        async with self._places:
            nobodys = await _in(self._pool, _nobodys_hash)  # whoever is asked about: made once
            is_same = await _in(
                self._pool,
                self._is_same,
                stored if stored is not None and is_usable else nobodys,
                _bytes(text[: LONGEST + 1]),
            )
        return is_same and is_usable

    def needs_rehash(self, stored: str) -> bool:
        """Tell whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    async def weakness(self, password: str, login: str) -> str | None:
        """Return what `weakness` does, without keeping everybody waiting."""
        async with self._places:
            return await _in(self._pool, weakness, password, login)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _is_same(self, stored: str, typed: bytes) -> bool:
        try:
            return self._hasher.verify(stored, typed)
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, login: str) -> str | None:
    """Return the code of why a password is not taken, or None. What kinds of characters it holds is not asked."""
    normal = unicodedata.normalize("NFC", password)
    if len(normal) < SHORTEST:
        return "access.password_too_short"
    if len(normal) > LONGEST:
        return "access.password_too_long"
    if _bare(normal) == _bare(login):
        return "access.password_is_login"
    known = zxcvbn(normal[:_LOOKED_AT], user_inputs=[login, *_TYPED_HERE], max_length=_LOOKED_AT)
    return "access.password_common" if known["guesses"] < FEWEST_GUESSES else None


@cache
def _nobodys_hash() -> str:
    """Return a hash of today's cost that no password fits."""
    hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)
    return hasher.hash(secrets.token_urlsafe())


async def _in(pool: ThreadPoolExecutor, work: Callable[..., _T], *values: object) -> _T:
    return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *values))


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _bytes(text: str) -> bytes:
    """A lone surrogate is no character, but no reason to fall over either."""
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
