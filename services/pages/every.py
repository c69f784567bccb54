"""The modules whose import declares the pages."""

from typing import Final

from services.pages import homes, login, own_account, start

MODULES: Final = (
    login,
    own_account,
    start,
    homes,
)
