"""Signatures as the verifier computes them, against libraries and published examples."""

import hashlib
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from services.audit.offline_verifier import ed25519_holds, sm2_holds, sm3

ORDER = 2**252 + 27742317777372353535851937790883648493
FIELD = 2**255 - 19
OF_RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]


def library_says(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("key", "message", "signature"), OF_RFC_8032)
def test_examples_of_rfc_8032(key: str, message: str, signature: str) -> None:
    assert ed25519_holds(*map(bytes.fromhex, (key, message, signature)))


def test_the_same_as_the_library_says() -> None:
    dice = random.Random(5)  # noqa: S311 # repeatable on purpose
    for _ in range(60):
        private = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
        key = private.public_key().public_bytes_raw()
        message = dice.randbytes(dice.randrange(200))
        signature = private.sign(message)
        assert ed25519_holds(key, message, signature)
        for part in range(3):
            parts = [bytearray(key), bytearray(message + b"x"), bytearray(signature)]
            parts[part][dice.randrange(len(parts[part]))] ^= 1 << dice.randrange(8)
            changed = (
                bytes(parts[0]),
                bytes(parts[1])[: len(message) + (part == 1)],
                bytes(parts[2]),
            )
            assert ed25519_holds(*changed) == library_says(*changed)


def test_an_s_that_is_not_reduced_is_refused() -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"x")
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert not ed25519_holds(key, b"x", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_that_signs_everything_is_refused(key: str) -> None:
    neutral = (1).to_bytes(32, "little")
    for number in range(8):
        assert not ed25519_holds(bytes.fromhex(key), bytes([number]), neutral + bytes(32))


def test_a_key_in_another_spelling_is_refused() -> None:
    for y in range(19):
        for sign in (0, 1):
            raw = ((FIELD + y) | (sign << 255)).to_bytes(32, "little")
            assert not ed25519_holds(raw, b"x", bytes(64))


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65])
def test_other_lengths_are_refused(length: int) -> None:
    assert not ed25519_holds(bytes(length), b"x", bytes(64))
    assert not ed25519_holds(bytes(32), b"x", bytes(length))
    assert not sm2_holds(bytes(length), b"x", bytes(64))
    assert not sm2_holds(bytes(64), b"x", bytes(length))


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_examples_of_gm_t_0004(message: bytes, digest: str) -> None:
    assert sm3(message).hex() == digest


def test_sm3_is_that_of_the_library() -> None:
    dice = random.Random(6)  # noqa: S311 # repeatable on purpose
    for length in (*range(130), 1_000):
        message = dice.randbytes(length)
        digest = hashes.Hash(hashes.SM3())  # the standard asked for
        digest.update(message)
        assert sm3(message) == digest.finalize()


def test_the_example_of_gm_t_0003_on_the_recommended_curve() -> None:
    """GM/T 0003.5 annex A: "message digest", the id 1234567812345678."""
    key = bytes.fromhex(
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    signature = bytes.fromhex(
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
        "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
    )
    assert sm2_holds(key, b"message digest", signature)
    assert not sm2_holds(key, b"message digest.", signature)
    assert not sm2_holds(key, b"message digest", signature, b"another id")
    for place in range(64):
        changed = bytearray(signature)
        changed[place] ^= 1
        if place % 8 == 0:
            assert not sm2_holds(key, b"message digest", bytes(changed))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_sm2_is_that_of_openssl(tmp_path: Path) -> None:
    private, message, signed = (tmp_path / name for name in ("key.pem", "message", "signed"))
    message.write_bytes(os.urandom(200))
    openssl(["genpkey", "-algorithm", "SM2", "-out", str(private)])
    der = openssl(["pkey", "-in", str(private), "-pubout", "-outform", "DER"])
    options = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    openssl(
        [
            "pkeyutl",
            "-sign",
            "-inkey",
            str(private),
            *options,
            "-in",
            str(message),
            "-out",
            str(signed),
        ]
    )
    r, s = decode_dss_signature(signed.read_bytes())
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert sm2_holds(der[-64:], message.read_bytes(), signature)
    assert not sm2_holds(der[-64:], hashlib.sha256(b"").digest(), signature)


def openssl(arguments: list[str]) -> bytes:
    return subprocess.run(  # noqa: S603 # our own arguments
        ["openssl", *arguments],  # noqa: S607 # the system's
        capture_output=True,
        check=True,
    ).stdout
