"""Asks the rules of `domain/irregularity` about unions: reads the log, opens what must be compared, checks.

Answers hold positions, ids, amounts and counts. What is sealed is compared in `opening.py` and stays there.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.accounts import Account, Chart
from domain.encoding import decode
from domain.event import Recorded
from domain.irregularity.across import (
    AcrossHit,
    Receipt,
    one_account_for_many,
    paid_in_two_unions,
    receipts_of,
)
from domain.irregularity.books import Books, Chained, books_of
from domain.irregularity.hit import Found, checked
from domain.irregularity.rules import ACROSS_UNIONS, RULES
from domain.policy.in_force import Adopted, policy_in_force
from domain.policy.irregularity import IrregularityPolicy
from domain.union.events import PolicyAdopted
from domain.upcasters import UnknownShape
from services.audit.opening import opened_facts, people_as_tokens
from services.audit.verify import BooksVerifier
from services.errors import UnionNotFound
from services.keys import Vault
from services.policies.charts import chart_in_force, kept_account
from services.policies.loader import preset_called
from services.store.contract import LogStore
from services.workdays import is_workday

_STRETCH_EVENTS = 5_000
_PRESET = "irregularity-national"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which days the rules are asked about (both included), and up to which position the log is known."""

    first: date
    until: date
    known_at: int | None = None


