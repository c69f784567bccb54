"""Login names: one spelling each, whatever way they are typed."""

import re
import unicodedata
from typing import Final

_NAME: Final = re.compile(r"[0-9a-z\u4e00-\u9fff][0-9a-z\u4e00-\u9fff._@+-]{2,63}")
LONGEST: Final = 64


def login_name(text: str) -> str | None:
    """Return a login name in its one spelling; None for what can be nobody's.

    Letters of any case and width are the same name, so that nobody takes one that looks like another's.
    """
    if len(text) > LONGEST:
        return None
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return folded if _NAME.fullmatch(folded) else None
