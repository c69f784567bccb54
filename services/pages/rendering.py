"""Templates become HTML: what every template can use, and how values of the books are written on a page.

Source of the forms of numbers and dates: users.md 7.2.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any, Final
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from domain.money import yuan_text
from services.clock import CHINA
from services.exporters import qr
from services.pages.charts import bars, lines
from services.words.capitals import capitals
from services.words.events import event_title
from services.words.forms import (
    act_words,
    choice_text,
    column_label,
    field_label,
    keys_owner,
    page_title,
    struct_title,
    yes_no_text,
)

NOTHING: Final = "--"
"""What stands where nothing is known: nothing and zero differ (users.md 7.1)."""
_DIGEST_CHARACTERS: Final = 16
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""Codes are words of the log; what people typed is shown as they typed it."""
_WHOLE_YUAN: Final = re.compile(r"[0-9]+(?=\.[0-9]{2}$)")


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return a template filled in. A name it uses and nobody gave stops it: no page with holes."""
    return environment().get_template(template).render(values)


@cache
def environment() -> Environment:
    """Return the one environment of all templates: everything that is filled in is escaped."""
    made = Environment(
        loader=PackageLoader("services.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.filters |= {
        "yuan": yuan,
        "day": day,
        "moment": moment,
        "value": shown,
        "choice": choice,
        "event_title": event_title,
        "grouped": grouped,
        "capitals": capitals,
        "qr": lambda text: Markup(qr.svg(text)),  # noqa: S704 # drawn by us, of a text that is only encoded
        "safe_svg": Markup,  # of a picture the service drew itself
    }
    made.globals |= {
        "asset": asset,
        "act": act_words,
        "title_of": page_title,
        "label": field_label,
        "column": column_label,
        "keys_owner": keys_owner,
        "struct": struct_title,
        "nothing": NOTHING,
        "bars": bars,
        "lines": lines,
    }
    return made


def yuan(fen: int | None, *, sign: bool = False) -> str:
    """Return fen as yuan with separators and two decimals: 1,123.00; -- for nothing."""
    if fen is None:
        return NOTHING
    whole, _, part = yuan_text(abs(fen)).partition(".")
    mark = "-" if fen < 0 else ("+" if sign and fen > 0 else "")
    return f"{mark}{int(whole):,}.{part or '00'}"


def grouped(text: str) -> str:
    """Return an amount of a document with separators: 99543.60 as 99,543.60."""
    return _WHOLE_YUAN.sub(lambda found: f"{int(found[0]):,}", text)


def day(value: date | None) -> str:
    """Return a date as 2026-03-05."""
    return NOTHING if value is None else f"{value:%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """Return an instant as China's wall clock shows it."""
    return NOTHING if value is None else f"{value.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def choice(value: object, field: str, owner: str = "") -> str:
    """Return what a code says; `owner` is the struct it stands in, where the field alone does not tell."""
    return NOTHING if value is None else choice_text(field, str(value), owner)


def shown(value: object, field: str = "") -> str:
    """Return any value of an answer as a page shows it; `field` tells money and choices by its name.

    Where the field alone does not tell it is written "Struct.field".
    """
    match value:
        case None | "" | () | []:
            return NOTHING
        case bool():
            owner, _, name = field.rpartition(".")
            return yes_no_text(owner, name, value=value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() if field.endswith("fen"):
            return yuan(value)
        case int():
            return str(value)
        case UUID():
            return str(value)[:8]
        case list() | tuple():
            return "、".join(shown(one, field) for one in value)
        case str() if _CODE.fullmatch(value):
            owner, _, name = field.rpartition(".")
            return choice_text(name, value, owner)
        case str():
            return value
        case _:
            return str(value)


def asset(name: str) -> str:
    """Return the address of a static file: it changes when any of them does, so that a browser may keep it."""
    return f"/static/{assets_digest()}/{name}"


@cache
def assets_digest() -> str:
    """Return what the static files are known by together."""
    digest = hashlib.sha256()
    for name in sorted(asset_names()):
        digest.update(read_asset(name))
    return digest.hexdigest()[:_DIGEST_CHARACTERS]


@cache
def asset_names() -> frozenset[str]:
    """Return the names of the static files."""
    folder = resources.files("services.pages").joinpath("static")
    return frozenset(one.name for one in folder.iterdir() if one.is_file())


@cache
def read_asset(name: str) -> bytes:
    """Return a static file."""
    return resources.files("services.pages").joinpath("static", name).read_bytes()
