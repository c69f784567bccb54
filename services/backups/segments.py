"""Names and order of write-ahead log segments, across timelines (PostgreSQL manual 26.3.5, 65.6).

A segment's name is timeline, high and low half of its number, eight hexadecimal digits each. Every restore begins
another timeline; its history file names the ones before it and where each was left.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

_SEGMENT: Final = re.compile(r"\A([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\Z")
_HISTORY: Final = re.compile(r"\A([0-9A-F]{8})\.history\Z")
_LEFT: Final = re.compile(r"^\s*(\d+)\s+([0-9A-F]+/[0-9A-F]+)", re.MULTILINE)
_LOG_BYTES: Final = 1 << 32
_SMALLEST: Final = 1 << 20
_LARGEST: Final = 1 << 30


class Segment(NamedTuple):
    """One segment: its timeline and its number, counted over the whole log."""

    timeline: int
    number: int


class Left(NamedTuple):
    """An earlier timeline and the place in the log (bytes) where it was left."""

    timeline: int
    place: int


class SegmentMissing(Exception):
    """The archive has a gap: what was recorded after it cannot be restored. Names the first missing segment."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def parse_place(text: str) -> int:
    """Return a place in the log, written as `0/2000028`, in bytes."""
    high, _, low = text.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def parse_segment(name: str, segment_bytes: int) -> Segment | None:
    """Read a segment's file name; None for any other file."""
    match = _SEGMENT.match(name)
    if match is None:
        return None
    timeline, high, low = (int(part, 16) for part in match.groups())
    return Segment(timeline, high * (_LOG_BYTES // segment_bytes) + low)


def is_segment(name: str) -> bool:
    """Tell whether a file's name is a segment's."""
    return _SEGMENT.match(name) is not None


def is_segment_size(size: int) -> bool:
    """Tell whether a segment may have that many bytes (PostgreSQL manual, `initdb --wal-segsize`)."""
    return _SMALLEST <= size <= _LARGEST and size.bit_count() == 1


def segment_name(segment: Segment, segment_bytes: int) -> str:
    """Return the name of a segment's file."""
    high, low = divmod(segment.number, _LOG_BYTES // segment_bytes)
    return f"{segment.timeline:08X}{high:08X}{low:08X}"


def parse_history_name(name: str) -> int | None:
    """Return the timeline whose history a file holds; None for any other file."""
    match = _HISTORY.match(name)
    return None if match is None else int(match[1], 16)


def parse_history(text: str) -> list[Left]:
    """Return the timelines before one, oldest first."""
    return [Left(int(match[1]), parse_place(match[2])) for match in _LEFT.finditer(text)]


class Line(NamedTuple):
    """One way through the timelines: the newest one, and the earlier ones with the place each was left at."""

    timeline: int
    earlier: Mapping[int, int]

    def holds(self, timeline: int, place: int) -> bool:
        """Tell whether a place of a timeline lies on this line."""
        return timeline == self.timeline or place <= self.earlier.get(timeline, -1)

    def passes(self, segment: Segment, segment_bytes: int) -> bool:
        """Tell whether some of a segment lies on this line."""
        left = self.earlier.get(segment.timeline)
        is_before = left is not None and segment.number <= left // segment_bytes
        return segment.timeline == self.timeline or is_before


def newest_line(segments: Iterable[Segment], histories: Mapping[int, str]) -> Line:
    """Return the line that ends in the newest timeline."""
    newest = max({*(one.timeline for one in segments), *histories}, default=1)
    return Line(
        newest, {left.timeline: left.place for left in parse_history(histories.get(newest, ""))}
    )


def first_missing(
    segments: Collection[Segment], line: Line, *, since: int, segment_bytes: int
) -> str | None:
    """Return the first segment from the number `since` on that a later one is kept without; None: no gap."""
    kept = {one.number for one in segments if line.passes(one, segment_bytes)}
    last = max(kept, default=since)
    for number in range(since, last):
        if number not in kept:
            return segment_name(Segment(line.timeline, number), segment_bytes)
    return None
