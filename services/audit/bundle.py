"""Writes the auditor's bundle: one zip that holds a union's books and all it takes to check them elsewhere.

A bundle is known by its name: checkpoint, moment up to which cosignatures are in it, checkpoints somebody holds.
Nothing is stored; the same name gives the same bytes from the same version of this program, as long as no
witness has replaced its cosignature of that very checkpoint. What is wrong in the books is written as it is:
finding it is the verifier's work (`offline_verifier.py`).
"""

import asyncio
import base64
import hashlib
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any, Final, NamedTuple, Self
from uuid import UUID

import msgspec

from domain.note import Note, PublicKey, SignatureLine
from services.audit.bundle_catalogue import catalogue_document
from services.audit.bundle_claims import Claim, Shows, claims_at, no_claims
from services.audit.bundle_events import Passed
from services.audit.proof_documents import UnionProof
from services.audit.proofs import NoSuchCheckpoint, Proofs, StoredCheckpoint
from services.keys.signing import SigningKeys
from services.store.pool import Pool
from services.store.sql import queries
from services.words.bundle import FILES, HELD_FILE, README, Said

_AUDIT = queries("services.store", "audit.sql")
_LOG = queries("services.store")
_STRETCH_EVENTS: Final = 5_000
_MOMENT_BYTES: Final = 8
_COSIGNATURE_BYTES: Final = 72
MOST_HELD: Final = 20
_NAME = re.compile(r"c([1-9][0-9]{0,17})\.t(0|[1-9][0-9]{0,11})((?:\.h[1-9][0-9]{0,17}){0,20})")


