"""Takes out of a file what is about the photographer and not about the paper: place, time, device, thumbnails.

Done without a library of pictures, by leaving out parts of the file that hold no pixels: the pixels stay as they
are, bit for bit. Which way up a photo is held is kept. Cleaning what was cleaned changes nothing. A PDF stays as it
is: its author and dates are inside its structure, and a signature over it (电子发票) would no longer hold.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.attachments.cleaning.jpeg import cleaned_jpeg
from services.attachments.cleaning.pdf import checked_pdf
from services.attachments.cleaning.png import cleaned_png
from services.attachments.cleaning.webp import cleaned_webp

CLEANERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": cleaned_jpeg,
    "image/png": cleaned_png,
    "image/webp": cleaned_webp,
    "application/pdf": checked_pdf,
}
"""The kinds of files taken in."""


def cleaned(content: bytes, media_type: str) -> bytes:
    """Return a file without what tells of who made it; raises PaperNotOfItsKind or PaperSpoilt."""
    return CLEANERS[media_type](content)
