"""Keeps the books of the unit through the API: who holds which office, the rules in force, a voucher's way."""

from typing import Any

import httpx
import msgspec

from tests.services.http.calling import County, Json

OFFICES = (
    "handler",
    "reviewer",
    "approver",
    "cashier",
    "accountant",
    "chairperson",
    "audit_committee_chair",
)
NAMES = ("甲经办", "乙审核", "丙审批", "丁出纳", "戊会计", "己主席", "庚经审")
INVOICE = {"sha256": "ab" * 32, "byte_count": 48213, "media_type": "application/pdf"}
STEPS = ("submit", "review", "approve", "post")


class Bookkeeper(msgspec.Struct, frozen=True):
    """The unit's offices by their name, each held by somebody else."""

    county: County
    officers: dict[str, str]

    @property
    def union(self) -> str:
        return self.county.union

    async def get(self, path: str, **query: Any) -> Json:  # noqa: ANN401
        answer = await self.county.unit.get(f"{self.union}/{path}", **query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def ask(self, path: str, body: Json, if_match: int | None = None) -> httpx.Response:
        return await self.county.unit.post(f"{self.union}/{path}", body, if_match=if_match)

    async def do(self, path: str, body: Json, if_match: int | None = None) -> Json:
        answer = await self.ask(path, body, if_match)
        assert answer.status_code in (200, 201), answer.text
        done: Json = answer.json()
        return done

    async def version(self) -> int:
        """The version of the union's own stream."""
        return int((await self.county.unit.get(self.union)).json()["version"])

    async def adopt(self, preset_id: str, **changed: Any) -> None:  # noqa: ANN401
        body = {"occurred_on": "2026-01-01", "preset_id": preset_id, "valid_from": "2025-01-01"}
        await self.do("policies", body | changed, await self.version())

    def draft_of(self, kind: str, *lines: tuple[str, int], day: str, by: str) -> Json:
        return {
            "occurred_on": day,
            "kind": kind,
            "proposed": [{"account": account, "fen": fen} for account, fen in lines],
            "details": {"summary": f"{kind}摘要", "counterparty": "某商店"},
            "handler_id": self.officers[by],
            "attachments": [INVOICE],
        }

    async def draft(
        self, kind: str, *lines: tuple[str, int], day: str = "2026-03-16", by: str = "handler"
    ) -> str:
        """Draw up a voucher and return its id."""
        done = await self.do("vouchers", self.draft_of(kind, *lines, day=day, by=by))
        return str(done["voucher_id"])

    def step_body(self, step: str, day: str, by: str, money: bool) -> Json:  # noqa: FBT001
        signed = {
            "submit": {"handler_id": self.officers[by]},
            "review": {"reviewer_id": self.officers["reviewer"]},
            "approve": {"approver_id": self.officers["approver"], "decision_no": "委〔2026〕3号"},
            "post": {"posted_by": self.officers["cashier" if money else "accountant"]},
        }[step]
        return {
            "occurred_on": day,
            **signed,
            **({"method": "transfer"} if step == "post" and money else {}),
        }

    async def step(
        self,
        voucher_id: str,
        step: str,
        version: int,
        *,
        day: str = "2026-03-16",
        by: str = "handler",
        money: bool = True,
    ) -> httpx.Response:
        body = self.step_body(step, day, by, money)
        return await self.ask(f"vouchers/{voucher_id}/{step}", body, version)

    async def post(
        self,
        kind: str,
        *lines: tuple[str, int],
        day: str = "2026-03-16",
        by: str = "handler",
        money: bool = True,
    ) -> str:
        """Bring a voucher into the books through all hands and return its id."""
        voucher_id = await self.draft(kind, *lines, day=day, by=by)
        steps = [one for one in STEPS if kind != "opening" or one != "review"]
        for version, step in enumerate(steps, start=1):
            answer = await self.step(voucher_id, step, version, day=day, by=by, money=money)
            assert answer.status_code == 200, (step, answer.text)
        return voucher_id


async def staffed(county: County) -> Bookkeeper:
    """Somebody in every office, and the rule about approvals."""
    officers: dict[str, str] = {}
    version = int((await county.unit.get(county.union)).json()["version"])
    for office, name in zip(OFFICES, NAMES, strict=True):
        body = {"occurred_on": "2025-01-01", "name": name, "office": office}
        answer = await county.unit.post(f"{county.union}/officers", body, if_match=version)
        assert answer.status_code == 200, answer.text
        version = answer.json()["version"]
        officers[office] = answer.json()["officer_id"]
    keeper = Bookkeeper(county, officers)
    await keeper.adopt("approval.example")
    return keeper
