"""What a command is: a wish on one stream, with its business date. It may be refused."""

from datetime import date

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all commands. `occurred_on` is the business date of what they decide.

    Time and ids come in the command: `decide` has no clock and no dice.
    """

    occurred_on: date
