"""What leaves in one piece is in the log before it leaves: who took what, of how many people; no more than that."""

import uuid

import pytest

from domain.encoding import decode
from domain.export.events import ExportDelivered
from services.commands import Desk
from services.errors import PoolExhausted
from tests.services.http.calling import County
from tests.services.http.hardship import approved_case, filed, signing
from tests.services.http.test_pay_batches import approved_list


async def exports(county: County) -> list[ExportDelivered]:
    events = await county.parts.log.read_after(uuid.UUID(county.union_id), 0, 10_000)
    bodies = [decode(event.topic, event.schema_version, event.body) for event in events]
    return [body for body in bodies if isinstance(body, ExportDelivered)]


async def test_a_banks_file_is_on_record_with_the_number_of_accounts_it_shows(
    county: County,
) -> None:
    signs = await signing(county)
    member_id = await county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    path = f"{county.union}/pay-batches/{batch_id}/bank-file"
    answer = await county.unit.post(path, {"purpose": "交银行代发"})
    assert "6222020000001234" in answer.json()["csv"]
    (told,) = await exports(county)
    assert (told.kind, told.about, told.people) == ("bank_file", batch_id, 1)


async def test_a_year_taken_out_is_on_record(county: County) -> None:
    path = f"{county.union}/exports"
    answer = await county.unit.get(path, format="csv", year=2026)
    assert answer.status_code == 200
    (told,) = await exports(county)
    assert told.kind == "audit_data"
    assert told.about.startswith("csv 2026 ")


async def test_nothing_leaves_that_cannot_be_put_on_record(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_desk: Desk, _asked: object) -> object:
        raise PoolExhausted

    monkeypatch.setattr(Desk, "carry_out", busy)
    answer = await county.unit.get(f"{county.union}/exports", format="csv", year=2026)
    assert (answer.status_code, answer.json()["code"]) == (503, "access.read_not_recorded")
