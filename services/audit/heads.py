"""Heads of unions as the censuses keep them, read from the books."""

from typing import Any
from uuid import UUID

from domain.checkpoint import Head
from services.store.pool import Connection
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")


async def heads_at(connection: Connection, size: int) -> dict[UUID, Head]:
    """Return every union's head in the census `size`, in the order of their ids."""
    rows = await connection.fetch(_EVIDENCE["heads_at"], size)
    return {row["union_id"]: head_of(row) for row in rows}


def head_of(row: Any) -> Head:  # noqa: ANN401 # a row as the database gives it
    """Return the head a row of a census tells of."""
    return Head(
        union_id=row["union_id"], position=row["position"], hash=row["hash"], root=row["root"]
    )
