"""A PgBouncer in transaction mode before PostgreSQL: how an address says that it leads through one.

Behind it a connection is another one after every transaction, so nothing may stay on a session: no settings, no
advisory locks, no prepared statement that PgBouncer does not know of. Source: assurance 2.6, 6.3; PgBouncer's
documentation, "SQL feature map for pooling modes".
"""

from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_MARK: Final = "pooler"


class Pooler(StrEnum):
    """What stands between a process and PostgreSQL; written `?pooler=…` in an address.

    `prepared` needs PgBouncer 1.21 or later with `max_prepared_statements` above zero: it then carries statements
    that were prepared once. `transaction` works with any, and each statement is parsed anew.
    """

    NONE = "none"
    TRANSACTION = "transaction"
    PREPARED = "prepared"


class PoolerUnknown(ValueError):
    """An address names a way through a pooler that there is not. Does not repeat the address."""


def reached(address: str) -> tuple[str, Pooler]:
    """Return the address as PostgreSQL's own, and what it leads through; raises PoolerUnknown."""
    parts = urlsplit(address)
    fields = parse_qsl(parts.query)
    named = [value for key, value in fields if key == _MARK]
    if not named:
        return address, Pooler.NONE
    kept = [(key, value) for key, value in fields if key != _MARK]
    try:
        return urlunsplit(parts._replace(query=urlencode(kept, safe="/"))), Pooler(named[-1])
    except ValueError:
        raise PoolerUnknown from None


def through(address: str, pooler: str) -> str:
    """Return the way to an address's database through the pooler at another address.

    Where that one does not say which kind it is, it is taken for one that knows no prepared statements.
    """
    there = urlsplit(pooler)
    fields = dict(parse_qsl(there.query))
    fields.setdefault(_MARK, Pooler.TRANSACTION)
    place = there.netloc.rpartition("@")[2]
    return urlunsplit(urlsplit(address)._replace(netloc=place, query=urlencode(fields, safe="/")))
