"""The typed sheet of a dues month: lines pasted by name, sums, and how a rule is spoken."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from services.pages.dues_sheet import counted, filled, percent, placed, rows_of
from services.pages.visit import Posted
from services.reads.dues_months import DuesCell
from services.reads.people import Person

ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def cell(member_id: UUID, name: str, unpaid_fen: int = 2615) -> DuesCell:
    return DuesCell(
        member_id=member_id,
        person=Person(name=name, id_number=None),
        department=None,
        membership="active",
        branch=None,
        group=None,
        base_fen=523_000,
        due_fen=2615,
        waived_fen=0,
        received_fen=2615 - unpaid_fen,
        unpaid_fen=unpaid_fen,
        arrears_fen=0,
        months_in_arrears=0,
    )


CELLS = [cell(ONE, "仲*"), cell(TWO, "仲*"), cell(THREE, "司**明", unpaid_fen=0)]


async def nobody(_: str) -> Sequence[UUID]:
    raise AssertionError


async def second(name: str) -> Sequence[UUID]:
    return [TWO, UUID(int=9)] if name == "仲平" else [ONE, TWO]


async def may_not_ask(_: str) -> None:
    return None


async def test_a_name_that_looks_like_one_persons_is_placed_without_asking() -> None:
    pasted = "姓名\t部门\t金额\n司马阳明\t一车间\t1,026.15\n"
    given, left = await placed(pasted, CELLS, {}, nobody)
    assert given == {str(THREE): "1,026.15"}
    assert not left


async def test_people_who_look_alike_are_told_apart_by_the_whole_name() -> None:
    given, left = await placed("仲平 26.15\n仲安 26.15", CELLS, {}, second)
    assert list(given) == [str(TWO)]
    assert [(one.line, one.why) for one in left] == [("仲安 26.15", "有同名的人，请在表中直接填写")]


async def test_whoever_may_not_search_places_nobody_who_looks_like_another() -> None:
    given, left = await placed("仲平 26.15", CELLS, {}, may_not_ask)
    assert not given
    assert left[0].why.startswith("有同名的人")


async def test_a_line_twice_or_of_nobody_or_without_a_name_is_handed_back() -> None:
    pasted = "司马阳明\t5\n司马阳明\t6\n诸葛\t5\n7\n"
    given, left = await placed(pasted, CELLS, {}, second)
    assert given == {str(THREE): "5"}
    assert [one.why for one in left] == [
        "同一个人出现了两次",
        "这张表上没有这个人",
        "没有同时找到姓名和金额",
    ]


def test_blank_lines_are_filled_with_what_is_unpaid_and_typed_ones_stay() -> None:
    assert filled(CELLS, {str(TWO): "1"}) == {str(ONE): "26.15", str(TWO): "1"}


def test_sums_count_what_was_typed_and_say_by_how_much_the_paper_differs() -> None:
    typed = {str(ONE): "26.15", str(TWO): "２０", str(THREE): "abc"}
    posted = Posted(texts={"declared_heads": ["3 人"], "declared_fen": ["¥50.00"]})
    rows = rows_of(CELLS, typed, posted, {})
    sums = counted(rows, typed, posted)
    assert (sums.heads, sums.fen, sums.heads_apart, sums.fen_apart) == (3, 4615, 0, -385)
    assert (sums.unlike, sums.unreadable, sums.agrees) == (1, 1, False)
    assert rows[2].error


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [(5, 1000, "0.5%"), (1, 1, "100%"), (1, 3, "33.3333%"), (0, 1, "0%")],
)
def test_a_rate_is_said_in_percent(numerator: int, denominator: int, said: str) -> None:
    assert percent(numerator, denominator) == said
