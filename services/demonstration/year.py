"""The order of the story: county, then unit by unit, a year of books each, then who audits them."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from uuid import UUID

from services.demonstration import (
    aftermath,
    auditing,
    bookkeeping,
    hardship,
    lives,
    organisation,
    settling,
)
from services.demonstration.script import Script
from services.demonstration.telling import Storyteller
from services.reads import Scope
from services.reads.directory import UnitListed
from services.wiring import Wired

_TEN = 10
_MOST_MEMBERS = 10_000


async def play(
    books: Wired,
    federation_id: UUID,
    script: Script,
    told: Callable[[str], object] = lambda _unit: None,
) -> None:
    """Tell the year of a federation's units that have members; what was told before is left as it is."""
    listed = [unit for unit in await books.directory.units() if unit.federation_id == federation_id]
    members = {unit.unit_id: await _members(books, unit, script.year) for unit in listed}
    units = [unit for unit in listed if members[unit.unit_id]]
    if not units:
        return
    county = Storyteller(books, federation_id)
    await organisation.appoint_county(county, script)
    await organisation.adopt(county, script)
    for allocation in script.allocations:
        await organisation.allocate(county, units, members, allocation)
    tellers = {unit.code: Storyteller(books, unit.unit_id) for unit in units}
    for unit in units:
        await _tell_unit(county, tellers[unit.code], unit, script, members[unit.unit_id])
        told(unit.name)
    for unit, following in pairwise([*units, units[0]]):
        await lives.start_transfer(tellers[unit.code], following, script.year)
    for unit in units:
        if unit.code not in script.left_open:
            await bookkeeping.close_months(tellers[unit.code], script)
    for unit, following in pairwise([*units, units[0]]):
        if unit.code not in script.left_open:
            await _tell_aftermath(tellers[unit.code], following, script)
    await auditing.appoint_county_auditor(county, script)
    for item in script.audits:
        if item.union in tellers:
            await auditing.audit(county, tellers[item.union], item, script.year)


async def _tell_unit(
    county: Storyteller, unit: Storyteller, listed: UnitListed, script: Script, members: int
) -> None:
    employees = max(members * script.employees_per_ten_members // _TEN, 1)
    payroll_fen = employees * script.payroll_per_employee_fen
    await organisation.appoint(unit, script)
    await bookkeeping.open_books(unit, script)
    await bookkeeping.budget(unit, script, payroll_fen)
    for allocation in script.allocations:
        await organisation.receive(county, unit, listed, allocation)
    await bookkeeping.contribute(unit, script, employees, payroll_fen)
    await bookkeeping.spend(unit, script)
    await lives.form_group(unit, script.year)
    await lives.apply(unit, script.year)
    await lives.remind(unit, script.year)
    await hardship.open_file(county, unit, script.year)
    await hardship.pair_and_visit(unit, script.year)
    await hardship.request_aid(unit, script.year, script.aid_fen)


async def _tell_aftermath(unit: Storyteller, following: UnitListed, script: Script) -> None:
    """Units left open keep what waits, so that a visitor finds something to decide."""
    leaving = await lives.leaving_member(unit, script.year)
    await aftermath.pay_aid(unit, script.year, script.aid_fen)
    await aftermath.decide_memberships(unit, script.year)
    await aftermath.accept_transfer(unit, following, leaving, script.year)
    await aftermath.expel(unit, script.year)
    await settling.collect_dues(unit, script.year + 1, script.dues_fen)
    await settling.keep_in_trust(unit, script.year + 1, script.aid_fen)
    await settling.reverse_voucher(unit, script.year + 1, script.dues_fen)
    await settling.settle(unit, script.year + 1)


async def _members(books: Wired, unit: UnitListed, year: int) -> int:
    """Count whom the workbooks named, whatever became of them: the story's amounts follow from it."""
    scope = Scope(union_id=unit.unit_id, as_of=date(year, 12, 31))
    return len((await books.ledgers.members(scope, limit=_MOST_MEMBERS)).rows)
