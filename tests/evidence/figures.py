"""The figures of `make evidence`: what is made, how much of it was noticed, and whether that is as it must be."""

import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

import uvloop

from services.wiring import Wired, wired
from tests.evidence.bundled import bundled
from tests.evidence.million import million
from tests.evidence.proofs import judge, mutants, valid
from tests.evidence.tampered_books import Noticed, false_alarms, ground, tamper
from tests.evidence.tampering import CLASSES
from tests.offline.altering import altered_bundles, is_refused
from tests.services.witness.hostile import hostile_answers
from tests.support.database import Server, create_database, drop_database


class Amounts(NamedTuple):
    """How much of each is made."""

    mutants_of_each_class: int = 300
    clean_verifications: int = 10_000
    proof_mutants: int = 100_000
    altered_bytes_of_each_file: int = 150
    hostile_answers: int = 1_200
    events_of_one_union: int = 1_000_000
    events_of_one_bundle: int = 100_000


QUICK = Amounts(10, 100, 5_000, 10, 120, 20_000, 10_000)


class Figure(NamedTuple):
    """A line of the answer: what was counted, what came of it, and whether it is as it must be."""

    name: str
    text: str
    holds: bool


def proof_figures(seed: int, amounts: Amounts) -> list[Figure]:
    """A2: proofs and mutants of proofs, by two verifiers."""
    good = judge(valid())
    bad = judge(mutants(random.Random(seed), amounts.proof_mutants))  # noqa: S311 # repeatable
    return [
        Figure(
            "valid proofs, trees up to 130",
            f"{good.accepted:,} of {good.looked_at:,} accepted, {good.disagreed} disagreements",
            good.accepted == good.looked_at and not good.disagreed,
        ),
        Figure(
            "mutants of proofs, size and root from the note",
            f"{bad.accepted:,} of {bad.looked_at:,} accepted, {bad.disagreed} disagreements",
            not bad.accepted and not bad.disagreed,
        ),
    ]


def bundle_figures(seed: int, amounts: Amounts) -> list[Figure]:
    """Bundles with one byte altered, of every file in them."""
    refused, made, files = 0, 0, set()
    for altered in altered_bundles(seed, amounts.altered_bytes_of_each_file):
        files.add(altered.name)
        made += 1
        refused += is_refused(altered.archive)
    text = f"{refused:,} of {made:,} refused, in {len(files)} files"
    return [Figure("bundles with one byte altered", text, refused == made)]


def witness_figures(seed: int, amounts: Amounts) -> list[Figure]:
    """A3: hostile answers to a witness."""
    tried = list(hostile_answers(seed, amounts.hostile_answers))
    cosigned = sum(one.cosigned for one in tried)
    refused = sum(one.fault in one.expected and one.is_unchanged for one in tried)
    kinds = len({one.kind for one in tried})
    text = f"{len(tried):,} of {kinds} kinds, {cosigned} cosigned, {refused:,} refused as meant"
    return [Figure("hostile answers to a witness", text, not cosigned and refused == len(tried))]


@asynccontextmanager
async def fresh_books(server: Server) -> AsyncIterator[Wired]:
    """Books in a database of their own, which is dropped in the end."""
    database = await create_database(server)
    async with wired(database.settings) as books:
        await books.builds.create_first()
        yield books
    await drop_database(server, database)


async def tampering_figures(
    server: Server, seed: int, amounts: Amounts, classes: Sequence[str], clean: int
) -> list[Figure]:
    """A1: mutants of some classes on real tables, and so many verifications of clean books before."""
    dice = random.Random(seed)  # noqa: S311 # repeatable
    async with fresh_books(server) as books, ground(books, dice) as found_on:
        begun = time.perf_counter()
        alarms = await false_alarms(found_on, clean)
        seconds = time.perf_counter() - begun
        noticed = await tamper(found_on, dice, amounts.mutants_of_each_class, classes)
        alarms += await false_alarms(found_on, len(found_on.logs))
    text = f"{alarms} in {clean + len(found_on.logs):,} clean verifications ({seconds:.0f} s)"
    return [*tamper_figures(noticed, classes), Figure("false alarms", text, not alarms)]


def tampered(
    server: Server, seed: int, amounts: Amounts, classes: Sequence[str], clean: int
) -> list[Figure]:
    """Run the tampering of some classes to its end."""
    return uvloop.run(tampering_figures(server, seed, amounts, classes, clean))


async def size_figures(server: Server, seed: int, amounts: Amounts) -> list[Figure]:
    """What a big bundle and a big union cost."""
    dice = random.Random(seed)  # noqa: S311 # repeatable
    async with fresh_books(server) as books:
        big = await bundled(books, amounts.events_of_one_bundle)
        huge = await million(books, dice, amounts.events_of_one_union)
    return [
        Figure(
            f"a bundle of {big.events:,} events",
            f"{big.megabytes:.0f} MB, written in {big.write_seconds:.1f} s, verified in "
            f"{big.verify_seconds:.1f} s, exit {big.status}",
            big.status == 0,
        ),
        Figure(
            f"a proof in a union of {amounts.events_of_one_union:,} events",
            f"{huge.proof_milliseconds:.1f} ms (median), first census {huge.census_seconds:.1f} s",
            huge.all_hold,
        ),
    ]


def tamper_figures(noticed: Noticed, classes: Sequence[str]) -> Iterator[Figure]:
    """One line for each class."""
    for name in classes:
        tampering = CLASSES[name]
        made = noticed.made[name]
        kinds = ", ".join(sorted(noticed.kinds[name]))
        if tampering.newer_only:
            newer, receipts = noticed.with_newer[name], noticed.with_receipt[name]
            text = (
                f"{noticed.with_held[name]} of {made} with the older checkpoint, "
                f"{newer} with the next one, {receipts} with a receipt"
            )
            yield Figure(name, text, newer == receipts == made)
        else:
            found = noticed.with_held[name]
            yield Figure(
                name, f"{found} of {made} with the held checkpoint: {kinds}", found == made
            )
