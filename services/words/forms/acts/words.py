"""What an operation that writes says about itself."""

from typing import NamedTuple


class ActWords(NamedTuple):
    """`button` names the effect, `title` heads the page, `consequence` says what happens and who goes on."""

    button: str
    title: str
    consequence: str
