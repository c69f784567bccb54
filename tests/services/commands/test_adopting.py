"""What the county adopts for its units stands in every unit's log, once, also after a crash."""

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.actor import Actor
from domain.federation.commands import AdoptPolicyForUnits
from domain.ids import UnionId
from domain.policy.in_force import policy_in_force
from domain.policy.sharing import SharingPolicy
from domain.union.commands import ClosePeriod, FreezeUnion
from services.commands import Asked
from services.commands.adopting import Adopter
from services.commands.founding import federation_id_of
from services.errors import OutcomeUnknown
from services.identifiers import new_id
from services.policies import presets
from services.store.moving import stop_writing
from services.wiring import Wired
from tests.support.books import Office, new_office

COUNTY = Actor(actor_id="county-1", role="county")
DAY = date(2026, 3, 1)
NEXT_YEAR = date(2027, 1, 1)
FEDERATION = federation_id_of("C000")


async def adopted(books: Wired, *units: UUID, retained: int = 70) -> UUID:
    """Let the county decide that another part stays with the units."""
    national = next(
        preset.policy for preset in presets() if isinstance(preset.policy, SharingPolicy)
    )
    rule = msgspec.structs.replace(
        national, policy_id="sharing.county", retained_numerator=retained, retained_denominator=100
    )
    adoption_id = uuid4()
    command = AdoptPolicyForUnits(
        occurred_on=DAY,
        adoption_id=adoption_id,
        policy=rule,
        valid_from=NEXT_YEAR,
        document_no="县总工〔2026〕2号",
        units=tuple(UnionId(unit) for unit in units),
    )
    outcome = await books.desk.carry_out(
        Asked(
            union_id=FEDERATION,
            command_id=new_id(),
            actor=COUNTY,
            request=b"adopt",
            groups=[[command]],
        )
    )
    assert not outcome.refused
    return adoption_id


async def retained(books: Wired, office: Office, day: date) -> int:
    union = await books.desk.read_union(office.union_id)
    policy = policy_in_force(union.policies, SharingPolicy, day)
    assert policy is not None
    return policy.retained_numerator * 100 // policy.retained_denominator


async def test_every_unit_carries_out_what_is_adopted_for_all(books: Wired) -> None:
    offices = [await new_office(books, code=code) for code in ("U1", "U2")]
    before = await retained(books, offices[0], DAY)
    adoption_id = await adopted(books)
    found = await Adopter(books.desk).carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    assert (set(found.done), found.waiting) == ({one.union_id for one in offices}, {})
    for office in offices:
        assert await retained(books, office, DAY) == before
        assert await retained(books, office, NEXT_YEAR) == 70


async def test_a_unit_founded_later_adopts_what_holds_for_all(books: Wired) -> None:
    first = await new_office(books, code="U1")
    await adopted(books, first.union_id, retained=80)
    await adopted(books)
    later = await new_office(books, code="U2")
    assert await retained(books, later, NEXT_YEAR) == 70


async def test_a_crash_in_the_middle_is_mended_by_a_repeat(
    books: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices = [await new_office(books, code=code) for code in ("U1", "U2", "U3")]
    adoption_id = await adopted(books)
    adopter = Adopter(books.desk)
    carry_out = books.desk.carry_out
    done: list[Asked] = []

    async def crash(asked: Asked) -> object:
        if len(done) == 1:
            raise OutcomeUnknown
        done.append(asked)
        return await carry_out(asked)

    with monkeypatch.context() as broken:
        broken.setattr(books.desk, "carry_out", crash)
        with pytest.raises(OutcomeUnknown):
            await adopter.carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    begun = await adopter.standing(FEDERATION, adoption_id)
    assert begun is not None
    assert (len(begun.done), len(begun.waiting)) == (1, 2)
    heads = {office.union_id: (await office.head()).position for office in offices}
    found = await adopter.carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    assert len(found.done) == 3
    grown = [(await office.head()).position - heads[office.union_id] for office in offices]
    assert sorted(grown) == [0, 1, 1]


async def test_a_unit_with_closed_books_is_told_and_done_later(books: Wired) -> None:
    office = await new_office(books, code="U1")
    await office.do(ClosePeriod(occurred_on=date(2026, 4, 2), period="2026-03"))
    adoption_id = await adopted(books)
    adopter = Adopter(books.desk)
    late = await adopter.carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    assert late.waiting == {office.union_id: "store.period_closed"}
    open_day = date(2026, 4, 3)
    found = await adopter.carry_out(FEDERATION, adoption_id, actor=COUNTY, day=open_day)
    assert found.done == [office.union_id]


async def test_a_frozen_unit_adopts_too(books: Wired) -> None:
    office = await new_office(books, code="U1")
    await office.do(FreezeUnion(occurred_on=DAY, reason="other", document_no="x"))
    adoption_id = await adopted(books)
    found = await Adopter(books.desk).carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    assert found.done == [office.union_id]


async def test_a_unit_whose_books_are_elsewhere_keeps_no_other_from_adopting(
    books: Wired,
) -> None:
    stays, left = await new_office(books), await new_office(books, code="U002")
    adoption_id = await adopted(books)
    await stop_writing(books.settings.database_url or "", left.union_id, "a move")
    done = await Adopter(books.desk).carry_out(FEDERATION, adoption_id, actor=COUNTY, day=DAY)
    assert done.done == [stays.union_id]
    assert done.waiting == {left.union_id: "store.union_moved"}
