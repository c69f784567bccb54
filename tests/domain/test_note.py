"""Signed notes are read strictly: what is accepted is written back byte for byte."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checkpoint import Checkpoint, cosigned_text, parse_checkpoint
from domain.note import (
    COSIGNATURE,
    ED25519,
    MOST_BYTES,
    MOST_SIGNATURES,
    SM2,
    Note,
    NoteMalformed,
    PublicKey,
    SignatureLine,
    parse_key,
    parse_note,
)

ORIGIN = "gonghui.example/books"
TEXT = Checkpoint(ORIGIN, 7, bytes(range(32))).text
LINE = SignatureLine(ORIGIN, b"\x01\x02\x03\x04", bytes(64))
NOTE = Note(TEXT, (LINE,)).raw


def test_a_note_is_read_as_it_was_written() -> None:
    assert parse_note(NOTE) == Note(TEXT, (LINE,))
    assert parse_checkpoint(parse_note(NOTE).text) == Checkpoint(ORIGIN, 7, bytes(range(32)))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note_or_malformed(raw: bytes) -> None:
    try:
        note = parse_note(raw)
    except NoteMalformed:
        return
    assert note.raw == raw


@given(st.integers(0, len(NOTE) - 1), st.integers(0, 255))
def test_an_altered_byte_is_seen_or_refused(place: int, byte: int) -> None:
    altered = NOTE[:place] + bytes([byte]) + NOTE[place + 1 :]
    try:
        note = parse_note(altered)
    except NoteMalformed:
        return
    assert (note == Note(TEXT, (LINE,))) == (altered == NOTE)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        TEXT.encode(),
        NOTE[:-1],
        NOTE.replace("— ".encode(), b"-- "),
        NOTE.replace(b"\n\n", b"\n"),
        NOTE + b"\n",
        NOTE.replace(b"7\n", b"7\r\n"),
        NOTE.replace(b"7\n", b"7\x00\n"),
        NOTE.replace(b"AA=\n", b"AB=\n"),
        NOTE.replace(b"AA=\n", b"AA\n"),
        b"\xff" + NOTE,
        Note(TEXT, (LINE,) * (MOST_SIGNATURES + 1)).raw,
        b"x" * MOST_BYTES + NOTE,
        f"{TEXT}\n— {ORIGIN} AQIDBA==\n".encode(),
    ],
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    with pytest.raises(NoteMalformed):
        parse_note(raw)


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n7\n{ROOT}",
        f"{ORIGIN}\n7\n{ROOT}\nextension\n",
        f"{ORIGIN}\n07\n{ROOT}\n",
        f"{ORIGIN}\n0\n{ROOT}\n",
        f"{ORIGIN}\n-7\n{ROOT}\n",
        f"{ORIGIN}\n７\n{ROOT}\n",
        f"{ORIGIN}\n7\n{ROOT[:-2]}\n",
        f"{ORIGIN}\n7\n{ROOT[:-2]}B=\n",
        f"{ORIGIN} x\n7\n{ROOT}\n",
        f"\n7\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 30}\n{ROOT}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        parse_checkpoint(text)


@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE, SM2])
def test_a_key_is_read_as_it_was_written(kind: bytes) -> None:
    key = PublicKey("witness.example/w1", kind, bytes(32))
    assert parse_key(key.text) == key
    with pytest.raises(NoteMalformed):
        parse_key(key.text.replace("w1+", "w2+"))


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AAAA", "a b+00000000+AQ==", "a+b+c+d"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        parse_key(text)


def test_the_known_example_of_a_key_id() -> None:
    """The Go checksum database's key, as everybody knows it."""
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert parse_key(text).key_id.hex() == "033de0ae"


def test_a_signature_is_found_by_name_and_key() -> None:
    key = PublicKey(ORIGIN, ED25519, bytes(32))
    own = SignatureLine(ORIGIN, key.key_id, b"own")
    assert Note(TEXT, (LINE, own)).signed_by(key) == b"own"
    assert Note(TEXT, (LINE,)).signed_by(key) is None


def test_what_a_witness_signs_begins_with_its_own_words() -> None:
    assert cosigned_text(TEXT, 12) == f"cosignature/v1\ntime 12\n{TEXT}".encode()


def test_the_short_code_names_size_and_root() -> None:
    assert (
        Checkpoint(ORIGIN, 7, bytes(range(32))).short_code == "7-000102030405060708090a0b0c0d0e0f"
    )
