"""The members of a unit the story is about: picked from its roster, in the order of their ids."""

from datetime import date

from stdnum.cn.ric import calc_check_digit

from domain.ids import MemberId
from services.demonstration.telling import Storyteller
from services.reads import Scope

_ROSTER_MOST = 10_000
_NOWHERE = "990101"
"""An area code that was never issued: the number belongs to nobody."""


async def active_members(unit: Storyteller, day: date) -> list[MemberId]:
    """Return who is an active member on a day."""
    scope = Scope(union_id=unit.union_id, as_of=day)
    page = await unit.books.ledgers.members(scope, limit=_ROSTER_MOST, membership="active")
    return [MemberId(row.member_id) for row in page.rows]


async def members_throughout(unit: Storyteller, first: date, last: date) -> list[MemberId]:
    """Return who is an active member on both days: the workbooks tell of nobody here that he left in between."""
    staying = set(await active_members(unit, last))
    return [who for who in await active_members(unit, first) if who in staying]


async def members_in_arrears(unit: Storyteller, day: date) -> list[MemberId]:
    """Return who owes dues on a day, who owes most first."""
    scope = Scope(union_id=unit.union_id, as_of=day)
    page = await unit.books.ledgers.dues_by_member(scope, year=day.year, limit=_ROSTER_MOST)
    owing = sorted(page.rows, key=lambda row: (-row.arrears_fen, row.member_id))
    return [MemberId(row.member_id) for row in owing if row.arrears_fen > 0]


def id_number(serial: int) -> str:
    """Return an ID number with a valid check digit that belongs to nobody."""
    stem = f"{_NOWHERE}19950101{serial:03d}"
    return stem + str(calc_check_digit(f"{stem}0"))
