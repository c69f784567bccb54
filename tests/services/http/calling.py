"""Calls the API as its users do: one caller per key, with a fresh Idempotency-Key where none is given."""

import uuid
from typing import Any

import httpx
import msgspec
from stdnum.cn.ric import calc_check_digit

from services.http.parts import Parts

Json = dict[str, Any]


class Caller(msgspec.Struct, frozen=True):
    """Somebody with a key, or with none."""

    client: httpx.AsyncClient
    key: str | None

    def headers(self, *, key: str | None = None, if_match: int | str | None = None) -> Json:
        """The headers of a write."""
        named = {"Idempotency-Key": key or str(uuid.uuid4())}
        if self.key is not None:
            named["Authorization"] = f"Bearer {self.key}"
        if if_match is not None:
            named["If-Match"] = f'"{if_match}"' if isinstance(if_match, int) else if_match
        return named

    async def get(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401
        """Read."""
        return await self.client.get(path, params=query or None, headers=self.headers())

    async def post(
        self,
        path: str,
        body: Json,
        *,
        key: str | None = None,
        if_match: int | str | None = None,
    ) -> httpx.Response:
        """Write."""
        headers = self.headers(key=key, if_match=if_match)
        return await self.client.post(path, json=body, headers=headers)

    async def raw(
        self, path: str, body: bytes, content_type: str = "application/json"
    ) -> httpx.Response:
        """Write whatever bytes."""
        headers = self.headers() | {"Content-Type": content_type}
        return await self.client.post(path, content=body, headers=headers)

    async def delete(self, path: str) -> httpx.Response:
        """Delete."""
        return await self.client.delete(path, headers=self.headers())


class County(msgspec.Struct, frozen=True, kw_only=True):
    """A county with one unit, and somebody of every role."""

    client: httpx.AsyncClient
    parts: Parts
    federation_id: str
    union_id: str
    operator: Caller
    county: Caller
    unit: Caller
    county_auditor: Caller
    unit_auditor: Caller

    @property
    def federation(self) -> str:
        """The federation's address."""
        return f"/v1/federations/{self.federation_id}"

    @property
    def union(self) -> str:
        """The unit's address."""
        return f"/v1/unions/{self.union_id}"

    @property
    def nobody(self) -> Caller:
        """Somebody without a key."""
        return Caller(self.client, None)

    async def head(self) -> int:
        """The position of the unit's log."""
        return (await self.parts.log.head(uuid.UUID(self.union_id))).position

    async def version(self) -> int:
        """The version of the unit's own stream: what If-Match asks for."""
        tag: str = (await self.unit.get(self.union)).headers["ETag"]
        return int(tag.strip('"'))

    async def officer(self, name: str, office: str) -> str:
        """Let somebody hold an office and return the officer's id."""
        body = {"occurred_on": "2026-01-01", "name": name, "office": office}
        version = await self.version()
        answer = await self.unit.post(f"{self.union}/officers", body, if_match=version)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["officer_id"])

    async def payers(self) -> Json:
        """Appoint who approves and who pays out, and return them as a payment names them."""
        approver_id = await self.officer("丙审批", "approver")
        return {"approver_id": approver_id, "cashier_id": await self.officer("丁出纳", "cashier")}

    async def member(self, number: int = 1) -> str:
        """Take somebody from the old roster and return the member's id."""
        answer = await self.unit.post(f"{self.union}/members/register", registration(number))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["member_id"])


async def found_county(
    client: httpx.AsyncClient, parts: Parts, operator_key: str, code: str = "QZ"
) -> County:
    """Found a federation with one unit and give everybody a key, all through the API."""
    operator = Caller(client, operator_key)
    founded = await operator.post("/v1/federations", founding(code))
    federation_id = founded.json()["federation_id"]
    county = await keyed(client, parts, "county", federation_id)
    units = f"/v1/federations/{federation_id}/units"
    registered = await county.post(units, unit(f"{code}001"))
    union_id = registered.json()["unit_id"]
    return County(
        client=client,
        parts=parts,
        federation_id=federation_id,
        union_id=union_id,
        operator=operator,
        county=county,
        unit=await keyed(client, parts, "unit", union_id),
        county_auditor=await keyed(client, parts, "auditor", federation_id),
        unit_auditor=await keyed(client, parts, "auditor", union_id),
    )


async def keyed(client: httpx.AsyncClient, parts: Parts, role: Any, union_id: str) -> Caller:  # noqa: ANN401
    """Issue a key of one union, as the command line does."""
    issued = await parts.keys.issue_key(
        role=role, label=f"key of a {role}", union_id=uuid.UUID(union_id)
    )
    return Caller(client, issued.text)


def founding(code: str = "QZ") -> Json:
    return {"occurred_on": "2026-01-01", "code": code, "name": "青峙县总工会"}


def unit(code: str, **changed: Any) -> Json:  # noqa: ANN401
    body = {
        "occurred_on": "2026-01-01",
        "code": code,
        "name": "青石公路项目部工会",
        "legal_person": False,
    }
    return body | changed


def id_number(number: int) -> str:
    """A number with a valid check digit that nobody has."""
    digits = f"110105198{number // 1000 % 10}0101{number % 1000:03d}"
    return digits + str(calc_check_digit(f"{digits}0"))


def application(number: int = 1, **changed: Any) -> Json:  # noqa: ANN401
    body = {
        "occurred_on": "2026-01-05",
        "name": "王小明",
        "id_number": id_number(number),
        "profile": {"department": "办公室", "mobile": "13800138000", "is_migrant_worker": True},
    }
    return body | changed


def registration(number: int = 1, **changed: Any) -> Json:  # noqa: ANN401
    return application(number) | {"joined_on": "2010-05-01"} | changed


def receipts(member_id: str, *months: str, amount_fen: int = 2615) -> Json:
    return {
        "occurred_on": "2026-01-31",
        "receipts": [
            {"member_id": member_id, "dues_month": month, "amount_fen": amount_fen}
            for month in months or ("2026-01",)
        ],
    }
