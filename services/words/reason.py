"""What every reason shown to a person is made of."""

from typing import NamedTuple


class Reason(NamedTuple):
    """What is wrong and how the clerk mends it."""

    what: str
    mend: str
