"""With which status a paper that was not made is answered."""

from collections.abc import Mapping
from typing import Final

PRINT_STATUS: Final[Mapping[str, int]] = {
    "print.font_missing": 501,
    "print.too_long": 422,
    "print.timed_out": 503,
    "print.busy": 503,
    "print.failed": 500,
    "print.nothing_to_print": 404,
}
