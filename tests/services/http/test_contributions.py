"""拨缴经费 through the API: declared, received and split, handed up, refunded, reversed, and on paper."""

from uuid import UUID

import pytest

from tests.services.http.calling import County, Json

ON = {"occurred_on": "2026-02-03"}
PAYROLL = ON | {"employees": 128, "payroll_fen": 86_400_050}
DUE = 1_728_001


async def month(county: County, period: str = "2026-01", **query: str) -> Json:
    answer = await county.unit.get(f"{county.union}/contributions/{period}", **query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def done(county: County, path: str, body: Json, *, if_match: int | None = None) -> Json:
    answer = await county.unit.post(
        f"{county.union}/contributions/2026-01/{path}", body, if_match=if_match
    )
    assert answer.status_code in (200, 201), answer.text
    found: Json = answer.json()
    return found


async def test_a_month_from_payroll_to_refund(county: County) -> None:
    await done(county, "payroll", PAYROLL)
    received = {"amount_fen": DUE, "receipt_no": "0012345", "channel": "tax_authority"}
    await done(county, "receipts", {"occurred_on": "2026-02-20"} | received)
    standing = (await month(county, as_of="2026-02-28"))["standing"]
    assert standing["due_fen"] == standing["received_fen"] == DUE
    kept, upward = standing["retained_fen"], standing["upward_fen"]
    assert kept + upward == DUE
    assert kept > upward > 0
    unsigned = {"occurred_on": "2026-02-25", "amount_fen": upward}
    refused = await county.unit.post(f"{county.union}/contributions/2026-01/remittances", unsigned)
    assert refused.json()["code"] == "request.body_invalid"
    await done(county, "remittances", unsigned | await county.payers())
    refund = {"amount_fen": 1_000, "kind": "rebate", "document_no": "回〔2026〕5号"}
    await done(county, "refunds", {"occurred_on": "2026-06-20"} | refund)
    found = await month(county, as_of="2026-12-31")
    assert [entry["entry"] for entry in found["entries"]] == [
        "contribution",
        "remittance",
        "refund",
    ]
    event = (await county.unit.get(found["entries"][0]["event"])).json()["events"][0]
    assert event["topic"] == "contribution.received"
    printed = await county.unit.get(f"{county.union}/ledgers/L6", year=2026)
    assert printed.json()["rows"][0][1:6] == ["2026-01", "128", "864000.50", "17280.01", "17280.01"]
    assert printed.json()["totals_fen"]["返还"] == 1_000
    assert printed.json()["title"] == "工会经费拨缴台账"


async def test_a_month_is_in_arrears_from_its_due_day_on(county: County) -> None:
    await done(county, "payroll", PAYROLL)
    due_on = (await month(county))["declarations"][0]["due_on"]
    assert (await month(county, as_of=due_on))["standing"]["arrears_fen"] == 0
    tasks = await county.unit.get(f"{county.union}/tasks", as_of="2026-12-31")
    assert "contribution_arrears" in {row["kind"] for row in tasks.json()["rows"]}
    await done(county, "dunning", {"occurred_on": "2026-12-01", "document_no": "催〔2026〕1号"})
    found = await month(county, as_of="2026-12-31")
    assert found["standing"]["arrears_fen"] == found["notices"][0]["arrears_fen"] == DUE


async def test_a_declaration_corrects_the_one_before(county: County) -> None:
    await done(county, "payroll", PAYROLL)
    again = await done(county, "payroll", PAYROLL | {"payroll_fen": 50_000}, if_match=1)
    assert again["version"] == 2
    found = await month(county, as_of="2026-03-31")
    assert [row["payroll_fen"] for row in found["declarations"]] == [86_400_050, 50_000]
    assert found["standing"]["due_fen"] == 1_000


async def test_an_entry_is_reversed_and_both_stay(county: County) -> None:
    await done(county, "receipts", ON | {"amount_fen": 500})
    body = {"occurred_on": "2026-02-04", "version": 1, "reason": "重复登记"}
    stale = await county.unit.post(
        f"{county.union}/contributions/2026-01/reverse", body, if_match=7
    )
    assert stale.status_code == 412
    await done(county, "reverse", body, if_match=1)
    found = await month(county, as_of="2026-03-31")
    assert found["standing"]["received_fen"] == 0
    assert found["entries"][0]["reversed_on"] == "2026-02-04"
    known = await month(county, as_of="2026-03-31", known_at=str(await county.head() - 1))
    assert known["standing"]["received_fen"] == 500


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (
            "remittances",
            {"amount_fen": 1, "approver_id": str(UUID(int=1)), "cashier_id": str(UUID(int=2))},
            409,
            "contribution.more_than_owed",
        ),
        (
            "refunds",
            {"amount_fen": 1, "kind": "rebate", "document_no": "x"},
            409,
            "contribution.more_than_remitted",
        ),
        ("late-fees", {"amount_fen": 1}, 409, "contribution.no_late_fee_in_force"),
        ("dunning", {"document_no": "x"}, 409, "contribution.nothing_in_arrears"),
        ("receipts", {"amount_fen": 0}, 400, "request.body_invalid"),
        ("payroll", {"employees": -1, "payroll_fen": 1}, 400, "request.body_invalid"),
    ],
)
async def test_what_the_rules_refuse_is_refused(
    county: County, path: str, body: Json, status: int, code: str
) -> None:
    before = await county.head()
    answer = await county.unit.post(f"{county.union}/contributions/2026-01/{path}", ON | body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await county.head() == before


async def test_who_approves_does_not_pay(county: County) -> None:
    await done(county, "receipts", ON | {"amount_fen": 10_000})
    officer = await county.unit.post(
        f"{county.union}/officers",
        {"occurred_on": "2026-01-01", "name": "李主席", "office": "chairperson"},
        if_match=(await county.unit.get(county.union)).headers["ETag"],
    )
    who = officer.json()["officer_id"]
    body = ON | {"amount_fen": 1, "approver_id": who, "cashier_id": who}
    answer = await county.unit.post(f"{county.union}/contributions/2026-01/remittances", body)
    assert (answer.status_code, answer.json()["code"]) == (
        422,
        "contribution.duties_not_separated",
    )


async def test_a_receipt_repeated_is_booked_once(county: County) -> None:
    path = f"{county.union}/contributions/2026-01/receipts"
    body = ON | {"amount_fen": 500}
    first = await county.unit.post(path, body, key="one")
    again = await county.unit.post(path, body, key="one")
    assert first.content == again.content
    assert (await month(county, as_of="2026-03-31"))["standing"]["received_fen"] == 500
