"""The rules over real logs: what is sealed is compared and never told, also between unions; and it is quick."""

from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import msgspec

from domain.aid_case.commands import ApproveAid, PayAid
from domain.command import Command
from domain.household.commands import OpenHouseholdFile
from domain.ids import AidCaseId, HouseholdId, MemberId
from domain.irregularity.hit import Found
from domain.irregularity.rules import RULES
from services.audit.irregularities import Asked, Irregularities
from services.identifiers import new_id
from services.keys import Vault, read_root_key
from services.store.keyring import Keyring
from services.wiring import Wired
from tests.support.books import Office, id_number, new_office

DAY = date(2026, 3, 9)
YEAR = Asked(first=date(2026, 1, 1), until=date(2026, 12, 31))
CARD = "6222020000001234"
NAME = "仲小妮"


async def paid(office: Office, who: MemberId, payee: dict[str, str], *, home: str = "") -> int:
    """Open a file, approve a case and pay it to an account; returns the position of the payment."""
    command_id = new_id()
    household_id, case_id = HouseholdId(new_id()), AidCaseId(new_id())
    commands: list[Command] = [
        OpenHouseholdFile(
            occurred_on=DAY,
            household_id=household_id,
            file_no=f"KN-{household_id}",
            householder_id=who,
            hardship_class="deep",
            circumstances=await office.seal(
                who, "circumstances", {"address": home}, command_id=command_id
            ),
        ),
        ApproveAid(
            occurred_on=DAY,
            aid_case_id=case_id,
            case_no=f"BF-{case_id}",
            household_id=household_id,
            beneficiary_id=who,
            category="living_aid",
            fund_source="own_funds",
            amount_fen=300_000,
        ),
        PayAid(
            occurred_on=DAY,
            aid_case_id=case_id,
            recipient_id=who,
            amount_fen=300_000,
            method="transfer",
            payee=await office.seal(
                who, "payee", payee, key="books", command_id=command_id, ordinal=1
            ),
        ),
    ]
    await office.do(*commands, command_id=command_id)
    return (await office.head()).position


async def one(books: Wired, union_id: UUID, rule_id: str, asked: Asked = YEAR) -> Found:
    (found,) = await books.irregularities.in_union(union_id, asked, (rule_id,))
    return found


async def test_the_holder_of_an_account_is_compared_with_the_recipient(
    books: Wired, office: Office
) -> None:
    await paid(office, await office.member(1), {"bank_account": CARD, "account_name": "仲 小妮"})
    other = await paid(office, await office.member(2), {"account_name": "别人"})
    await paid(office, await office.member(3), {"bank_account": "1"})
    found = await one(books, office.union_id, "R05")
    assert [(hit.kind, hit.positions) for hit in found.hits] == [("account_of_another", (other,))]
    assert found.gaps == {"holder_not_recorded": 1}


async def test_one_account_and_one_address_of_several_people_are_found(
    books: Wired, office: Office
) -> None:
    first = await paid(office, await office.member(1), {"bank_account": CARD}, home="一村1号")
    second = await paid(
        office, await office.member(2), {"bank_account": f" {CARD} "}, home="一村 1号"
    )
    await paid(office, await office.member(3), {"bank_account": "6222029999"}, home="二村2号")
    found = await one(books, office.union_id, "R19")
    assert [hit.kind for hit in found.hits] == [
        "one_account_many_people",
        "one_address_many_households",
    ]
    assert {hit.positions for hit in found.hits} == {(first, second)}


async def test_what_is_answered_holds_nothing_that_was_sealed(books: Wired, office: Office) -> None:
    for serial in (1, 2):
        who = await office.member(serial)
        await paid(office, who, {"bank_account": CARD, "account_name": "别人"}, home="一村1号")
    found = await books.irregularities.in_union(office.union_id, YEAR)
    assert [each.rule_id for each in found] == list(RULES)
    text = msgspec.json.encode(found).decode()
    for personal in (CARD, NAME, "别人", "一村1号", id_number(1)):
        assert personal not in text


async def test_one_person_in_two_unions_is_found_by_the_county(
    books: Wired, office: Office
) -> None:
    second = await new_office(books, code="U002")
    county_id = await _county(office)
    ours = await paid(office, await office.member(1), {"bank_account": CARD})
    theirs = await paid(second, await second.member(1), {"bank_account": "1"})
    await paid(second, await second.member(2), {"bank_account": CARD})
    units = [second.union_id, office.union_id]
    repeated = await books.irregularities.in_units(county_id, units, "R01", YEAR)
    (hit,) = repeated.across
    assert hit.kind == "same_person_in_two_unions"
    places = {(place.union_id, place.position) for place in hit.places}
    assert places == {(office.union_id, ours), (second.union_id, theirs)}
    shared = await books.irregularities.in_units(county_id, units, "R19", YEAR)
    assert [hit.kind for hit in shared.across] == ["one_account_in_two_unions"]
    text = msgspec.json.encode([repeated, shared]).decode()
    assert CARD not in text
    assert id_number(1) not in text


async def test_a_token_means_nothing_in_another_county(books: Wired) -> None:
    makers = [await books.vault.county_tokens(UUID(int=number)) for number in (1, 2)]
    tokens = {token("id_number", "x") for token in makers}
    assert len(tokens) == 2


async def test_a_unit_without_a_log_is_told_apart_from_one_without_hits(
    books: Wired, office: Office
) -> None:
    county_id = await _county(office)
    units = [office.union_id, UUID(int=5)]
    found = await books.irregularities.in_units(county_id, units, "R02", YEAR)
    assert [unit.found is None for unit in found.units] == [False, True]
    assert found.across == []


async def test_a_log_is_judged_as_it_was_known(books: Wired, office: Office) -> None:
    before = (await office.head()).position
    await paid(office, await office.member(1), {"account_name": "别人"})
    asked = msgspec.structs.replace(YEAR, known_at=before)
    assert (await one(books, office.union_id, "R05", asked)).examined == 0
    assert len((await one(books, office.union_id, "R05")).hits) == 1


async def test_a_key_that_is_gone_is_a_gap(books: Wired, office: Office) -> None:
    who = await office.member(1)
    await paid(office, who, {"account_name": "别人"})
    keyring = Keyring(books.pools.keys)
    await keyring.destroy_subject_keys(office.union_id, [who], "books", datetime.now(UTC))
    vault = Vault(keyring, read_root_key(books.settings.root_key_file))
    asking = Irregularities(books.log, vault, books.verifier)
    (found,) = await asking.in_union(office.union_id, YEAR, ("R05",))
    assert (found.hits, found.gaps) == ([], {"payee_not_readable": 1})


async def test_a_changed_byte_is_found_and_the_rest_is_still_judged(
    books: Wired, office: Office, superuser: asyncpg.Connection
) -> None:
    place = await paid(office, await office.member(1), {"account_name": "别人"})
    await superuser.execute(
        "update books.event set body = 'x' where union_id = $1 and position = $2",
        office.union_id,
        place,
    )
    found = {
        each.rule_id: each for each in await books.irregularities.in_union(office.union_id, YEAR)
    }
    assert [hit.kind for hit in found["R21"].hits] == ["chain_broken"]
    assert found["R05"].gaps["events_not_readable"] == 1


async def _county(office: Office) -> UUID:
    federation_id = (await office.desk.read_union(office.union_id)).federation_id
    assert federation_id is not None
    return federation_id
