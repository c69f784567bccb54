"""People of another identity provider: who somebody is may come from there, what they may never does.

From a token only issuer and subject are taken, after everything OpenID Connect Core 3.1.3.7 asks for; union,
roles and names in it are not read. Links are kept under a keyed digest.
"""

import hmac
import math
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import jwt
import msgspec

from domain.ids import PLATFORM, AccountId
from services.keys import Vault
from services.store.access_rows import IdentityLinkRows

LEEWAY: Final = timedelta(seconds=30)
_ALGORITHMS: Final[Mapping[str, tuple[str, ...]]] = {
    "RSA": ("RS256", "PS256"),
    "EC": ("ES256",),
}
"""By kind of key, never by what the token says of itself; nothing that is signed with a shared secret."""
_REQUIRED: Final = ("iss", "aud", "exp", "iat", "sub", "nonce")
_LONGEST_TOKEN: Final = 16_384
_LONGEST_SUBJECT: Final = 255


class IdentityRefused(Exception):
    """The token is not from there, not for us, not of now, or not of this login. Which is not said."""


class Identity(msgspec.Struct, frozen=True):
    """A person as another identity provider knows them."""

    issuer: str
    subject: str


class TrustedIssuer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An identity provider the operator trusts: its name, ours there, and its public keys (RFC 7517)."""

    issuer: str
    client_id: str
    jwks: dict[str, Any]

    def verify(self, id_token: str, nonce: str, *, now: datetime) -> Identity:
        """Return who a token speaks of; raises IdentityRefused. `nonce` is the one this login was begun with."""
        try:
            claims = self._claims(id_token)
            _refuse_untimely(claims, now)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
            raise IdentityRefused from None
        subject = claims["sub"]
        is_for_us = claims.get("azp", self.client_id) == self.client_id and (
            isinstance(claims["aud"], str) or len(claims["aud"]) == 1 or "azp" in claims
        )
        is_this_login = isinstance(claims["nonce"], str) and hmac.compare_digest(
            claims["nonce"].encode("utf-8", "replace"), nonce.encode()
        )
        if not is_for_us or not is_this_login or not nonce:
            raise IdentityRefused
        if not isinstance(subject, str) or not 1 <= len(subject) <= _LONGEST_SUBJECT:
            raise IdentityRefused
        return Identity(self.issuer, subject)

    def _claims(self, id_token: str) -> dict[str, Any]:
        if len(id_token) > _LONGEST_TOKEN:
            raise IdentityRefused
        header = jwt.get_unverified_header(id_token)
        if "crit" in header:
            raise IdentityRefused
        key = self._key(header.get("kid"))
        return jwt.decode(
            id_token,
            key=key.key,
            algorithms=_ALGORITHMS[key.key_type or ""],
            audience=self.client_id,
            issuer=self.issuer,
            options={
                "require": list(_REQUIRED),
                "verify_exp": False,  # held against the clock given here instead
                "verify_iat": False,
                "verify_nbf": False,
                "enforce_minimum_key_length": True,
            },
        )

    def _key(self, key_id: object) -> jwt.PyJWK:
        usable = [
            key
            for key in jwt.PyJWKSet.from_dict(self.jwks)
            if key.key_type in _ALGORITHMS and key.public_key_use in {None, "sig"}
        ]
        fitting = [key for key in usable if key_id is None or key.key_id == key_id]
        if len(fitting) != 1:
            raise IdentityRefused
        return fitting[0]


def _now() -> datetime:
    return datetime.now(UTC)


def read_issuers(file: Path | None) -> dict[str, TrustedIssuer]:
    """Return the issuers of a TOML file: `[[issuer]]`, each with `jwks` as JSON text; none without a file."""
    if file is None:
        return {}
    told = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _IssuerFile)
    return {
        one.issuer: TrustedIssuer(
            issuer=one.issuer, client_id=one.client_id, jwks=msgspec.json.decode(one.jwks)
        )
        for one in told.issuer
    }


class _IssuerTold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    issuer: str
    client_id: str
    jwks: str


class _IssuerFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    issuer: tuple[_IssuerTold, ...]


class Identities:
    """Verifies tokens of trusted issuers and knows which account somebody of theirs is."""

    def __init__(
        self,
        issuers: Mapping[str, TrustedIssuer],
        rows: IdentityLinkRows,
        vault: Vault,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._issuers = issuers
        self._rows = rows
        self._vault = vault
        self._now = now

    def verify(self, issuer: str, id_token: str, nonce: str) -> Identity:
        """Return who a token of one issuer speaks of; raises IdentityRefused."""
        trusted = self._issuers.get(issuer)
        if trusted is None:
            raise IdentityRefused
        return trusted.verify(id_token, nonce, now=self._now())

    async def link(self, identity: Identity, account_id: AccountId) -> bool:
        """Link an identity to an account; False when it is another account's already."""
        digest = await self._digest(identity)
        return await self._rows.link(digest, account_id, self._now()) == account_id

    async def account_of(self, identity: Identity) -> AccountId | None:
        """Return the account an identity is linked to."""
        return await self._rows.find(await self._digest(identity))

    async def unlink(self, account_id: AccountId) -> bool:
        """Forget the links of an account; False when it had none."""
        return await self._rows.unlink(account_id)

    async def _digest(self, identity: Identity) -> bytes:
        keys = await self._vault.union_keys(PLATFORM)
        return keys.blind(
            "identity", f"{len(identity.issuer)}|{identity.issuer}|{identity.subject}"
        )


def _refuse_untimely(claims: dict[str, Any], now: datetime) -> None:
    """Refuse what has run out, is of the future, or is not to be used yet."""
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    for name in ("exp", "iat", "nbf"):
        told = claims.get(name, 0)
        if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
            raise IdentityRefused
        is_timely = moment < told + leeway if name == "exp" else told - leeway <= moment
        if not is_timely:
            raise IdentityRefused
