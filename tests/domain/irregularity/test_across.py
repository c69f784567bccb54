"""R01 and R19 across unions: the same person, the same account, and never more than places."""

from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.irregularity.across import (
    Place,
    Receipt,
    one_account_for_many,
    paid_in_two_unions,
    receipts_of,
)
from tests.domain.irregularity.telling import FIRST, MEMBER, UNTIL, Log, day

ONE, TWO, THREE = (UUID(int=number) for number in (901, 902, 903))


def receipt(union_id: UUID, number: int, **changed: object) -> Receipt:
    got = Receipt(
        on=day(3, number),
        union_id=union_id,
        position=number,
        amount_fen=1_000,
        cause="aid:living_aid",
        person="p",
    )
    return msgspec.structs.replace(got, **changed)


def repeated(*receipts: Receipt, repeat_days: int = 31) -> list[tuple[Place, ...]]:
    hits = paid_in_two_unions(receipts, first=FIRST, until=UNTIL, repeat_days=repeat_days)
    assert {hit.kind for hit in hits} <= {"same_person_in_two_unions"}
    return [hit.places for hit in hits]


def shared(*receipts: Receipt) -> list[tuple[Place, ...]]:
    hits = one_account_for_many(receipts, first=FIRST, until=UNTIL, sharers_least=2)
    assert {hit.kind for hit in hits} <= {"one_account_in_two_unions"}
    return [hit.places for hit in hits]


def test_one_person_paid_for_one_cause_in_two_unions_hits() -> None:
    found = repeated(receipt(TWO, 9), receipt(ONE, 2))
    assert found == [(Place(union_id=ONE, position=2), Place(union_id=TWO, position=9))]


def test_one_union_another_cause_somebody_else_or_much_later_do_not() -> None:
    first = receipt(ONE, 1)
    assert repeated(first, receipt(ONE, 2)) == []
    assert repeated(first, receipt(TWO, 2, cause="aid:medical_aid")) == []
    assert repeated(first, receipt(TWO, 2, person="q")) == []
    assert repeated(first, receipt(TWO, 2, person=None)) == []
    assert repeated(first, receipt(TWO, 12), repeat_days=10) == []


def test_one_account_for_people_of_two_unions_hits() -> None:
    got = receipt(ONE, 1, account="a"), receipt(TWO, 2, account="a", person="q")
    assert len(shared(*got)) == 1


def test_one_account_of_one_person_or_of_one_union_does_not() -> None:
    first = receipt(ONE, 1, account="a")
    assert shared(first, receipt(TWO, 2, account="a")) == []
    assert shared(first, receipt(ONE, 2, account="a", person="q")) == []
    assert shared(first, receipt(TWO, 2, account="b", person="q")) == []


def test_receipts_are_what_stands_in_the_books() -> None:
    log = Log()
    place = log.aid(day(3))
    log.condolence(day(4), occasion="festival", festival="mid_autumn")
    got = list(receipts_of(log.books(), ONE, {MEMBER: "p"}, {place: "a"}))
    assert [(each.cause, each.person, each.account) for each in got] == [
        ("aid:living_aid", "p", "a"),
        ("condolence:festival:mid_autumn", "p", None),
    ]


@given(st.permutations([receipt(union, n) for n, union in enumerate((ONE, TWO, TWO, THREE), 1)]))
def test_the_order_in_which_unions_are_read_does_not_matter(receipts: list[Receipt]) -> None:
    assert repeated(*receipts) == [
        (Place(union_id=ONE, position=1), Place(union_id=TWO, position=2)),
        (Place(union_id=TWO, position=3), Place(union_id=THREE, position=4)),
    ]
