"""Answers that are none: random bytes, wrong shapes, numbers and texts no honest server sends."""

import json
import random
from typing import Any, Final
from uuid import UUID

from domain.note import MOST_BYTES, Note
from services.keys.signing import Ed25519Signer
from tests.services.witness.fake_log import Document

_DEEP: Final = 100_000
_HUGE: Final = (1 << 63, 1 << 64, 10**400, -1, 1.5, "1", None, True, [], {})


def garbage_bytes(answer: Document, rng: random.Random) -> bytes:
    """Return bytes that are no JSON document of the form."""
    whole = json.dumps(answer).encode()
    return rng.choice(
        [
            b"",
            rng.randbytes(rng.randint(1, 200)),
            whole[: rng.randrange(1, len(whole) - 1)],
            whole + b"}",
            b"[" * _DEEP,
            b'{"path":' + b"[" * _DEEP,
            b'{"unknown":' + b'{"a":' * _DEEP,
            b"\xff\xfe" + whole,
            b"null",
            b"[]",
            b"{}",
            b"<html></html>",
            b" " * (1 << 25),
        ]
    )


def garbage_proof(proof: Document, rng: random.Random) -> Document | bytes:
    """Return what is no consistency proof."""
    step = rng.randbytes(32).hex()
    wrong: list[Any] = [
        {"path": [step] * 65},
        {"path": [step.upper().replace("0", "A")]},
        {"path": [step[:-1]]},
        {"path": [step + "\n"]},
        {"path": [step + "00"]},
        {"path": [7]},
        {"path": step},
        {"path": None},
        {"path": {}},
    ]
    return garbage_bytes(proof, rng) if rng.random() < 0.5 else rng.choice(wrong)


def garbage_heads(page: Document, rng: random.Random) -> Document | bytes:
    """Return what is no page of heads."""
    if rng.random() < 0.3:
        return garbage_bytes(page, rng)
    part: Document = page["census"]
    names = ["number", "taken_at", "unions", "heads_root", "path"]
    if page["heads"] and rng.random() < 0.6:
        part = rng.choice(page["heads"])
        names = ["union_id", "position", "hash", "root", "path", "before"]
    elif rng.random() < 0.2:
        part, names = page, ["next_after"]
    name = rng.choice(names)
    if rng.random() < 0.2:
        del part[name]
        return page
    if name == "next_after":
        page[name] = rng.choice(["", "x", str(UUID(int=7))[:-1], 7, 1 << 64, True, [], {}])
    elif name in {"heads_root", "hash", "root", "union_id"}:
        part[name] = rng.choice(["", "zz" * 32, part[name][:-2], part[name] + "\n", 7, None])
    elif name in {"path", "before"}:
        part[name] = rng.choice([7, "x", ["0"], ["ab" * 32] * 65, [None], True])
    else:
        part[name] = rng.choice(_HUGE)
    return page


def spoilt_note(note: Note, signer: Ed25519Signer, rng: random.Random) -> bytes:
    """Return what is no note, or a well-signed one whose text is no checkpoint."""
    origin, size, root = note.text.splitlines()
    texts = [
        f"{origin}\n{size}\n{root}\nextension\n",
        f"{origin}\n0{size}\n{root}\n",
        f"{origin}\n+{size}\n{root}\n",
        f"{origin}\n{size}\n{root[:-2]}B=\n",
        f"{origin}\n{size}\n{root[:-1]}\n",
        f"{origin}\n{size}\n",
        f"{origin} x\n{size}\n{root}\n",
        f"{origin}\n٣\n{root}\n",
    ]
    signed = [Note(text, (signer.sign(text.encode()),)).raw for text in texts]
    raw = note.raw
    broken = [
        raw[:-1],
        raw.replace(b"\n", b"\r\n"),
        note.text.encode(),
        raw.replace("— ".encode(), b"- "),
        raw + b"\n",
        raw + rng.randbytes(20),
        b"",
        b"\n" * 2000,
        raw.replace(b"\n\n", b"\n"),
        raw + ("— x AAAAAAAAAA==\n" * 101).encode(),
        raw[: MOST_BYTES // 2] + b"\x00",
    ]
    return rng.choice(signed + broken)
