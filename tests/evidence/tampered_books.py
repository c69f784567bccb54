"""Books to be tampered with, and who must notice: with a checkpoint held outside, a newer one, or a receipt."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple

import asyncpg

from domain.dues.commands import ReceiveDues
from services.audit.held import Held, held_of
from services.audit.verify import UnionVerified
from services.wiring import Wired
from tests.evidence.tampering import CLASSES, Log, put_back, read_log
from tests.support.books import Office, new_office

UNIONS = 6


class Ground(NamedTuple):
    """Some logs, each with a checkpoint from an earlier moment of its own, and one that covers them all."""

    books: Wired
    superuser: asyncpg.Connection
    logs: Sequence[Log]
    held: dict[int, Held]
    newest: Held


class Noticed(NamedTuple):
    """How many mutants of each class were made, and how many were noticed how."""

    made: Counter[str]
    with_held: Counter[str]
    with_newer: Counter[str]
    with_receipt: Counter[str]
    kinds: dict[str, Counter[str]]


@asynccontextmanager
async def ground(books: Wired, dice: random.Random) -> AsyncIterator[Ground]:
    """Unions of some dozen events, with checkpoints taken in between."""
    offices = [await new_office(books, code=f"U{n}", county=f"C{n}") for n in range(UNIONS)]
    held: dict[int, Held] = {}
    positions: dict[int, int] = {}
    for nth, office in enumerate(offices):
        who = await office.member(nth + 1)
        await _receive(office, who, dice.randrange(8, 40))
        taken = await books.checkpointer.take()
        assert taken.checkpoint is not None
        held[nth], positions[nth] = held_of(taken.checkpoint), (await office.head()).position
        await _receive(office, who, dice.randrange(4, 20))
    taken = await books.checkpointer.take()
    assert taken.checkpoint is not None
    superuser = await asyncpg.connect(books.settings.database_url)
    try:
        other = (await read_log(superuser, offices[0].union_id, 1, {})).rows[3]
        another = (await read_log(superuser, offices[1].union_id, 1, {})).rows[3]
        logs = [
            await read_log(superuser, office.union_id, positions[nth], other if nth else another)
            for nth, office in enumerate(offices)
        ]
        yield Ground(books, superuser, logs, held, held_of(taken.checkpoint))
    finally:
        await superuser.close()


async def _receive(office: Office, who: object, times: int) -> None:
    for nth in range(times):
        await office.do(
            ReceiveDues(
                occurred_on=date(2026, 12, 1),
                member_id=who,  # type: ignore[arg-type] # a member's id
                dues_month=f"2026-{nth % 12 + 1:02d}",
                amount_fen=100 + nth,
            )
        )


async def tamper(
    found_on: Ground, dice: random.Random, mutants: int, classes: Iterable[str] = CLASSES
) -> Noticed:
    """Make so many mutants of each class; say who noticed. The books are put back after each."""
    noticed = Noticed(Counter(), Counter(), Counter(), Counter(), {})
    for name in classes:
        tampering = CLASSES[name]
        noticed.kinds[name] = Counter()
        for _ in range(mutants):
            nth = dice.randrange(len(found_on.logs))
            log = found_on.logs[nth]
            await tampering.act(found_on.superuser, log, dice)
            noticed.made[name] += 1
            found = await verified(found_on, log, found_on.held[nth])
            if names_place(found, log):
                noticed.with_held[name] += 1
                noticed.kinds[name][found.broken.fault if found.broken else ""] += 1
            if tampering.newer_only:
                newer = await verified(found_on, log, found_on.newest)
                noticed.with_newer[name] += names_place(newer, log)
                noticed.with_receipt[name] += await receipt_differs(found_on, log)
            await put_back(found_on.superuser, log)
    return noticed


async def verified(found_on: Ground, log: Log, held: Held) -> UnionVerified:
    """What the verifier finds in one union, given a checkpoint from outside."""
    verifier = found_on.books.verifier
    return await verifier.union(log.union_id, await verifier.vouching(held))


def names_place(found: UnionVerified, log: Log) -> bool:
    """Whether a break was reported, with its union, a position inside the log, and a kind."""
    broken = found.broken
    return (
        broken is not None
        and found.union_id == log.union_id
        and 1 <= broken.position <= len(log.rows) + 1
        and bool(broken.fault)
    )


async def receipt_differs(found_on: Ground, log: Log) -> bool:
    """Whether the receipt of the newest event still finds what it was given for."""
    last = log.rows[-1]
    verifier = found_on.books.verifier
    found = await verifier.receipt(log.union_id, last["position"], last["hash"])
    return found is not None


async def false_alarms(found_on: Ground, times: int) -> int:
    """Verify untouched books so many times; return how often something was said against them."""
    alarms = 0
    for nth in range(times):
        log = found_on.logs[nth % len(found_on.logs)]
        held = found_on.newest if nth % 2 else found_on.held[nth % len(found_on.logs)]
        found = await verified(found_on, log, held)
        alarms += found.broken is not None
    return alarms
