"""How often somebody may try: counted in the database before a password is looked at, so many at once gain little.

Tries count per account, or per known device of the account, and for strangers per network and overall as well.
Nobody is ever locked out for good: a pause ends, and whoever comes with a known device is not touched by what
others do. A name nobody has is counted like any other. Source: assurance 9 (S18), 11 and 16 (S7: at most 10
guesses in 15 minutes).

Addresses are kept as a keyed digest of their network, for a day.
"""

import hashlib
import ipaddress
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec

from domain.ids import PLATFORM
from services.auth.devices import KNOWN_FOR, device_digest
from services.errors import StoreError
from services.keys import Vault
from services.store.access_door_rows import Knock, LoginLimitRows, Pace, SharedLimit

Step = Literal["password", "code", "proof"]
"""What is tried: a password (or first code), afterwards a code of the second factor, or a proof shown once inside.

Each is counted apart: whoever can give one rightly gains no tries at another by it.
"""

_KEPT_FOR: Final = timedelta(days=1)
_TIDIED_EVERY: Final = timedelta(hours=1)
_NETWORK_BITS: Final = {4: 24, 6: 48}
_OVERALL: Final = hashlib.sha256(b"gonghui login limit overall").digest()


class LoginLimit(msgspec.Struct, frozen=True, kw_only=True):
    """The limits. With these values no stretch of 15 minutes holds more than ten tries of one account.

    `free` tries at once, then a pause that doubles up to `longest`: 4 s, 8 s, … 512 s lies before the eleventh.
    """

    free: int = 3
    pause: timedelta = timedelta(seconds=4)
    longest: timedelta = timedelta(minutes=15)
    forgotten_after: timedelta = timedelta(hours=1)
    network_at_once: int = 50
    network_every: timedelta = timedelta(seconds=18)
    overall_at_once: int = 600
    overall_every: timedelta = timedelta(milliseconds=1500)


def _now() -> datetime:
    return datetime.now(UTC)


class LoginLimits:
    """Counts tries before they are made, and forgets them after a success."""

    def __init__(
        self,
        rows: LoginLimitRows,
        vault: Vault,
        limit: LoginLimit | None = None,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._rows = rows
        self._vault = vault
        self._limit = limit or LoginLimit()
        self._now = now
        self._tidied_at: datetime | None = None

    async def account_blind(self, login: str) -> bytes:
        """Return what a normalised login name is counted under, whether anybody has it or not."""
        return (await self._vault.union_keys(PLATFORM)).blind("login", login)

    async def reserve(
        self,
        account_blind: bytes,
        device: str | None,
        address: str,
        *,
        step: Step = "password",
    ) -> timedelta | None:
        """Count a try that is about to be made: None, go on; else how long to wait, and nothing was counted.

        `device`: the cookie's text, if any. A code's tries are the account's own and share no counter.
        """
        await self._tidy_now_and_then()
        now, limit = self._now(), self._limit
        digest = device_digest(device)
        knock = Knock(
            account=_counter("account", step, account_blind),
            account_blind=account_blind,
            device=None if digest is None else _counter("device", step, account_blind, digest),
            device_digest=digest,
            device_since=now - KNOWN_FOR,
        )
        pace = Pace(
            free=limit.free,
            pause=limit.pause,
            longest=limit.longest,
            forgotten_after=limit.forgotten_after,
        )
        shared = await self._shared(address) if step == "password" else []
        return await self._rows.reserve(knock, pace, shared, now)

    async def succeeded(
        self, account_blind: bytes, device: str | None, *, step: Step = "password"
    ) -> None:
        """Forget the tries that were counted where this right one was; those of its network and overall stay.

        `device`: of a browser known to be the account's, whose success forgives no stranger's guesses; None for
        any other.
        """
        digest = device_digest(device)
        if digest is None:
            await self._rows.reset([_counter("account", step, account_blind)])
        else:
            await self._rows.reset([_counter("device", step, account_blind, digest)])

    async def tidy(self) -> None:
        """Remove what was last used more than a day ago."""
        now = self._now()
        await self._rows.forget(now - _KEPT_FOR, now + _KEPT_FOR)

    async def _shared(self, address: str) -> list[SharedLimit]:
        keys = await self._vault.union_keys(PLATFORM)
        limit = self._limit
        return [
            SharedLimit(
                counter=keys.blind("address", network(address)),
                every=limit.network_every,
                at_once=limit.network_at_once,
            ),
            SharedLimit(counter=_OVERALL, every=limit.overall_every, at_once=limit.overall_at_once),
        ]

    async def _tidy_now_and_then(self) -> None:
        """Where nobody logs in nothing is kept either, so logins themselves may see to it."""
        now, before = self._now(), self._tidied_at
        if before is not None and before <= now < before + _TIDIED_EVERY:
            return
        self._tidied_at = now
        with suppress(StoreError):
            await self.tidy()


def network(address: str) -> str:
    """Return the network an address is counted with: /24 of IPv4, /48 of IPv6; of no address, one for all."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    host = parsed if mapped is None else mapped
    return str(ipaddress.ip_network((host, _NETWORK_BITS[host.version]), strict=False))


def _counter(kind: str, step: Step, *parts: bytes) -> bytes:
    return hashlib.sha256(f"{kind}|{step}|".encode() + b"|".join(parts)).digest()
