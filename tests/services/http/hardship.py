"""A union with its officers, its county's officers and the rules of aid, and the way of a hardship file."""

from typing import Any

import msgspec

from services.policies.loader import local_presets
from tests.services.http.calling import County, Json

PAPER = {"sha256": "a" * 64, "byte_count": 2048, "media_type": "image/jpeg"}
POSTED_ON = "2026-02-09"
"""A Monday before the Spring Festival of 2026, whose holidays lie between: five working days end on 13 February."""


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs: officers of the union by office, and the county's."""

    county: County
    handler: str
    second: str
    reviewer: str
    approver: str
    cashier: str
    checker: str
    county_approver: str

    async def post(self, path: str, body: Json, *, if_match: int | None = None) -> Json:
        """Ask the unit, and demand that it is done."""
        answer = await self.county.unit.post(f"{self.county.union}{path}", body, if_match=if_match)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    async def decide(self, path: str, body: Json, *, if_match: int) -> Json:
        """Have the county decide in the unit's log."""
        where = f"{self.county.federation}/units/{self.county.union_id}{path}"
        answer = await self.county.county.post(where, body, if_match=if_match)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def get(self, path: str, **query: Any) -> Json:  # noqa: ANN401
        answer = await self.county.unit.get(f"{self.county.union}{path}", **query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def adopt(self, preset_id: str) -> None:
        """Have the union adopt a local rule on offer, by the name of its file."""
        preset = local_presets()[preset_id]
        adopted = {
            "occurred_on": "2026-01-02",
            "policy": msgspec.to_builtins(preset.policy),
            "valid_from": str(preset.valid_from),
            "document_no": preset.document_no,
        }
        await self.post("/policies", adopted, if_match=await version_of(self.county))


async def version_of(county: County) -> int:
    """The version of the union's own stream."""
    union = await county.unit.get(county.union)
    return int(union.headers["ETag"].strip('"'))


async def signing(county: County) -> Signing:
    """Appoint everybody."""

    async def unit(name: str, office: str) -> str:
        body = {"occurred_on": "2026-01-01", "name": name, "office": office}
        if_match = await version_of(county)
        answer = await county.unit.post(f"{county.union}/officers", body, if_match=if_match)
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["officer_id"])

    async def federation(name: str, office: str) -> str:
        body = {"occurred_on": "2026-01-01", "name": name, "office": office}
        answer = await county.county.post(f"{county.federation}/officers", body)
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["officer_id"])

    found = Signing(
        county=county,
        handler=await unit("经办甲", "handler"),
        second=await unit("走访乙", "group_leader"),
        reviewer=await unit("审核丙", "reviewer"),
        approver=await unit("审批丁", "approver"),
        cashier=await unit("出纳戊", "cashier"),
        checker=await federation("核对己", "handler"),
        county_approver=await federation("审批庚", "approver"),
    )
    await found.adopt("hardship-line-example")
    return found


def applied(signs: Signing, member_id: str, **changed: object) -> Json:
    body = {
        "occurred_on": "2026-01-12",
        "file_no": "KN-9",
        "householder_id": member_id,
        "applied_by": "person",
        "handler_id": signs.handler,
        "evidence": [PAPER],
        "circumstances": {
            "cause": "本人大病",
            "family_size": 3,
            "illness": "保密的病",
            "family": [{"name": "王小红", "relation": "女", "id_number": "11010519491231002X"}],
        },
    }
    return body | changed


async def checked(signs: Signing, member_id: str, *, year: int = 2026, lived: int = 0) -> str:
    """Bring a household up to step 4 and return its id; `lived`: the steps it took in years before."""
    application = applied(signs, member_id, occurred_on=f"{year}-01-12")
    begun = await signs.post("/households/apply", application)
    household = f"/households/{begun['household_id']}"
    review = {"occurred_on": f"{year}-01-13", "outcome": "passed", "reviewer_id": signs.reviewer}
    await signs.post(f"{household}/review-application", review, if_match=lived + 1)
    visit = {
        "occurred_on": f"{year}-01-15",
        "visitor_ids": [signs.handler, signs.second],
        "authorised": True,
        "evidence": [PAPER],
        "findings": {"summary": "情况属实"},
    }
    await signs.post(f"{household}/home-visit", visit, if_match=lived + 2)
    check = {
        "occurred_on": f"{year}-01-20",
        "checker_id": signs.checker,
        "document_no": "核对〔2026〕1号",
        "findings": {"summary": "无车无房"},
        "figures": {"income_year_fen": 3_000_000, "rigid_year_fen": 600_000, "family_size": 3},
    }
    await signs.decide(f"{household}/economic-check", check, if_match=lived + 3)
    return str(begun["household_id"])


async def filed(
    signs: Signing, member_id: str, *, year: int = 2026, lived: int = 0, taken_down: str = "02-14"
) -> str:
    """Bring a household all the way to its file and return its id."""
    household_id = await checked(signs, member_id, year=year, lived=lived)
    household = f"/households/{household_id}"
    notice = {
        "occurred_on": f"{year}{POSTED_ON[4:]}",
        "place": "unit",
        "hardship_class": "deep",
        "handler_id": signs.handler,
        "evidence": [PAPER],
    }
    await signs.post(f"{household}/notice", notice, if_match=lived + 4)
    end = {"occurred_on": f"{year}-{taken_down}", "handler_id": signs.handler}
    await signs.post(f"{household}/notice/close", end, if_match=lived + 5)
    approval = {
        "occurred_on": f"{year}-02-25",
        "hardship_class": "deep",
        "approver_id": signs.county_approver,
        "decision_no": "青工帮〔2026〕1号",
    }
    await signs.decide(f"{household}/approve", approval, if_match=lived + 6)
    opened = {
        "occurred_on": f"{year}-02-26",
        "file_no": "KN-9",
        "householder_id": member_id,
        "hardship_class": "deep",
        "circumstances": {"cause": "本人大病", "family_size": 3, "monthly_income_fen": 66_666},
    }
    assert (await signs.post("/households", opened))["household_id"] == household_id
    return household_id


def request_of(signs: Signing, household_id: str, member_id: str, **changed: object) -> Json:
    body = {
        "occurred_on": "2026-03-01",
        "case_no": "BF-9",
        "household_id": household_id,
        "beneficiary_id": member_id,
        "category": "medical_aid",
        "fund_source": "hardship_earmarked",
        "amount_fen": 300_000,
        "handler_id": signs.handler,
        "details": {"purpose": "住院自付费用"},
    }
    return body | changed


async def approved_case(
    signs: Signing, household_id: str, member_id: str, **changed: object
) -> str:
    """Have aid asked for, reviewed and approved; return the case's id."""
    wish = request_of(signs, household_id, member_id, **changed)
    case_id = (await signs.post("/aid-requests", wish))["aid_case_id"]
    review = {"occurred_on": "2026-03-02", "outcome": "supported", "reviewer_id": signs.reviewer}
    await signs.post(f"/aid-cases/{case_id}/review", review, if_match=1)
    approve = {"occurred_on": "2026-03-03", "approver_id": signs.approver}
    await signs.post(f"/aid-cases/{case_id}/approve", approve, if_match=2)
    return str(case_id)
