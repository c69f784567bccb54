"""The wishes about aid are carried out where they can be: else the random histories would prove nothing of them."""

from datetime import date

from domain.household.commands import OpenHouseholdFile
from services.wiring import Wired
from tests.services.projector import books_wishes
from tests.services.projector.aid_wishes import Wished, group_of
from tests.services.projector.test_rebuilt_equals_live import rebuilt_differences
from tests.support.books import new_office

DAY = date(2026, 3, 2)


async def test_every_wish_about_aid_comes_true_in_some_union_and_is_rebuilt(books: Wired) -> None:
    office = await new_office(books)
    who = await office.member(1)
    other = await office.member(2)
    sealed = await office.seal(who, "profile", {"name": "仲小妮"})
    await books_wishes.Books(office, sealed).staff(DAY)
    wished = Wished(office, who, DAY, amount=3, which=1, sealed=sealed)
    await office.do(
        OpenHouseholdFile(
            occurred_on=DAY,
            household_id=wished.household_id,
            file_no="KN1",
            householder_id=who,
            hardship_class="deep",
            circumstances=sealed,
        )
    )
    told = Wished(office, other, DAY, amount=2, which=2, sealed=sealed)
    for kind, about in (
        ("hardship", told),
        ("look_after", wished),
        ("aid_by_list", wished),
        ("list_returned", wished),
        ("ask_aid", Wished(office, who, DAY, amount=3, which=5, sealed=sealed)),
        ("list_given_up", Wished(office, who, DAY, amount=3, which=3, sealed=sealed)),
        ("condole_by_three", told),
        ("pair", wished),
        ("end_pairing", wished),
        ("visit", wished),
        ("visit_again", wished),
    ):
        outcome = await office.ask(group_of(kind, about))
        assert not outcome.refused, (kind, outcome.refused)
    assert await rebuilt_differences(books, stretch_events=5_000) == []
    assert await rebuilt_differences(books, stretch_events=3) == []
