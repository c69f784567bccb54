"""A refusal: the rules say no. It is a value with a stable code, and nothing is stored."""

import msgspec


class Refused(msgspec.Struct, frozen=True):
    """Why a command was not obeyed.

    `code` is `package.reason` and never changes its meaning; `field` names the command's field at
    fault. Neither ever holds a personal value.
    """

    code: str
    field: str = ""
