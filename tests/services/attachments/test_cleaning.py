"""Pictures lose what tells of who took them, where and when, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.attachments import PaperNotOfItsKind, PaperSpoilt
from services.attachments.cleaning import CLEANERS, cleaned
from tests.services.attachments.pictures import (
    COLOURS,
    FRAME,
    GPS,
    JFIF,
    PDF,
    SCAN,
    TABLES,
    chunk,
    jpeg,
    phone_jpeg,
    phone_png,
    phone_webp,
    png,
    riff,
    segment,
    tiff,
    webp,
)

PHONES = {"image/jpeg": phone_jpeg, "image/png": phone_png, "image/webp": phone_webp}
PLAIN = {
    "image/jpeg": jpeg(),
    "image/png": png(),
    "image/webp": webp(),
    "application/pdf": PDF,
}
UPRIGHT = 1
_MARK = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"


@pytest.mark.parametrize("media_type", PHONES)
def test_of_a_phones_picture_the_pixels_and_which_way_up_are_left(media_type: str) -> None:
    taken = PHONES[media_type]
    made = cleaned(taken(6), media_type)
    assert GPS[:6] not in made
    assert _MARK + b"\x06" in made
    assert cleaned(made, media_type) == made
    assert GPS not in cleaned(taken(UPRIGHT), media_type)
    assert cleaned(taken(UPRIGHT), media_type) == PLAIN[media_type]


def test_of_a_jpeg_everything_that_makes_the_picture_stays() -> None:
    made = cleaned(phone_jpeg(UPRIGHT), "image/jpeg")
    assert made.startswith(b"\xff\xd8" + JFIF + COLOURS + TABLES + FRAME + SCAN)
    assert made.endswith(b"\xff\xd9")
    assert made.count(SCAN) == 2
    filled = jpeg().replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1)
    assert cleaned(filled, "image/jpeg") == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_every_way_a_photo_may_be_turned_is_kept(order: str, turned: int) -> None:
    given_ = jpeg(segment(0xE1, b"Exif\x00\x00" + tiff(turned, order)))
    assert _MARK + bytes((turned,)) in cleaned(given_, "image/jpeg")


def test_the_first_chunk_of_a_webp_promises_only_what_is_there() -> None:
    assert cleaned(phone_webp(6), "image/webp")[20] == 0x08
    assert cleaned(webp(flags=0x0C), "image/webp")[20] == 0


@pytest.mark.parametrize("media_type", CLEANERS)
def test_a_plain_file_stays_as_it_is(media_type: str) -> None:
    assert cleaned(PLAIN[media_type], media_type) == PLAIN[media_type]


@pytest.mark.parametrize("media_type", CLEANERS)
@pytest.mark.parametrize("said", CLEANERS)
def test_a_file_of_another_kind_is_told_by_its_beginning(media_type: str, said: str) -> None:
    if media_type == said:
        return
    with pytest.raises(PaperNotOfItsKind):
        cleaned(PLAIN[media_type], said)


@pytest.mark.parametrize("media_type", CLEANERS)
def test_a_file_that_breaks_off_anywhere_is_not_taken(media_type: str) -> None:
    whole = PLAIN[media_type]
    for length in range(len(whole) - 1 if media_type != "application/pdf" else len(whole) - 6):
        with pytest.raises((PaperSpoilt, PaperNotOfItsKind)):
            cleaned(whole[:length], media_type)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", b"\xff\xd8" + JFIF + b"\xff\xd9"),
        ("image/jpeg", b"\xff\xd8" + FRAME + b"\xff\xd9"),
        ("image/jpeg", jpeg(segment(0x02, b"reserved"))),
        ("image/jpeg", jpeg(b"\xff\xdb\x00\x01")),
        ("image/jpeg", jpeg(b"no marker")),
        ("image/png", png().replace(b"\xb1\x8f", b"\xb1\x8e")),
        ("image/png", b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")),
        ("image/webp", riff((b"VP8X", bytes(10)))),
        ("image/webp", riff((b"VP8X", bytes(9)), (b"VP8 ", b"."))),
        ("application/pdf", b"%PDF-1.4 and then nothing"),
    ],
)
def test_what_contradicts_itself_is_not_taken(media_type: str, content: bytes) -> None:
    with pytest.raises(PaperSpoilt):
        cleaned(content, media_type)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", jpeg(segment(0xFE, b"") * 2_000_000)),
        ("image/jpeg", b"\xff\xd8" + JFIF + TABLES + FRAME + SCAN + b"\xff" * 9_000_000),
        ("image/jpeg", b"\xff\xd8" + b"\xff" * 9_000_000),
        ("image/png", png(chunk(b"IDAT", b"") * 700_000)),
        ("image/webp", webp(*[(b"EXIF", b"")] * 1_000_000)),
    ],
    ids=["segments", "filled scan", "filled beginning", "chunks", "riff chunks"],
)
def test_a_file_made_to_keep_us_busy_is_refused_at_little_cost(
    media_type: str, content: bytes
) -> None:
    begun = time.process_time()
    with pytest.raises(PaperSpoilt):
        cleaned(content, media_type)
    assert time.process_time() - begun < 3  # seconds; what repeats itself would take hours


@given(st.sampled_from(sorted(CLEANERS)), st.data())
def test_whatever_comes_is_taken_or_refused_and_cleaning_again_changes_nothing(
    media_type: str, data: st.DataObject
) -> None:
    begun = PHONES.get(media_type, lambda _turned: PDF)(6)
    at = data.draw(st.integers(0, len(begun) - 1))
    content = begun[:at] + data.draw(st.binary(max_size=12)) + begun[at:]
    try:
        made = cleaned(content, media_type)
    except (PaperSpoilt, PaperNotOfItsKind):
        return
    assert cleaned(made, media_type) == made