class BundleName(NamedTuple):
    """Which bundle of a union: checkpoint, cosignatures up to a moment (seconds), checkpoints held."""

    size: int
    cosigned_until: int
    held: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The name as it stands in an address."""
        held = "".join(f".h{size}" for size in self.held)
        return f"c{self.size}.t{self.cosigned_until}{held}"


def parse_name(text: str) -> BundleName | None:
    """Read a name in its one spelling; None for anything else."""
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    held = tuple(int(size) for size in match[3].split(".h")[1:])
    name = BundleName(int(match[1]), int(match[2]), held)
    return name if held == tuple(sorted(set(held))) else None


class Written(NamedTuple):
    """What was written: up to which position, under which checkpoint."""

    position: int
    size: int
    short_code: str


class Bundles:
    """Makes bundles under the auditor's role, which can change nothing.

    `stumbled` are the errors by which a replay says that the books themselves cannot be replayed.
    """

    def __init__(
        self,
        pool: Pool,
        proofs: Proofs,
        *,
        shows: Shows,
        signing: SigningKeys,
        witnesses: Sequence[PublicKey],
        stumbled: tuple[type[Exception], ...] = (),
    ) -> None:
        self._pool = pool
        self._proofs = proofs
        self._shows = shows
        self._signing = signing
        self._witnesses = tuple(witnesses)
        self._stumbled = stumbled

    async def name(
        self, union_id: UUID, *, checkpoint: int | None = None, held: Sequence[int] = ()
    ) -> BundleName:
        """Return the name of a bundle that can be made; raises NoSuchCheckpoint, NotCovered."""
        stored = await self._proofs.checkpoint(checkpoint)
        await self._proofs.union(union_id, stored.size)
        sizes = tuple(sorted(set(held)))
        if len(sizes) > MOST_HELD or any(size > stored.size for size in sizes):
            raise NoSuchCheckpoint
        for size in sizes:
            await self._proofs.checkpoint(size)
        return BundleName(stored.size, max(map(_moment, stored.note.signatures), default=0), sizes)

    async def write(self, union_id: UUID, name: BundleName, target: IO[bytes]) -> Written:
        """Write a bundle; raises NoSuchCheckpoint, NotCovered."""
        stored = await self._proofs.checkpoint(name.size)
        note = self._pinned(stored.note, name.cosigned_until)
        proof = await self._proofs.union(union_id, name.size)
        proof = msgspec.structs.replace(proof, checkpoint=note.raw.decode())
        archive = _Archive(target, stored.taken_at)
        archive.add("checkpoint.note", note.raw)
        archive.add("proof.json", msgspec.json.encode(proof))
        for size in name.held:
            held = await self._proofs.held(union_id, size, name.size)
            archive.add(f"held/{size}.json", msgspec.json.encode(held))
        archive.add("catalogue.json", catalogue_document())
        charter, passed = await self._write_events(union_id, proof.head.position, archive)
        archive.add("union.json", self._union(union_id, note, charter, passed))
        archive.add("attachments.json", _attachments(passed))
        claims = await self._claims(union_id, proof.head.position)
        archive.add("claims.json", msgspec.json.encode(claims))
        archive.add("README.txt", _readme(proof, stored).encode())
        self._finish(archive, proof, stored, name)
        return Written(proof.head.position, stored.size, stored.checkpoint.short_code)

    async def _write_events(
        self, union_id: UUID, position: int, archive: "_Archive"
    ) -> tuple[bytes, Passed]:
        """Write every event up to the head, a stretch at a time."""
        passed = Passed()
        async with self._pool.union_tx(union_id) as connection:
            heads = await connection.fetch(_LOG["head"], union_id)
            with archive.opened("events.jsonl") as file:
                while True:
                    rows = await connection.fetch(
                        _AUDIT["bundle_events"], union_id, passed.last, position, _STRETCH_EVENTS
                    )
                    await asyncio.to_thread(file.write, passed.lines(rows))
                    if len(rows) < _STRETCH_EVENTS:
                        break
        return (heads[0]["charter"] if heads else b""), passed

    async def _claims(self, union_id: UUID, position: int) -> Claim:
        try:
            return await claims_at(self._shows, union_id, position)
        except self._stumbled as fault:
            return no_claims(position, type(fault).__name__)

    def _union(self, union_id: UUID, note: Note, charter: bytes, passed: Passed) -> bytes:
        """The union, and those of the known keys that have signed."""
        signed = {(line.name, line.key_id) for line in note.signatures}
        log_keys = [signer.public for signer in self._signing.every]
        document = {
            "format": "gonghui.union/1",
            "union_id": union_id,
            "code": passed.code,
            "name": passed.name,
            "charter": base64.b64encode(charter).decode(),
            "log_keys": _texts(log_keys, signed),
            "witness_keys": _texts(self._witnesses, signed),
        }
        return msgspec.json.encode(document)

    def _pinned(self, note: Note, until: int) -> Note:
        """Return the note without cosignatures that came after a moment."""
        kept = tuple(line for line in note.signatures if _moment(line) <= until)
        return Note(note.text, kept)

    def _finish(
        self, archive: "_Archive", proof: UnionProof, stored: StoredCheckpoint, name: BundleName
    ) -> None:
        """Add the index over all files and the note that signs it."""
        index = {
            "format": "gonghui.bundle/1",
            "union_id": proof.union_id,
            "checkpoint": {"size": stored.size, "root": stored.checkpoint.root.hex()},
            "position": proof.head.position,
            "held": name.held,
            "files": [archive.described(name) for name in sorted(archive.digests)],
        }
        raw = msgspec.json.encode(index)
        origin, digest = stored.checkpoint.origin, hashlib.sha256(raw).hexdigest()
        text = f"{origin}/bundle\n{proof.union_id}\n{digest}\n"
        archive.add("index.json", raw)
        archive.add("index.note", Note(text, (self._signing.own.sign(text.encode()),)).raw)
        archive.close()


class _Archive:
    """A zip whose bytes follow from what is added: one time for all files, no place, no owner."""

    def __init__(self, target: IO[bytes], moment: datetime) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._time = (moment.year, moment.month, moment.day, moment.hour, moment.minute, 0)
        self.digests: dict[str, tuple[str, int]] = {}

    def add(self, name: str, raw: bytes) -> None:
        with self.opened(name) as file:
            file.write(raw)

    def opened(self, name: str) -> "_Entry":
        """Begin a file; it is hashed while it is written."""
        info = zipfile.ZipInfo(name, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o644 << 16
        return _Entry(self, name, self._zip.open(info, "w", force_zip64=True))

    def described(self, name: str) -> dict[str, Any]:
        digest, size = self.digests[name]
        said = FILES.get(name)
        if said is None:
            number = name.removeprefix("held/").removesuffix(".json")
            said = Said(*(words.format(size=number) for words in HELD_FILE))
        return {"name": name, "bytes": size, "sha256": digest, "zh": said.zh, "en": said.en}

    def close(self) -> None:
        self._zip.close()


class _Entry:
    """One file of the zip while it is written."""

    def __init__(self, archive: _Archive, name: str, file: IO[bytes]) -> None:
        self._archive = archive
        self._name = name
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._archive.digests[self._name] = (self._digest.hexdigest(), self._size)

    def write(self, raw: bytes) -> None:
        self._digest.update(raw)
        self._size += len(raw)
        self._file.write(raw)


def _moment(line: SignatureLine) -> int:
    """Return when a line was made, by what it says itself; 0 for one that is no cosignature."""
    if len(line.signature) != _COSIGNATURE_BYTES:
        return 0
    return int.from_bytes(line.signature[:_MOMENT_BYTES], "big")


def _texts(keys: Sequence[PublicKey], signed: set[tuple[str, bytes]]) -> list[str]:
    return [key.text for key in keys if (key.name, key.key_id) in signed]


def _attachments(passed: Passed) -> bytes:
    papers = [
        {"sha256": digest, "positions": positions}
        for digest, positions in sorted(passed.papers.items())
    ]
    return msgspec.json.encode({"format": "gonghui.attachments/1", "attachments": papers})


def _readme(proof: UnionProof, stored: StoredCheckpoint) -> str:
    return README.format(
        union_id=proof.union_id,
        short_code=stored.checkpoint.short_code,
        position=proof.head.position,
    )
