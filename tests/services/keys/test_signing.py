"""Signing keys: made once, readable by their owner only, and what they sign is checked."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as written
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.checkpoint import Checkpoint
from domain.note import Note, SignatureLine, parse_key, parse_note
from services.keys.signing import (
    Ed25519Signer,
    SigningKeys,
    SigningKeyUnusable,
    Sm2Signer,
    cosigned_at,
    ensure_signing_key,
    is_signed,
    new_witness_key,
    read_cosigner,
    read_public_keys,
    read_signer,
)

ORIGIN = "gonghui.example/books"
TEXT = Checkpoint(ORIGIN, 3, bytes(32)).text
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    ensure_signing_key(tmp_path / "own.key", ORIGIN)
    return tmp_path / "own.key"


@pytest.fixture
def sm2_file(tmp_path: Path) -> Path:
    made = tmp_path / "sm2.pem"
    subprocess.run(  # noqa: S603 # arguments of our own
        ["openssl", "genpkey", "-algorithm", "SM2", "-out", str(made)],  # noqa: S607 # the system's
        check=True,
        capture_output=True,
    )
    made.chmod(0o600)
    return made


def signed(*lines: SignatureLine) -> Note:
    return parse_note(Note(TEXT, lines).raw)


def test_a_key_is_made_once_and_for_its_owner_only(file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    ensure_signing_key(file, ORIGIN)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["own.key"]


def test_what_is_signed_is_signed(file: Path) -> None:
    signer = read_signer(file)
    note = signed(signer.sign(TEXT.encode()))
    assert is_signed(note, signer.public)
    assert is_signed(note, parse_key(signer.public.text))
    assert not is_signed(Note(TEXT + "x\n", note.signatures), signer.public)
    assert not is_signed(Note(TEXT, ()), signer.public)
    stranger = Ed25519Signer(ORIGIN, bytes(32))
    assert not is_signed(note, stranger.public)
    forged = SignatureLine(ORIGIN, signer.public.key_id, stranger.sign(TEXT.encode()).signature)
    assert not is_signed(signed(forged), signer.public)


def test_a_cosignature_says_when(tmp_path: Path) -> None:
    public = new_witness_key(tmp_path / "w", "witness.example")
    line = read_cosigner(tmp_path / "w").cosign(TEXT, 1_790_000_000)
    assert cosigned_at(signed(line), public) == 1_790_000_000
    moved = SignatureLine(line.name, line.key_id, bytes(8) + line.signature[8:])
    assert cosigned_at(signed(moved), public) is None
    assert cosigned_at(signed(SignatureLine(line.name, line.key_id, b"short")), public) is None
    with pytest.raises(FileExistsError):
        new_witness_key(tmp_path / "w", "witness.example")


def test_a_logs_key_is_no_witness_s_key(file: Path) -> None:
    with pytest.raises(SigningKeyUnusable):
        read_cosigner(file)


@pytest.mark.parametrize("content", [b"", b"PRIVATE+KEY+a+b", b"\xff", b"PRIVATE+KEY+a+b+AQ=="])
def test_a_spoilt_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(SigningKeyUnusable):
        read_signer(tmp_path / "key")


def test_a_key_others_may_read_and_one_that_is_not_there_are_refused(file: Path) -> None:
    file.chmod(0o640)
    with pytest.raises(SigningKeyUnusable):
        read_signer(file)
    with pytest.raises(SigningKeyUnusable):
        read_signer(file.with_name("absent"))
    with pytest.raises(SigningKeyUnusable):
        ensure_signing_key(file.with_name("other"), "a name with blanks")


def test_the_origin_is_the_name_of_the_key(file: Path) -> None:
    keys = SigningKeys(ORIGIN, file, None)
    assert [key.public.name for key in keys.every] == [ORIGIN]
    with pytest.raises(SigningKeyUnusable):
        _ = SigningKeys("another.example/log", file, None).own


def test_public_keys_are_read_line_by_line(tmp_path: Path, file: Path) -> None:
    public = read_signer(file).public
    listed = tmp_path / "witnesses"
    assert read_public_keys(listed) == ()
    listed.write_text(f"\n{public.text}\n\n", encoding="utf-8")
    assert read_public_keys(listed) == (public,)
    listed.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(SigningKeyUnusable):
        read_public_keys(listed)


@needs_openssl
def test_a_second_line_is_signed_with_sm2(file: Path, sm2_file: Path) -> None:
    keys = SigningKeys(ORIGIN, file, sm2_file)
    note = signed(*(key.sign(TEXT.encode()) for key in keys.every))
    assert [is_signed(note, key.public) for key in keys.every] == [True, True]
    sm2 = keys.every[1].public
    assert parse_key(sm2.text) == sm2
    assert not is_signed(Note(TEXT + "x\n", note.signatures), sm2)
    short = SignatureLine(sm2.name, sm2.key_id, b"short")
    assert not is_signed(signed(short), sm2)


@needs_openssl
def test_a_key_on_another_curve_is_no_sm2_key(sm2_file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        written.Encoding.PEM, written.PrivateFormat.PKCS8, written.NoEncryption()
    )
    sm2_file.write_bytes(pem)
    with pytest.raises(SigningKeyUnusable):
        Sm2Signer(ORIGIN, sm2_file)
