"""A base backup is compared with its manifest: whatever was changed, lost or added is found, in every file."""

import gzip
import hashlib
import io
import tarfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.backups.manifest import ManifestUnusable
from services.backups.shelf import BaseBackup, Shelf
from services.backups.unpacking import BaseDamaged, examine, unpack

FILES = {"PG_VERSION": b"18\n", "base/1/1259": b"page" * 4_000, "global/pg_control": b"control"}
SEGMENT = "000000010000000000000020"
"""Where the log stands that makes the backup consistent, in segments of a megabyte."""
OF_15 = b"8a744722"
"""What PostgreSQL 15 itself wrote into a manifest for its file `PG_VERSION`."""


def tar(files: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as made:
        folder = tarfile.TarInfo("pg_wal")
        folder.type = tarfile.DIRTYPE
        made.addfile(folder)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return raw.getvalue()


def manifest(files: dict[str, Any]) -> bytes:
    listed = [
        {
            "Path": name,
            "Size": len(content),
            "Checksum-Algorithm": "SHA256",
            "Checksum": hashlib.sha256(content).hexdigest(),
        }
        for name, content in files.items()
    ]
    ranges = [{"Timeline": 1, "Start-LSN": "0/2000028", "End-LSN": "0/2000100"}]
    head = {"PostgreSQL-Backup-Manifest-Version": 1, "Files": listed, "WAL-Ranges": ranges}
    return signed(msgspec.json.encode(head)[:-1] + b",\n")


def signed(raw: bytes) -> bytes:
    return raw + f'"Manifest-Checksum": "{hashlib.sha256(raw).hexdigest()}"}}\n'.encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole base backup."""
    made = tmp_path / "base" / "20261121T180000Z"
    made.mkdir(parents=True)
    (made / "base.tar.gz").write_bytes(gzip.compress(tar(FILES)))
    log = {SEGMENT: bytes(1 << 20)}
    (made / "pg_wal.tar.gz").write_bytes(gzip.compress(tar(log)))
    (made / "backup_manifest").write_bytes(manifest(FILES))
    return made


def base(folder: Path) -> BaseBackup:
    (found,) = Shelf(folder.parent.parent).bases
    return found


def faults(folder: Path) -> list[str]:
    with pytest.raises(BaseDamaged) as damaged:
        examine(base(folder))
    return damaged.value.faults


def test_a_whole_one_agrees_and_is_unpacked_as_it_was(folder: Path, tmp_path: Path) -> None:
    assert examine(base(folder)) == (3, 0)
    target = tmp_path / "data"
    target.mkdir()
    assert unpack(base(folder), target) == (3, 0)
    assert {name: (target / name).read_bytes() for name in FILES} == FILES
    assert (target / "pg_wal" / SEGMENT).exists()


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_file_is_found(folder: Path, name: str) -> None:
    for place in {0, len(FILES[name]) // 2, len(FILES[name]) - 1}:
        content = bytearray(FILES[name])
        content[place] ^= 1
        packed = gzip.compress(tar(FILES | {name: bytes(content)}))
        (folder / "base.tar.gz").write_bytes(packed)
        assert faults(folder) == [f"{name} checksum"]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (
            {name: FILES[name] for name in ("PG_VERSION", "base/1/1259")},
            "global/pg_control missing",
        ),
        (FILES | {"base/1/1": b""}, "base/1/1 added"),
        (FILES | {"../evil": b"x"}, "../evil kind"),
        (FILES | {"/evil": b"x"}, "/evil kind"),
        (FILES | {"PG_VERSION": b"18\n\n"}, "PG_VERSION size"),
    ],
)
def test_what_is_lost_or_added_is_found(
    folder: Path, tmp_path: Path, files: dict[str, bytes], fault: str
) -> None:
    (folder / "base.tar.gz").write_bytes(gzip.compress(tar(files)))
    assert faults(folder) == [fault]
    target = tmp_path / "data"
    target.mkdir()
    with pytest.raises(BaseDamaged):
        unpack(base(folder), target)
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("name", ["base.tar.gz", "pg_wal.tar.gz"])
def test_every_flipped_byte_of_what_is_packed_is_found(folder: Path, name: str) -> None:
    packed = (folder / name).read_bytes()
    for place in [*range(10, len(packed), 7), len(packed) - 1]:
        content = bytearray(packed)
        content[place] ^= 0x10
        (folder / name).write_bytes(content)
        assert faults(folder)


@pytest.mark.parametrize("name", ["base.tar.gz", "pg_wal.tar.gz"])
def test_what_is_cut_off_or_gone_is_found(folder: Path, name: str) -> None:
    packed = (folder / name).read_bytes()
    (folder / name).write_bytes(packed[:-9])
    assert faults(folder)
    (folder / name).unlink()
    assert faults(folder)


@pytest.mark.parametrize(
    "log", [{}, {"000000010000000000000021": bytes(1 << 20)}, {SEGMENT: b"cut"}]
)
def test_one_without_the_log_that_makes_it_consistent_is_found(
    folder: Path, log: dict[str, bytes]
) -> None:
    (folder / "pg_wal.tar.gz").write_bytes(gzip.compress(tar(log)))
    (fault,) = faults(folder)
    assert fault.startswith("pg_wal/")
    assert fault.endswith(" missing")


@pytest.mark.parametrize("name", ["base.tar.gz", "pg_wal.tar.gz"])
def test_a_file_that_comes_twice_is_found(folder: Path, tmp_path: Path, name: str) -> None:
    files = FILES if name == "base.tar.gz" else {SEGMENT: bytes(1 << 20)}
    first = next(iter(files))
    twice = io.BytesIO()
    with tarfile.open(fileobj=twice, mode="w") as made:
        for path, content in [*files.items(), (first, files[first])]:
            member = tarfile.TarInfo(path)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    (folder / name).write_bytes(gzip.compress(twice.getvalue()))
    (fault,) = faults(folder)
    assert fault.endswith(f"{first} twice")
    target = tmp_path / "data"
    target.mkdir()
    with pytest.raises(BaseDamaged):
        unpack(base(folder), target)


def test_every_flipped_byte_of_the_manifest_is_found(folder: Path) -> None:
    raw = (folder / "backup_manifest").read_bytes()
    for place in range(len(raw) - 3):
        content = bytearray(raw)
        content[place] ^= 1
        (folder / "backup_manifest").write_bytes(content)
        with pytest.raises((ManifestUnusable, BaseDamaged)):
            examine(base(folder))


def test_postgresqls_default_checksum_is_understood(folder: Path) -> None:
    (folder / "base.tar.gz").write_bytes(gzip.compress(tar({"PG_VERSION": b"15\n"})))
    listed = {"Path": "PG_VERSION", "Size": 3, "Checksum-Algorithm": "CRC32C", "Checksum": "CHECK"}
    ranges = [{"Timeline": 1, "Start-LSN": "0/2000028", "End-LSN": "0/2000100"}]
    head = msgspec.json.encode({"Files": [listed], "WAL-Ranges": ranges})[:-1] + b",\n"
    (folder / "backup_manifest").write_bytes(signed(head.replace(b"CHECK", OF_15)))
    assert examine(base(folder)) == (1, 0)
    (folder / "backup_manifest").write_bytes(signed(head.replace(b"CHECK", b"00000000")))
    assert faults(folder) == ["PG_VERSION checksum"]
