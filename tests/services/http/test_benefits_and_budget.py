"""Aid and condolences are set against the budget, where a rule of budget control is in force (rule 16)."""

from typing import Any

import pytest

from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.calling import County, Json
from tests.services.http.test_aid_and_condolences import approved, payment_to
from tests.services.http.test_budgets import consented, line_of

PLANNED = [
    {"account": "408", "amount_fen": 2_000_000},
    {"account": "50104", "amount_fen": 100_000},
    {"account": "502", "amount_fen": 1_000_000},
]


@pytest.fixture
async def keeper(county: County) -> Bookkeeper:
    """A unit whose budget binds."""
    made = await staffed(county)
    await made.adopt("budget_control.anhui_2025")
    draft = {
        "occurred_on": "2025-12-20",
        "planned": PLANNED,
        "drafted_by": made.officers["accountant"],
    }
    await made.do("budgets/2026/draft", draft)
    await consented(made, "budget", 1)
    return made


def gift(member_id: str, fen: int) -> Json:
    """A condolence of some value."""
    return {
        "occurred_on": "2026-03-08",
        "member_id": member_id,
        "occasion": "illness",
        "amount_fen": fen,
    }


async def charged_fen(keeper: Bookkeeper, account: str) -> Any:  # noqa: ANN401 # JSON
    return (await line_of(keeper, account))["charged_fen"]


async def test_a_condolence_is_charged_and_a_reversal_sets_it_free(keeper: Bookkeeper) -> None:
    member_id = await keeper.county.member()
    given = await keeper.do("condolences", gift(member_id, 60_000))
    assert await charged_fen(keeper, "50104") == 60_000
    above = await keeper.ask("condolences", gift(member_id, 50_000))
    assert (above.status_code, above.json()["code"]) == (409, "budget.line_exceeded")
    reversal = {"occurred_on": "2026-03-09", "reason": "重复登记"}
    await keeper.do(f"condolences/{given['condolence_id']}/reverse", reversal, 1)
    assert await charged_fen(keeper, "50104") == 0
    await keeper.do("condolences", gift(member_id, 50_000))


async def test_aid_that_comes_back_is_free_again(keeper: Bookkeeper) -> None:
    member_id, case = await approved(keeper.county)
    paid = await keeper.county.unit.post(f"{case}/payments", payment_to(member_id), if_match=1)
    assert paid.status_code == 201, paid.text
    assert await charged_fen(keeper, "502") == payment_to(member_id)["amount_fen"]
    back = {"occurred_on": "2026-02-25", "reason": "退汇"}
    returned = await keeper.county.unit.post(f"{case}/payments/2/return", back, if_match=2)
    assert returned.status_code == 200, returned.text
    assert await charged_fen(keeper, "502") == 0


async def test_the_same_condolence_sent_twice_is_charged_once(keeper: Bookkeeper) -> None:
    member_id = await keeper.county.member()
    path = f"{keeper.union}/condolences"
    headers = keeper.county.unit.headers()
    answers = [
        await keeper.county.unit.client.post(path, json=gift(member_id, 60_000), headers=headers)
        for _ in range(2)
    ]
    assert {answer.status_code for answer in answers} == {201}
    assert await charged_fen(keeper, "50104") == 60_000
