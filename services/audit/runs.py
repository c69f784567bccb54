"""Keeps that regular work was done, and how it came out: for `gonghui check --deploy` and the operator's page."""

from collections.abc import Mapping

import msgspec

from services.store.pool import Pool
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")


async def keep_run(
    checkpointer: Pool, kind: str, *, sound: bool, report: Mapping[str, object]
) -> None:
    """Keep one run of a kind of work, with the database's time and a report without personal data."""
    async with checkpointer.all_unions_tx() as connection:
        encoded = msgspec.json.encode(dict(report))
        await connection.execute(_EVIDENCE["add_check_run"], kind, sound, encoded)
