"""The parts of an .xlsx, unpacked once under limits and packed anew for the parser.

The parser sees exactly the bytes that were scanned: no second reading of zip headers, so two
readers cannot be made to disagree about a file.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import defusedxml.ElementTree as DefusedTree
from defusedxml.common import DefusedXmlException

from services.importers.limits import Limits
from services.importers.refused import WorkbookRefused

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
KNOWN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)
CHUNK = 2**20


def unpack(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts by name in lower case. Pictures and printer settings are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            judge(entries, limits)
            return read_parts(archive, entries, limits)
    except BROKEN as error:
        raise WorkbookRefused("unreadable") from error


def judge(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """What the directory alone already says."""
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > limits.parts or sum(e.file_size for e in entries) > limits.unpacked_bytes:
        raise WorkbookRefused("too_large")
    if any(inflates_too_much(entry, limits) for entry in entries):
        raise WorkbookRefused("too_large")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise WorkbookRefused("encrypted")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise WorkbookRefused("macro")
    if WORKBOOK not in names:
        raise WorkbookRefused("not_a_workbook")
    if len(set(names)) != len(names) or any(e.compress_type not in KNOWN_METHODS for e in entries):
        raise WorkbookRefused("unreadable")


def inflates_too_much(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    return entry.file_size > max(limits.ratio_from_bytes, limits.ratio * entry.compress_size)


def read_parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            part = read_counted(archive, entry, left)
            left -= len(part)
            refuse_unsafe_xml(part)
            parts[entry.filename.lower()] = part
    return parts


def read_counted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Counts what really comes out; the sizes in the directory are only claims."""
    chunks = []
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise WorkbookRefused("too_large")
            chunks.append(chunk)
    return b"".join(chunks)


def refuse_unsafe_xml(part: bytes) -> None:
    if b"\0" in part:  # UTF-16 or worse: the raw search below would be blind
        raise WorkbookRefused("unreadable")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise WorkbookRefused("dtd")


def repack(parts: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name to part name, as the workbook says; anything ambiguous is refused."""
    try:
        targets = dict(unique(relations(parts.get(RELATIONS, b""))))
        return dict(unique((name, part_of(targets[key])) for name, key in sheets(parts[WORKBOOK])))
    except (DefusedTree.ParseError, DefusedXmlException, KeyError, ValueError) as error:
        raise WorkbookRefused("unreadable") from error


def unique(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen = set()
    for key, value in pairs:
        if key in seen:
            raise WorkbookRefused("unreadable")
        seen.add(key)
        yield key, value


def relations(xml: bytes) -> Iterator[tuple[str, str]]:
    for element in DefusedTree.fromstring(xml).iter():
        if local(element.tag) == "Relationship":
            yield element.attrib["Id"], element.attrib["Target"]


def sheets(xml: bytes) -> Iterator[tuple[str, str]]:
    for element in DefusedTree.fromstring(xml).iter():
        if local(element.tag) == "sheet":
            (key,) = (value for name, value in element.attrib.items() if local(name) == "id")
            yield element.attrib["name"], key


def part_of(target: str) -> str:
    """A target may be relative to `xl/` or absolute; some writers use back slashes."""
    plain = target.replace("\\", "/").removeprefix("/").lower()
    return plain if plain.startswith("xl/") else f"xl/{plain}"


def local(tag: str) -> str:
    return tag.rpartition("}")[2]
