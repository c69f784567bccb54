"""How old the evidence is, and what is warned of."""

import pytest

from services.audit.ages import Ages, Attested
from tests.support.books import Office


@pytest.mark.parametrize(
    ("ages", "warned"),
    [
        (Ages(0, [10]), []),
        (Ages(None, [10]), []),
        (Ages(301, [10]), ["checkpoint_old"]),
        (Ages(-86_400, [10]), ["clock_differs"]),
        (Ages(0, []), ["no_witness"]),
        (Ages(0, [10, None]), ["cosignature_old"]),
        (Ages(0, [10, 301]), ["cosignature_old"]),
        (Ages(0, [None]), ["cosignature_old"]),
    ],
)
def test_what_is_old_is_warned_of(ages: Ages, warned: list[str]) -> None:
    assert ages.warnings() == warned


def test_the_last_word_of_any_witness_is_the_age_shown() -> None:
    assert Ages(0, [None, 40, 20]).cosignature == 20
    assert Ages(0, [None]).cosignature is None


async def test_without_news_no_checkpoint_is_old(office: Office) -> None:
    books = office.books
    attested = Attested(books.pools.auditor, ["witness.example"])
    await books.checkpointer.take()
    assert await attested.ages() == Ages(0, [None])
