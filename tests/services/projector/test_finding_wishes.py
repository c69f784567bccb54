"""The wishes about findings, disclosures and prints are carried out where they can be, and rebuilt alike."""

from datetime import date

from services.wiring import Wired
from tests.services.projector import books_wishes
from tests.services.projector.aid_wishes import Wished
from tests.services.projector.finding_wishes import group_of
from tests.services.projector.test_rebuilt_equals_live import rebuilt_differences
from tests.support.books import new_office

DAY = date(2026, 3, 2)


async def test_every_wish_about_findings_comes_true_in_some_union_and_is_rebuilt(
    books: Wired,
) -> None:
    office = await new_office(books)
    who = await office.member(1)
    sealed = await office.seal(who, "details", {"summary": "一"})
    await books_wishes.Books(office, sealed).staff(DAY)
    for kind, amount, which in (
        ("finding", 1, 0),
        ("finding_again", 1, 0),
        ("finding_again", 2, 0),
        ("finding_again", 3, 0),
        ("finding", 0, 1),
        ("finding_again", 4, 1),
        ("finding", 5, 2),
        ("publish", 11, 0),
        ("publish", 6, 1),
        ("publish", 5, 1),
        ("print", 1, 0),
    ):
        wished = Wished(office, who, DAY, amount=amount, which=which, sealed=sealed)
        outcome = await office.ask(group_of(kind, wished))
        assert not outcome.refused, (kind, amount, outcome.refused)
    assert await rebuilt_differences(books, stretch_events=5_000) == []
    assert await rebuilt_differences(books, stretch_events=3) == []
