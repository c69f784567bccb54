"""How many parts a picture may be made of: a file of nothing but empty ones would keep us counting."""

from typing import Final

from services.attachments.faults import PaperSpoilt

MOST_PARTS: Final = 20_000


def refuse_too_many(count: int) -> None:
    """Raise PaperSpoilt where no picture is made of so many parts."""
    if count > MOST_PARTS:
        raise PaperSpoilt
