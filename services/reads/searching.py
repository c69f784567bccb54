"""Finding members by name, pinyin or the end of a number. Names are opened once and kept in memory, never written.

Of a union that is searched its names are held, and of numbers their last four digits and what a phone number
comes to under the union's key. What is held follows the roster, and is thrown away as soon as the
union's keys are of another generation: whoever was erased or restricted is not found from that moment on.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, Literal, NamedTuple
from uuid import UUID

from services.keys import Vault
from services.reads.ledger_pages import Raw
from services.reads.people import Opened, opened
from services.reads.roster import RosterLedgers
from services.reads.rows import MemberRow, Page
from services.reads.scope import Scope, Shows
from services.reads.spelling import EXACT, Typed, sort_key, spelled
from services.words.personal import ERASED

Mark = Callable[[str], bytes]
"""What a phone number comes to under the union's key: equal for equal numbers, and no way back."""
Sort = Literal["relevance", "name", "joined_on", "entered"]

_TAIL: Final = 4
_TAIL_TYPED: Final = re.compile(r"[0-9]{3}[0-9Xx]")
_PHONE_TYPED: Final = re.compile(r"1[0-9]{10}")
_SEALED: Final = ("identity", "profile")
_FAR: Final = 2**62
"""The position of an answer that asked no ledger."""
_STRETCH: Final = 500
"""People whose names are opened at once: between two stretches others get their turn."""
_PEOPLE_KEPT: Final = 200_000
"""People held in memory, of all unions together; the union asked about longest ago is forgotten first."""


class Asked(NamedTuple):
    """What members are looked for. `found_by_number`: who has the ID number that was typed, None: none was."""

    text: str = ""
    membership: str | None = None
    place_id: UUID | None = None
    sort: Sort = "relevance"
    found_by_number: Sequence[UUID] | None = None


class _Rank(NamedTuple):
    """How well somebody fits, and where their name stands among those that fit as well."""

    fit: int
    key: tuple[str, ...]


class _Standing(NamedTuple):
    """Who stands on the roster on the date, since when they are members, and the position this shows."""

    joined: dict[UUID, date | None]
    position: int


class Found(NamedTuple):
    """One page of those who fit, how many there are, and the position of the log it shows."""

    rows: list[MemberRow]
    total: int
    position: int


class _Known(NamedTuple):
    """One person, as far as it takes to find them."""

    spelled: str
    key: tuple[str, ...]
    tails: frozenset[str]
    phone: bytes | None


