"""Who only pays sees whom a released payment goes to, and nothing else of anybody (assurance 11)."""

from tests.services.http.browsing import Browser
from tests.services.http.calling import Json
from tests.services.http.hardship import approved_case, filed, signing
from tests.services.http.people import People

PAYEE: Json = {
    "fields": ["identity.name", "payee.bank_account"],
    "reason": "payment",
    "reference": "BF-9",
}


async def test_a_cashier_sees_the_payee_of_a_released_payment_only(people: People) -> None:
    county = people.county
    signs = await signing(county)
    member_id = await county.member()
    where = f"{county.union}/members/{member_id}/reveal"

    async def seen(by: Browser, **changed: object) -> tuple[int, str]:
        answer = await by.post(where, PAYEE | changed)
        return answer.status_code, answer.json().get("code", "")

    refused = (409, "viewing.not_for_a_payment")
    assert await seen(people.cashier) == refused
    await approved_case(signs, await filed(signs, member_id), member_id)
    shown = await people.cashier.post(where, PAYEE)
    assert shown.status_code == 200, shown.text
    assert shown.json()["fields"]["identity.name"] == "王小明"
    for more in ("identity.id_number", "circumstances.illness", "profile.mobile"):
        assert await seen(people.cashier, fields=[*PAYEE["fields"], more]) == refused
        assert await seen(people.clerk, fields=[more]) == (200, "")
    assert await seen(people.cashier, reason="correction") == refused
    another = f"{county.union}/members/{await county.member(2)}/reveal"
    assert (await people.cashier.post(another, PAYEE)).status_code == 409
