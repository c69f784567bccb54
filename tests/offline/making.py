"""What bundles are made of in tests: keys, paths, JSON, archives."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.checkpoint import cosigned_text
from domain.merkle import Subtree, inclusion_ranges, prove, root_of
from domain.note import COSIGNATURE, ED25519, PublicKey, SignatureLine

ORIGIN = "books.example/log"
WITNESS = "county.example/witness"
Files = dict[str, bytes]
Json = dict[str, Any]


class TestKey:
    """An Ed25519 key made from a word."""

    __test__ = False

    def __init__(self, name: str, word: str, kind: bytes = ED25519) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())
        self.public = PublicKey(name, kind, self.key.public_key().public_bytes_raw())

    def line(self, text: str) -> SignatureLine:
        return SignatureLine(self.public.name, self.public.key_id, self.key.sign(text.encode()))

    def cosigned(self, text: str, moment: int) -> SignatureLine:
        signature = self.key.sign(cosigned_text(text, moment))
        stamped = moment.to_bytes(8, "big") + signature
        return SignatureLine(self.public.name, self.public.key_id, stamped)


LOG_KEY = TestKey(ORIGIN, "log")
OTHER_KEY = TestKey(ORIGIN, "another log")
WITNESS_KEY = TestKey(WITNESS, "witness", COSIGNATURE)


def paths_over(leaves: list[bytes]) -> Callable[[Subtree], bytes]:
    """How to tell the hash of any complete subtree over leaves."""
    return lambda one: root_of(leaves[one.ordinal << one.level : (one.ordinal + 1) << one.level])


def path_to(leaves: list[bytes], index: int) -> list[str]:
    return [step.hex() for step in prove(inclusion_ranges(index, len(leaves)), paths_over(leaves))]


def counted(totals: dict[int, list[int]]) -> list[Json]:
    return [
        {
            "year": year,
            "as_of": f"{year}-12-31",
            "payments": row[0],
            "amount_fen": row[1],
        }
        for year, row in totals.items()
    ]


def posted(fen: int, fund: str = "own_funds") -> list[Json]:
    return [
        {"account": "102", "fund": fund, "fen": fen},
        {"account": "401", "fund": fund, "fen": -fen},
    ]


def written(**fields: Any) -> bytes:  # noqa: ANN401
    return json.dumps(fields, ensure_ascii=False).encode()


def as_json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def zipped(files: Files, *, twice: str | None = None) -> bytes:
    """A zip of files; `twice` names one that stands in it twice."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), raw)
        if twice is not None:
            del archive.NameToInfo[twice]
            archive.writestr(zipfile.ZipInfo(twice, (2026, 1, 1, 0, 0, 0)), files[twice])
    return made.getvalue()
