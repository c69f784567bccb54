"""A form that was sent after its session had ended: kept in the pages of the door, for whoever filled it in.

It is sent on by nobody else: another person who logs in on that page comes to where it led, and it is gone.
"""

from typing import Final
from uuid import UUID

import msgspec

from services.pages.visit import Posted, owner_of

_PREFIX: Final = "kept."
_OWNER: Final = "kept_by"
_MOST: Final = 200_000
_SECRET: Final = frozenset({"password", "old", "new", "again", "code", "form_token"})


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a form, and whose it was: what `owner_of` says of their account."""

    fields: tuple[tuple[str, str], ...] = ()
    owner: str = ""

    def for_owner(self, account_id: UUID) -> "Kept":
        """Return it to its owner; nothing to anybody else."""
        return self if self.owner == owner_of(account_id) else Kept()


def token_in(posted: Posted) -> str:
    """Return the token of a session that a form carries."""
    return posted.text("form_token").partition(".")[0]


def kept_of(posted: Posted) -> Kept:
    """Return a form that came too late, without its secrets; one that is too long is not kept."""
    fields = [
        (name, text)
        for name, texts in posted.texts.items()
        if name not in _SECRET
        for text in texts
    ]
    if sum(len(name) + len(text) for name, text in fields) > _MOST:
        return Kept()
    return Kept(fields=tuple(fields), owner=posted.text("form_token").partition(".")[2])


def carried_in(posted: Posted) -> Kept:
    """Return the form that a page of the door carries."""
    fields = [
        (name.removeprefix(_PREFIX), text)
        for name, texts in posted.texts.items()
        if name.startswith(_PREFIX)
        for text in texts
    ]
    return Kept(fields=tuple(fields), owner=posted.text(_OWNER))