class UnitFound(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one rule about one unit of a federation; None: the unit has no log."""

    unit_id: UUID
    found: Found | None


class AcrossFound(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of one rule about the units of a federation, and what only shows between them.

    `unread` counts payments whose person could not be told (a key is gone): they were compared with nothing.
    """

    rule_id: str
    units: list[UnitFound]
    across: list[AcrossHit]
    receipts: int
    unread: int


class _Read(msgspec.Struct, frozen=True):
    """A log as far as it could be decoded."""

    events: tuple[Recorded, ...]
    unread: int


class Irregularities:
    """Reads logs and the vault; keeps nothing."""

    def __init__(self, log: LogStore, vault: Vault, verifier: BooksVerifier) -> None:
        self._log = log
        self._vault = vault
        self._verifier = verifier

    async def in_union(
        self, union_id: UUID, asked: Asked, rules: Sequence[str] = tuple(RULES)
    ) -> list[Found]:
        """Return what some rules, all by default, find in one union; raises UnionNotFound."""
        read = await self._read(union_id, asked.known_at)
        chain = await self._chain(union_id) if "R21" in rules else Chained()
        books = await self._books(union_id, asked, read, rules, chain)
        return await asyncio.to_thread(_checked, books, rules)

    async def in_units(
        self,
        federation_id: UUID,
        units: Sequence[UUID],
        rule_id: str,
        asked: Asked,
        instant: datetime | None = None,
    ) -> AcrossFound:
        """Return what one rule finds in each unit and, for R01 and R19, between them as known at an instant."""
        found: list[UnitFound] = []
        receipts: list[Receipt] = []
        for unit_id in units:
            try:
                known_at = None
                if instant is not None:
                    known_at = await self._log.position_at(unit_id, instant)
                read = await self._read(unit_id, known_at)
            except UnionNotFound:
                found.append(UnitFound(unit_id=unit_id, found=None))
                continue
            chain = await self._chain(unit_id) if rule_id == "R21" else Chained()
            books = await self._books(unit_id, asked, read, (rule_id,), chain)
            (answer,) = await asyncio.to_thread(_checked, books, (rule_id,))
            found.append(UnitFound(unit_id=unit_id, found=answer))
            if rule_id in ACROSS_UNIONS:
                people, accounts = await people_as_tokens(
                    self._vault, unit_id, federation_id, read.events
                )
                receipts += receipts_of(books, unit_id, people, accounts)
        return AcrossFound(
            rule_id=rule_id,
            units=found,
            across=_between(rule_id, receipts, asked),
            receipts=len(receipts),
            unread=sum(receipt.person is None for receipt in receipts),
        )

    async def _chain(self, union_id: UUID) -> Chained:
        verified = await self._verifier.union(union_id)
        return Chained(verified=True, broken=verified.broken)

    async def _books(
        self, union_id: UUID, asked: Asked, read: _Read, rules: Sequence[str], chain: Chained
    ) -> Books:
        adopted = tuple(_adopted(read.events))
        parameters = _parameters(adopted, asked.until)
        opened = await opened_facts(
            self._vault, union_id, read.events, parameters.employer_words, rules
        )
        days = {each.occurred_on for each in read.events}
        asked_about = {day for day in days if asked.first <= day <= asked.until}
        return books_of(
            read.events,
            first=asked.first,
            until=asked.until,
            chart=_chart(adopted, asked.until, read.events),
            opened=opened,
            rest_days=frozenset(day for day in asked_about if not is_workday(day)),
            chain=chain,
            unread=read.unread,
            offered=parameters,
        )

    async def _read(self, union_id: UUID, known_at: int | None) -> _Read:
        """Read a log up to a position; what cannot be decoded is counted, and its position is missing."""
        head = (await self._log.head(union_id)).position
        last = head if known_at is None else min(known_at, head)
        events: list[Recorded] = []
        reached = unread = 0
        while reached < last:
            stretch = await self._log.read_after(union_id, reached, _STRETCH_EVENTS, last)
            if not stretch:
                break
            for each in stretch:
                try:
                    event = decode(each.topic, each.schema_version, each.body)
                except (UnknownShape, msgspec.DecodeError):
                    unread += 1
                    continue
                events.append(
                    Recorded(
                        union_id=union_id,
                        position=each.position,
                        stream_id=each.stream_id,
                        version=each.version,
                        occurred_on=each.occurred_on,
                        recorded_at=each.recorded_at,
                        actor_id=each.actor_id,
                        command_id=each.command_id,
                        event=event,
                    )
                )
            reached = stretch[-1].position
        return _Read(tuple(events), unread)


def _checked(books: Books, rules: Iterable[str]) -> list[Found]:
    return [checked(RULES[rule_id], books) for rule_id in rules]


def _between(rule_id: str, receipts: list[Receipt], asked: Asked) -> list[AcrossHit]:
    """The county compares by the numbers on offer: its units may have adopted different ones."""
    offered = _offered()
    if rule_id == "R01":
        return paid_in_two_unions(
            receipts, first=asked.first, until=asked.until, repeat_days=offered.repeat_days
        )
    return one_account_for_many(
        receipts, first=asked.first, until=asked.until, sharers_least=offered.sharers_least
    )


def _adopted(log: Iterable[Recorded]) -> Iterable[Adopted]:
    for each in log:
        if isinstance(each.event, PolicyAdopted):
            yield Adopted(each.event.valid_from, each.event.policy)


def _parameters(adopted: tuple[Adopted, ...], day: date) -> IrregularityPolicy:
    """Return the numbers the union adopted, else those on offer: unions founded before have none of their own."""
    return policy_in_force(adopted, IrregularityPolicy, day) or _offered()


def _offered() -> IrregularityPolicy:
    preset = preset_called(_PRESET)
    if preset is None or not isinstance(preset.policy, IrregularityPolicy):
        raise LookupError(_PRESET)
    return preset.policy


def _chart(adopted: tuple[Adopted, ...], day: date, log: Iterable[Recorded]) -> Chart:
    """Return the chart in force, with the accounts of other standards that the books have used as well."""
    held = chart_in_force(adopted, day)
    accounts: dict[str, Account] = {} if held is None else dict(held.accounts)
    for code in {line.account for each in log for line in getattr(each.event, "lines", ())}:
        missing: str | None = code
        while missing is not None and missing not in accounts:
            accounts[missing] = kept_account(held, missing)
            missing = accounts[missing].parent
    if held is None:
        return Chart(standard_version="", version=0, accounts=accounts)
    return msgspec.structs.replace(held, accounts=accounts)
