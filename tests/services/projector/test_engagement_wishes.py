"""The wishes about audits are carried out where they can be, and what they leave is rebuilt the same."""

from datetime import date

from services.wiring import Wired
from tests.services.projector import books_wishes
from tests.services.projector.aid_wishes import Wished
from tests.services.projector.engagement_wishes import KINDS, group_of
from tests.services.projector.test_rebuilt_equals_live import rebuilt_differences
from tests.support.books import new_office

DAY = date(2026, 3, 2)


async def test_every_wish_about_audits_comes_true_in_some_union_and_is_rebuilt(
    books: Wired,
) -> None:
    office = await new_office(books)
    who = await office.member(1)
    sealed = await office.seal(who, "profile", {"name": "仲小妮"})
    await books_wishes.Books(office, sealed).staff(DAY)
    for which in (1, 0):
        for kind in KINDS:
            wished = Wished(office, who, DAY, amount=which + 3, which=which, sealed=sealed)
            outcome = await office.ask(group_of(kind, wished))
            assert not outcome.refused, (kind, outcome.refused)
    assert await rebuilt_differences(books, stretch_events=5_000) == []
    assert await rebuilt_differences(books, stretch_events=3) == []
