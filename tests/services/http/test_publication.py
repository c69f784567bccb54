"""What a public notice rests on, and who is not named on it (PIPL art. 25)."""

import msgspec
import pytest

from services.policies.loader import preset_called
from tests.services.http.calling import County, Json
from tests.services.http.hardship import Signing, approved_case, checked, filed, signing
from tests.services.http.test_pay_batches import approved_list

ON = "2026-02-10"
PUBLICATION: Json = {
    "occurred_on": "2026-01-02",
    "version": "公示-1",
    "kind": "publication",
    "text": "公示您的姓名（脱敏）、单位、困难类别和金额。",
    "purposes": ["public_notice"],
    "retention": "until_withdrawn",
    "valid_from": "2026-01-02",
}


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


async def agree(signs: Signing, member_id: str, *, withdraw: bool = False) -> None:
    """Agree to the notice about publication, or take it back."""
    path = f"{signs.county.union}/members/{member_id}"
    version = int((await signs.county.unit.get(path)).headers["ETag"].strip('"'))
    body = {"occurred_on": "2026-01-10", "notice_version": PUBLICATION["version"]}
    where = f"/members/{member_id}/consents" + ("/withdraw" if withdraw else "")
    await signs.post(where, body, if_match=version)


async def test_a_notice_says_which_rule_orders_it(signs: Signing) -> None:
    household_id = await checked(signs, await signs.county.member())
    sheet = await signs.get(f"/households/{household_id}/notice", as_of=ON)
    assert sheet["lines"][0]["name"] == "王*明"
    basis = sheet["basis"]
    assert (basis["policy_id"], basis["notice_version"]) == ("hardship.national", None)
    assert (basis["unnamed"], bool(basis["document_no"])) == (0, True)


async def test_who_did_not_agree_to_be_named_is_not(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await checked(signs, member_id)
    await signs.county.member(2)  # of the same name: the department would tell them apart
    await signs.post("/privacy-notices", PUBLICATION)
    path = f"/households/{household_id}/notice"
    silent = await signs.get(path, as_of=ON)
    assert (silent["lines"][0]["name"], silent["lines"][0]["department"]) == ("***", None)
    assert (silent["basis"]["notice_version"], silent["basis"]["unnamed"]) == ("公示-1", 1)
    await agree(signs, member_id)
    named = await signs.get(path, as_of=ON)
    assert (named["lines"][0]["name"], named["lines"][0]["department"]) == ("王*明", "办公室")
    assert named["basis"]["unnamed"] == 0
    await agree(signs, member_id, withdraw=True)
    assert (await signs.get(path, as_of=ON))["lines"][0]["name"] == "***"


async def test_a_list_of_payments_names_those_who_agreed(signs: Signing) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    await signs.post("/privacy-notices", PUBLICATION)
    path = f"/pay-batches/{batch_id}/notice"
    (line,) = (await signs.get(path, as_of="2026-03-31"))["lines"]
    assert (line["name"], line["amount_fen"]) == ("***", 300_000)
    await agree(signs, member_id)
    (line,) = (await signs.get(path, as_of="2026-03-31"))["lines"]
    assert line["name"] == "王*明"


async def test_a_notice_tells_what_the_unions_rule_lets_it_tell(signs: Signing) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    preset = preset_called("audit-national")
    assert preset is not None
    policy = msgspec.to_builtins(preset.policy) | {"notice_columns": ["name", "unit"], "version": 2}
    version = int((await signs.county.unit.get(signs.county.union)).headers["ETag"].strip('"'))
    body = {
        "occurred_on": "2026-03-01",
        "valid_from": "2026-03-01",
        "document_no": "青工〔2026〕3号",
    }
    await signs.post("/policies", body | {"policy": policy}, if_match=version)
    (line,) = (await signs.get(f"/pay-batches/{batch_id}/notice", as_of="2026-03-31"))["lines"]
    assert (line["hardship_class"], line["amount_fen"]) == (None, None)
