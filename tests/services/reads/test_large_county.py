"""A large unit made through imports: its roster is searched, counted and paged; a small one of its kind here."""

from datetime import date

import msgspec

from services.reads import Scope
from services.reads.searching import Asked
from services.wiring import wired
from tests.support.database import Database
from tests.support.large_county import make

TODAY = date(2026, 11, 21)


async def test_a_large_county_is_made_through_imports_and_answers_searches(
    database: Database,
) -> None:
    made = await make(database.settings, members=300, paying=20)
    scope = Scope(union_id=made.union_id, as_of=TODAY)
    async with wired(database.settings) as books:
        every = await books.ledgers.members(msgspec.structs.replace(scope, counts=True), limit=10)
        assert (len(every.rows), every.total) == (10, 300)
        totals = await books.ledgers.dues_month_totals(scope, "2026-10")
        assert (totals.members, totals.members_due, totals.members_unpaid) == (300, 20, 2)
        search = books.member_search
        wang = await search.search(scope, Asked("wang"), offset=0, limit=5)
        assert 0 < len(wang.rows) <= 5 <= wang.total < 300
        seen = [
            row.member_id
            for first in range(0, 300, 100)
            for row in (
                await search.search(scope, Asked(sort="name"), offset=first, limit=100)
            ).rows
        ]
        assert len(set(seen)) == 300
        search.forget(made.union_id)
        again = await search.search(scope, Asked("wang"), offset=0, limit=5)
        assert again == wang
