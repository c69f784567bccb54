"""Five people on one case, each in their own session: who signs for another or twice is refused (assurance S21)."""

import uuid
from uuid import UUID

import pytest

from domain.ids import OfficerId
from tests.services.http.browsing import Browser
from tests.services.http.calling import Json
from tests.services.http.hardship import filed, signing
from tests.services.http.people import People, appointed

DAY = {"occurred_on": "2026-03-02"}


class Case:
    """An aid case asked for by the clerk, with the people it goes through."""

    def __init__(self, people: People, member_id: str, household_id: str) -> None:
        self.people = people
        self.member_id = member_id
        self.household_id = household_id
        self.case_id = ""

    def wish(self, handler_id: str) -> Json:
        return {
            "occurred_on": "2026-03-01",
            "case_no": "2026-77",
            "household_id": self.household_id,
            "beneficiary_id": self.member_id,
            "category": "medical_aid",
            "fund_source": "own_funds",
            "amount_fen": 100_000,
            "handler_id": handler_id,
        }

    async def ask(self, by: Browser, handler_id: str) -> Json:
        answer = await by.post(f"{self.people.county.union}/aid-requests", self.wish(handler_id))
        told: Json = answer.json() | {"status": answer.status_code}
        self.case_id = told.get("aid_case_id", self.case_id)
        return told

    async def step(self, by: Browser, step: str, body: Json, *, version: int) -> tuple[int, str]:
        """Take a step; returns status and code."""
        path = f"{self.people.county.union}/aid-cases/{self.case_id}/{step}"
        answer = await by.post(path, DAY | body, if_match=version)
        return answer.status_code, answer.json().get("code", "")

    async def review(self, by: Browser, officer_id: str) -> tuple[int, str]:
        body = {"outcome": "supported", "reviewer_id": officer_id}
        return await self.step(by, "review", body, version=1)

    async def approve(self, by: Browser, officer_id: str) -> tuple[int, str]:
        body = {"approver_id": officer_id, "decision_no": "会议纪要3号"}
        return await self.step(by, "approve", body, version=2)

    async def pay(self, by: Browser, officer_id: str) -> tuple[int, str]:
        body = {
            "recipient_id": self.member_id,
            "amount_fen": 100_000,
            "method": "transfer",
            "payee": {"bank_account": "6222020000001234", "account_name": "王小明"},
            "cashier_id": officer_id,
        }
        return await self.step(by, "payments", body, version=3)


@pytest.fixture
async def case(people: People) -> Case:
    """A registered household, on file by the papers of before."""
    signs = await signing(people.county)
    member_id = await people.county.member()
    household_id = await filed(signs, member_id)
    return Case(people, member_id, household_id)


async def test_a_case_goes_through_four_people_each_signing_for_themselves(case: Case) -> None:
    people = case.people
    asked = await case.ask(people.clerk, people.clerk.officer_id)
    assert asked["status"] == 201, asked
    assert await case.review(people.reviewer, people.reviewer.officer_id) == (200, "")
    assert await case.approve(people.approver, people.approver.officer_id) == (200, "")
    assert await case.pay(people.cashier, people.cashier.officer_id) == (201, "")
    log = people.county.parts.log
    events = await log.read_streams(uuid.UUID(people.county.union_id), [uuid.UUID(case.case_id)])
    assert [event.actor_id.partition(":")[0] for event in events.events] == ["account"] * 4
    assert len({event.actor_id for event in events.events}) == 4


async def test_nobody_signs_in_somebody_elses_name(case: Case) -> None:
    people = case.people
    forged = await case.ask(people.clerk, people.reviewer.officer_id)
    assert (forged["status"], forged["code"]) == (403, "access.signs_for_another")
    await case.ask(people.clerk, people.clerk.officer_id)
    signs_for = (403, "access.signs_for_another")
    assert await case.review(people.reviewer, people.approver.officer_id) == signs_for
    assert await case.review(people.reviewer, people.reviewer.officer_id) == (200, "")
    assert await case.approve(people.chair, people.approver.officer_id) == signs_for


async def test_a_role_takes_no_step_of_another(case: Case) -> None:
    people = case.people
    for other in (people.reviewer, people.approver, people.cashier, people.chair):
        refused = await case.ask(other, other.officer_id)
        assert (refused["status"], refused["code"]) == (403, "access.forbidden")
    await case.ask(people.clerk, people.clerk.officer_id)
    assert (await case.review(people.clerk, people.clerk.officer_id))[1] == "access.forbidden"
    assert (await case.approve(people.clerk, people.clerk.officer_id))[1] == "access.forbidden"
    assert (await case.pay(people.approver, people.approver.officer_id))[1] == "access.forbidden"


async def test_whoever_holds_two_roles_takes_one_step_of_a_case(case: Case) -> None:
    """Clerk and reviewer may be one person in a small union, not in one case."""
    people, county = case.people, case.people.county
    both = await appointed(
        people.chair,
        f"{county.union}/appointments",
        "both",
        {"name": "一身二任", "roles": ["clerk", "reviewer"]},
        enrols=False,
    )
    await case.ask(both, both.officer_id)
    assert await case.review(both, both.officer_id) == (422, "aid_case.duties_not_separated")
    assert await case.review(people.reviewer, people.reviewer.officer_id) == (200, "")


