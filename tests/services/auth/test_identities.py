"""Tokens of other identity providers: from there, for us, of now, of this login, and nothing but who it is."""

import base64
import json
import math
import warnings
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from domain.ids import AccountId
from services.auth.identities import (
    Identities,
    Identity,
    IdentityRefused,
    TrustedIssuer,
    read_issuers,
)
from services.identifiers import new_id
from services.keys import Vault
from services.store.access_rows import IdentityLinkRows
from services.store.pool import Pool
from tests.services.auth.conftest import NOON, Clock

ISSUER, CLIENT, NONCE = "https://id.example.cn", "gonghui", "n-0S6_WzA2Mj"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
WEAK_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 # on purpose
SECRET = "a-shared-secret-of-thirty-two-bytes!"


def jwk(key: Any, kid: str, algorithm: str) -> dict[str, Any]:  # noqa: ANN401 # RSA or EC
    maker = jwt.get_algorithm_by_name(algorithm)
    return {**json.loads(maker.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


JWKS = {
    "keys": [
        jwk(RSA_KEY, "rsa-1", "RS256"),
        jwk(EC_KEY, "ec-1", "ES256"),
        jwk(WEAK_KEY, "weak-1", "RS256"),
        {
            "kty": "oct",
            "kid": "shared-1",
            "k": base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
        },
        {**jwk(STRANGERS_KEY, "enc-1", "RS256"), "use": "enc"},
    ]
}
TRUSTED = TrustedIssuer(issuer=ISSUER, client_id=CLIENT, jwks=JWKS)
CLAIMS: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "248289761001",
    "exp": int(NOON.timestamp()) + 300,
    "iat": int(NOON.timestamp()),
    "nonce": NONCE,
    "roles": ["platform_admin"],
    "union_id": "0f6b1f0e-7a51-5c2b-9f57-6f6e67687569",
}


def token(
    changed: Mapping[str, Any] | None = None,
    *,
    key: Any = RSA_KEY,  # noqa: ANN401 # RSA, EC or a shared secret
    algorithm: str = "RS256",
    kid: str | None = "rsa-1",
    header: Mapping[str, Any] | None = None,
) -> str:
    claims = {name: told for name, told in {**CLAIMS, **(changed or {})}.items() if told is not ...}
    headers = {**({} if kid is None else {"kid": kid}), **(header or {})}
    with warnings.catch_warnings(action="ignore"):  # some keys are too short on purpose
        payload = json.dumps(claims).encode()
        return jwt.PyJWS().encode(payload, key, algorithm=algorithm, headers=headers)


def by_hand(header: Mapping[str, Any], signature: str = "") -> str:
    parts = (json.dumps(part).encode() for part in (header, dict(CLAIMS)))
    return ".".join(
        [*(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts), signature]
    )


GOOD = [
    token(),
    token(algorithm="PS256"),
    token(key=EC_KEY, algorithm="ES256", kid="ec-1"),
    token({"aud": [CLIENT]}),
    token({"aud": [CLIENT, "another"], "azp": CLIENT}),
    token({"exp": CLAIMS["iat"] - 29}),
    token({"iat": CLAIMS["iat"] + 29}),
]
"""By index in the names of tests: what is signed is different in every process."""
BAD = [
    "",
    "x",
    "a.b.c",
    "甲.乙.丙",
    "a" * 100_000,
    by_hand({"alg": "none"}),
    by_hand({"alg": "none", "kid": "rsa-1"}),
    by_hand({"alg": "None", "kid": "rsa-1"}, "AAAA"),
    token(key=SECRET, algorithm="HS256", kid="rsa-1"),
    token(key=SECRET, algorithm="HS256", kid="shared-1"),
    token(key=SECRET, algorithm="HS512", kid=None),
    token(algorithm="RS512"),
    token(kid="unknown"),
    token(kid=None),
    token(kid="ec-1"),
    token(key=STRANGERS_KEY),
    token(key=STRANGERS_KEY, kid="enc-1"),
    token(key=WEAK_KEY, kid="weak-1"),
    token(header={"crit": ["x"], "x": 1}),
    token() + "A",
    token({"iss": "https://elsewhere.example"}),
    token({"iss": [ISSUER]}),
    token({"aud": "another"}),
    token({"aud": []}),
    token({"aud": [CLIENT, "another"]}),
    token({"aud": [CLIENT, "another"], "azp": "another"}),
    token({"azp": "another"}),
    token({"nonce": "another"}),
    token({"nonce": ""}),
    token({"nonce": 1}),
    token({"sub": ""}),
    token({"sub": "x" * 256}),
    token({"exp": CLAIMS["iat"] - 30}),
    token({"iat": CLAIMS["iat"] + 31}),
    token({"nbf": CLAIMS["iat"] + 31}),
    token({"exp": True}),
    token({"exp": math.nan}),
    token({"exp": math.inf}),
    token({"exp": 10**400}),
    token({"iat": -(10**400)}),
    token({"iat": "yesterday"}),
    *(token({name: ...}) for name in ("iss", "aud", "sub", "exp", "iat", "nonce")),
]


@pytest.mark.parametrize("index", range(len(GOOD)))
def test_of_a_good_token_only_issuer_and_subject_are_taken(index: int) -> None:
    found = TRUSTED.verify(GOOD[index], NONCE, now=NOON)
    assert found == Identity(ISSUER, "248289761001")
    assert set(msgspec.structs.asdict(found)) == {"issuer", "subject"}


@pytest.mark.parametrize("index", range(len(BAD)))
def test_any_other_token_is_refused_without_a_word(index: int) -> None:
    with pytest.raises(IdentityRefused) as refused:
        TRUSTED.verify(BAD[index], NONCE, now=NOON)
    assert str(refused.value) == ""


def test_a_login_without_a_nonce_is_none() -> None:
    with pytest.raises(IdentityRefused):
        TRUSTED.verify(token({"nonce": ""}), "", now=NOON)


def test_an_issuer_with_one_key_needs_no_name_for_it() -> None:
    single = TrustedIssuer(issuer=ISSUER, client_id=CLIENT, jwks={"keys": JWKS["keys"][:1]})
    assert single.verify(token(kid=None), NONCE, now=NOON).subject == "248289761001"
    for broken in ({}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}):
        nobody = TrustedIssuer(issuer=ISSUER, client_id=CLIENT, jwks=broken)
        with pytest.raises(IdentityRefused):
            nobody.verify(token(), NONCE, now=NOON)


