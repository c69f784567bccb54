"""Why something was refused, in the words of a page."""

from services.http.problems import REASONS
from services.words.pages import ON_PAGES
from services.words.reason import Reason


def reason_on_page(code: str) -> Reason:
    """Return what is wrong and how to mend it at a page."""
    return ON_PAGES.get(code) or REASONS[code]


def said(code: str) -> str:
    """Return a reason as two sentences."""
    reason = reason_on_page(code)
    return f"{reason.what}。{reason.mend}"