async def test_nobody_decides_about_aid_to_themselves(people: People) -> None:
    county = people.county
    signs = await signing(county)
    member_id = await county.member()
    household_id = await filed(signs, member_id)
    approver = await appointed(
        people.chair,
        f"{county.union}/appointments",
        "own.case",
        {"name": "王小明", "roles": ["approver"], "member_id": member_id},
        enrols=True,
    )
    case = Case(people, member_id, household_id)
    await case.ask(people.clerk, people.clerk.officer_id)
    await case.review(people.reviewer, people.reviewer.officer_id)
    status, code = await case.approve(approver, approver.officer_id)
    assert (status, code) == (422, "aid_case.duties_not_separated")


async def test_nobody_becomes_another_member_to_decide_about_themselves(people: People) -> None:
    county = people.county
    own, other = await county.member(1), await county.member(2)
    body = {"occurred_on": "2026-01-01", "name": "主席丙", "office": "approver", "member_id": own}
    version = await county.version()
    linked = await people.chair.post(f"{county.union}/officers", body, if_match=version)
    assert linked.status_code == 200, linked.text
    assert linked.json()["officer_id"] == people.chair.officer_id
    again = body | {"office": "group_leader", "member_id": other}
    refused = await people.chair.post(
        f"{county.union}/officers", again, if_match=await county.version()
    )
    assert (refused.status_code, refused.json()["code"]) == (
        422,
        "union.officer_is_another_member",
    )


async def test_who_was_an_officer_before_is_the_member_the_appointment_names(
    people: People,
) -> None:
    county, union = people.county, people.county.union
    member_id = await county.member()
    officer_id = await county.officer("王小明", "approver")
    offered = await people.chair.post(
        f"{union}/appointments",
        {"login": "own.case", "name": "王小明", "roles": ["approver"], "member_id": member_id},
    )
    assert offered.json()["officer_id"] == officer_id
    state = await county.parts.desk.read_union(UUID(county.union_id))
    assert state.officers.members[OfficerId(UUID(officer_id))] == UUID(member_id)


async def test_two_accounts_are_not_two_people(people: People) -> None:
    """One officer of a union has one account."""
    answer = await people.chair.post(
        f"{people.county.union}/appointments",
        {"login": "second.account", "name": "clerk戊", "roles": ["reviewer"]},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "store.claim_taken")


async def test_nobody_appoints_themselves_or_gives_what_is_not_theirs(people: People) -> None:
    county = people.county
    union = f"{county.union}/appointments"
    own = await people.chair.post(
        f"{union}/{people.chair.account_id}/change", {"roles": ["chair", "approver"]}
    )
    assert own.json()["code"] == "appointment.not_oneself"
    auditor = await people.chair.post(
        union, {"login": "an.auditor", "name": "审某", "roles": ["unit_auditor"]}
    )
    assert auditor.json()["code"] == "appointment.not_yours_to_give"
    clerk = await people.officer.post(
        f"{county.federation}/units/{county.union_id}/appointments",
        {"login": "a.clerk", "name": "经某", "roles": ["clerk"]},
    )
    assert clerk.json()["code"] == "appointment.not_yours_to_give"
    both = await people.chair.post(
        union, {"login": "a.b", "name": "钱某", "roles": ["approver", "cashier"]}
    )
    assert both.json()["code"] == "appointment.roles_not_separated"


async def test_an_erasure_takes_four_people(people: People) -> None:
    county = people.county
    member_id = await county.member()
    body = {"occurred_on": "2026-05-01", "request_on_paper": True}
    left = await county.unit.post(f"{county.union}/members/{member_id}/withdraw", body, if_match=1)
    assert left.status_code == 200, left.text
    where = f"{county.union}/members/{member_id}/erasure"
    day = {"occurred_on": "2026-05-02"}
    asked = await people.clerk.post(
        where, day | {"basis": "requested", "officer_id": people.clerk.officer_id}
    )
    assert asked.status_code == 201, asked.text
    own = await people.clerk.post(
        f"{where}/approve", day | {"officer_id": people.clerk.officer_id}, if_match=1
    )
    assert own.json()["code"] == "access.forbidden"
    execute = f"/v1/erasures/{county.union_id}/{member_id}/execute"
    for version, who in enumerate((people.approver, people.chair), start=1):
        early = await people.admin.post(execute, {})
        assert early.json()["code"] == "erasure.not_approved"
        approved = await who.post(
            f"{where}/approve", day | {"officer_id": who.officer_id}, if_match=version
        )
        assert approved.status_code == 200, approved.text
        again = await who.post(
            f"{where}/approve", day | {"officer_id": who.officer_id}, if_match=version + 1
        )
        assert again.status_code in {409, 422}
    done = await people.admin.post(execute, {})
    assert done.status_code == 200, done.text
    assert (await people.admin.get(f"{county.union}/members/{member_id}")).status_code == 404