async def test_an_identity_is_one_accounts_only(pool: Pool, vault: Vault, clock: Clock) -> None:
    known = Identities({ISSUER: TRUSTED}, IdentityLinkRows(pool), vault, now=clock)
    mine, theirs = AccountId(new_id()), AccountId(new_id())
    identity = known.verify(ISSUER, token(), NONCE)
    assert await known.account_of(identity) is None
    assert await known.link(identity, mine)
    assert await known.link(identity, mine)
    assert not await known.link(identity, theirs)
    assert await known.account_of(identity) == mine
    assert await known.account_of(Identity("https://elsewhere.example", identity.subject)) is None
    assert await known.unlink(mine)
    assert not await known.unlink(mine)
    assert await known.account_of(identity) is None


async def test_only_issuers_that_are_trusted_are_asked(
    pool: Pool, vault: Vault, clock: Clock
) -> None:
    known = Identities({ISSUER: TRUSTED}, IdentityLinkRows(pool), vault, now=clock)
    with pytest.raises(IdentityRefused):
        known.verify("https://elsewhere.example", token(), NONCE)
    clock.now += timedelta(seconds=330)
    with pytest.raises(IdentityRefused):
        known.verify(ISSUER, token(), NONCE)


def test_trusted_issuers_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "issuers.toml"
    file.write_text(
        f"[[issuer]]\nissuer = '{ISSUER}'\nclient_id = '{CLIENT}'\njwks = '{json.dumps(JWKS)}'\n"
    )
    assert read_issuers(file) == {ISSUER: TRUSTED}
    assert read_issuers(None) == {}
    file.write_text(f"[[issuer]]\nissuer = '{ISSUER}'\nclient_id = '{CLIENT}'\nroles = ['x']\n")
    with pytest.raises(msgspec.ValidationError):
        read_issuers(file)
