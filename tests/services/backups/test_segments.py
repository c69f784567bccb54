"""Segments, timelines, gaps: what PostgreSQL's names say, and what would silently be the end of a recovery."""

import pytest

from services.backups.segments import (
    Left,
    Line,
    Segment,
    first_missing,
    newest_line,
    parse_history,
    parse_place,
    parse_segment,
    segment_name,
)

SIZE = 1 << 24


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("000000010000000000000001", Segment(1, 1)),
        ("0000000A00000001000000FF", Segment(10, 511)),
        ("000000010000000200000000", Segment(1, 512)),
    ],
)
def test_a_name_says_timeline_and_number(name: str, segment: Segment) -> None:
    assert parse_segment(name, SIZE) == segment
    assert segment_name(segment, SIZE) == name


@pytest.mark.parametrize(
    "name", ["00000002.history", "000000010000000000000001.00000028.backup", ""]
)
def test_other_files_of_the_archive_are_no_segments(name: str) -> None:
    assert parse_segment(name, SIZE) is None


def test_the_number_follows_from_the_size_of_segments() -> None:
    assert parse_segment("000000010000000100000000", 1 << 30) == Segment(1, 4)


def test_a_history_names_the_timelines_before_it() -> None:
    text = "1\t0/3000148\tno recovery target specified\n\n2\t1/0\tbefore 2026-11-21\n"
    assert parse_history(text) == [Left(1, parse_place("0/3000148")), Left(2, 1 << 32)]


def many(timeline: int, *numbers: int) -> list[Segment]:
    return [Segment(timeline, number) for number in numbers]


@pytest.mark.parametrize(
    ("kept", "since", "missing"),
    [
        (many(1, 3, 4, 5), 3, None),
        (many(1, 3, 5), 3, 4),
        (many(1, 4, 5), 3, 3),
        (many(1, 1, 3, 4), 3, None),
        ([], 3, None),
    ],
)
def test_a_gap_is_a_number_later_ones_are_kept_without(
    kept: list[Segment], since: int, missing: int | None
) -> None:
    name = None if missing is None else segment_name(Segment(1, missing), SIZE)
    assert first_missing(kept, Line(1, {}), since=since, segment_bytes=SIZE) == name


def test_after_a_restore_the_log_goes_on_on_another_timeline() -> None:
    kept = [*many(1, 1, 2, 3, 4), *many(2, 3, 4, 5)]
    line = newest_line(kept, {2: f"1\t0/{3 * SIZE + 100:X}\tx\n"})
    assert line == Line(2, {1: 3 * SIZE + 100})
    assert first_missing(kept, line, since=1, segment_bytes=SIZE) is None
    without = [one for one in kept if one != Segment(2, 4)]
    assert first_missing(without, line, since=1, segment_bytes=SIZE) == segment_name(
        Segment(2, 4), SIZE
    )


def test_a_backup_of_the_abandoned_end_is_not_on_the_line() -> None:
    line = Line(2, {1: 3 * SIZE})
    assert line.holds(1, 3 * SIZE)
    assert line.holds(2, 9 * SIZE)
    assert not line.holds(1, 3 * SIZE + 1)
    assert not line.holds(3, 1)
