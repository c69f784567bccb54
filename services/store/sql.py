"""Named queries: blocks `-- name: xyz` of a .sql file inside a package, read once."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*--.*$\n?", re.MULTILINE)


class QueryNamedTwice(Exception):
    """Two blocks of one file have the same name."""


def text(package: str, name: str) -> str:
    """Return a .sql file that lies beside a package's modules."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def queries(package: str, name: str = "queries.sql") -> Mapping[str, str]:
    """Return the named queries of one file, for example of `projections.roster`."""
    parts = _NAME.split(text(package, name))
    found: dict[str, str] = {}
    for title, block in zip(parts[1::2], parts[2::2], strict=True):
        if title in found:
            raise QueryNamedTwice(title)
        found[title] = _COMMENT.sub("", block).strip()
    return MappingProxyType(found)