class _Names:
    """The people of one union, as of a position and a generation of its keys."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.position = 0
        self.people: dict[UUID, _Known] = {}


class SearchedLedgers(RosterLedgers):
    """What a search asks of the roster."""

    async def changed(self, scope: Scope, position: int) -> Page[Raw]:
        """The rows of the roster that changed after a position, as they are stored."""
        now = Scope(union_id=scope.union_id, as_of=scope.as_of, min_position=scope.min_position)
        return await self._page(
            now, "roster", "names_after", (position,), None, row=lambda raw, _: raw
        )

    async def standing(self, scope: Scope, asked: Asked, ids: Sequence[UUID] | None) -> _Standing:
        """Who of some, or of all, stands on the roster on the date, with the day they joined."""
        page = await self._page(
            scope,
            "roster",
            "standing",
            (scope.as_of, ids, asked.membership, asked.place_id),
            None,
            row=lambda raw, _: (raw["member_id"], raw["joined_on"]),
        )
        return _Standing(dict(page.rows), page.position)


class MemberSearch:
    """Searches rosters. One is made for a process: it holds the names."""

    def __init__(self, shows: Shows, vault: Vault) -> None:
        self._ledgers = SearchedLedgers(shows, vault)
        self._vault = vault
        self._held: OrderedDict[UUID, _Names] = OrderedDict()
        self._turns: dict[UUID, asyncio.Lock] = {}

    async def search(self, scope: Scope, asked: Asked, *, offset: int, limit: int) -> Found:
        """Return one page of who fits, as of the date; names are those the roster has now."""
        ranked, position = await self._ranked(scope, asked)
        standing = await self._ledgers.standing(
            scope, asked, None if ranked is None else list(ranked)
        )
        ordered = _ordered(asked, ranked, standing.joined)
        shown = ordered[offset : offset + limit]
        rows = {row.member_id: row for row in await self._ledgers.members_by_id(scope, shown)}
        return Found(
            [rows[who] for who in shown if who in rows and not _is_gone(rows[who], asked)],
            len(ordered),
            min(position, standing.position),
        )

    def forget(self, union_id: UUID) -> None:
        """Drop what is held of a union."""
        self._held.pop(union_id, None)

    async def _ranked(self, scope: Scope, asked: Asked) -> tuple[dict[UUID, _Rank] | None, int]:
        """Return who fits, each with their rank; None where nothing narrows the roster and no order needs names."""
        if asked.found_by_number is not None:
            return dict.fromkeys(asked.found_by_number, _Rank(EXACT, ())), _FAR
        if not spelled(asked.text) and asked.sort != "name":
            return None, _FAR
        names = await self._names(scope)
        mark = await self._mark(scope.union_id)
        people = names.people.copy()
        return await asyncio.to_thread(_fitting, people, asked, mark), names.position

    async def _mark(self, union_id: UUID) -> Mark:
        return partial((await self._vault.union_keys(union_id)).blind, "searched phone")

    async def _names(self, scope: Scope) -> _Names:
        """Return the names of a union, brought up to where its ledgers are now."""
        turn = self._turns.setdefault(scope.union_id, asyncio.Lock())
        async with turn:
            generation = await self._vault.generation(scope.union_id)
            names = self._held.get(scope.union_id)
            if names is None or names.generation != generation:
                names = _Names(generation)
            changed = await self._ledgers.changed(scope, names.position)
            for first in range(0, len(changed.rows), _STRETCH):
                await self._open(scope.union_id, names, changed.rows[first : first + _STRETCH])
            names.position = changed.position
            self._held[scope.union_id] = names
            self._held.move_to_end(scope.union_id)
            self._make_room()
            return names

    def _make_room(self) -> None:
        kept = sum(len(one.people) for one in self._held.values())
        while len(self._held) > 1 and kept > _PEOPLE_KEPT:
            _, forgotten = self._held.popitem(last=False)
            kept -= len(forgotten.people)

    async def _open(self, union_id: UUID, names: _Names, raws: Sequence[Raw]) -> None:
        """Open the names of some people; of whoever cannot be opened nothing is held."""
        open_ = await opened(
            self._vault, union_id, [raw[column] for raw in raws for column in _SEALED]
        )
        mark = await self._mark(union_id)
        found = await asyncio.to_thread(lambda: [(raw, _known(raw, open_, mark)) for raw in raws])
        for raw, known in found:
            if known is None:
                names.people.pop(raw["member_id"], None)
            else:
                names.people[raw["member_id"]] = known


def _fitting(people: Mapping[UUID, _Known], asked: Asked, mark: Mark) -> dict[UUID, _Rank]:
    """Return who of the people fits, and how well."""
    text = asked.text.strip()
    if _TAIL_TYPED.fullmatch(text):
        tail = text.upper()
        return {
            who: _Rank(EXACT, known.key) for who, known in people.items() if tail in known.tails
        }
    if _PHONE_TYPED.fullmatch(text):
        marked = mark(text)
        return {
            who: _Rank(EXACT, known.key) for who, known in people.items() if known.phone == marked
        }
    typed = Typed(text)
    fits: dict[str, int | None] = {}
    for known in people.values():
        if known.spelled not in fits:
            fits[known.spelled] = typed.fit(known.spelled)
    return {
        who: _Rank(fit, known.key)
        for who, known in people.items()
        if (fit := fits[known.spelled]) is not None
    }


def _known(raw: Raw, open_: Opened, mark: Mark) -> _Known | None:
    identity = open_.clear(raw["identity"], "identity")
    name = identity.get("name")
    if name is None:
        return None
    phone = open_.clear(raw["profile"], "profile").get("mobile")
    numbers = [identity.get("id_number"), phone]
    return _Known(
        spelled(name),
        sort_key(name),
        frozenset(number[-_TAIL:].upper() for number in numbers if number),
        None if phone is None else mark(phone),
    )


def _ordered(
    asked: Asked, ranked: Mapping[UUID, _Rank] | None, joined: Mapping[UUID, date | None]
) -> list[UUID]:
    """Put those who stand on the roster in the order asked for; ids are in the order of entering."""
    if asked.sort == "joined_on":
        return sorted(joined, key=lambda who: (joined[who] or date.max, who))
    if ranked is None or asked.sort == "entered":
        return sorted(joined)
    if asked.sort == "name":
        return sorted(joined, key=lambda who: (ranked[who].key, who))
    return sorted(joined, key=lambda who: (*ranked[who], who))


def _is_gone(row: MemberRow, asked: Asked) -> bool:
    """Somebody looked for by name or number who was erased since the names were opened."""
    return bool(asked.text) and row.person.name in (None, ERASED)
