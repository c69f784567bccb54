"""Collections, refunds, waivers, reminders, receipts, and why a member owes what is owed."""

from tests.services.http.calling import County, Json, receipts

WAGE = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}
DECLARED = {
    "declared_heads": 2,
    "declared_fen": 5230,
    "first_month": "2026-01",
    "last_month": "2026-01",
}


async def owing(county: County, number: int = 1) -> str:
    """A member who owes 26.15 a month."""
    member_id = await county.member(number)
    path = f"{county.union}/members/{member_id}/wage-bases"
    assert (await county.unit.post(path, WAGE, if_match=0)).status_code == 201
    return member_id


async def collected(county: County, **changed: object) -> tuple[Json, list[str]]:
    members = [await owing(county, number) for number in (1, 2)]
    body = receipts(members[0])
    body["receipts"] += receipts(members[1])["receipts"]
    body["batch"] = DECLARED | changed
    return body, members


async def test_a_collection_is_closed_with_its_receipts_in_one_breath(county: County) -> None:
    body, members = await collected(county)
    before = await county.head()
    answer = await county.unit.post(f"{county.union}/dues/receipts", body, key="collect")
    assert answer.status_code == 201, answer.text
    assert await county.head() == before + 3
    batch_id = answer.json()["batch_id"]
    again = await county.unit.post(f"{county.union}/dues/receipts", body, key="collect")
    assert again.content == answer.content
    read = (await county.unit.get(f"{county.union}/dues/batches/{batch_id}")).json()
    assert (read["batch"]["heads"], read["batch"]["amount_fen"]) == (2, 5230)
    events = (await county.unit.get(f"{county.union}/events", after=before, limit=10)).json()
    assert (read["position"], read["hash"]) == (before + 3, events["events"][-1]["hash"])
    path = f"{county.union}/members/{members[0]}/receipts/2"
    receipt = (await county.unit.get(path)).json()
    assert (receipt["receipt"]["batch_id"], receipt["hash"]) == (
        batch_id,
        events["events"][0]["hash"],
    )
    listed = await county.unit.get(f"{county.union}/dues/batches")
    assert [row["batch_id"] for row in listed.json()["rows"]] == [batch_id]


async def test_what_was_declared_agrees_or_it_is_said_why_not(county: County) -> None:
    body, _ = await collected(county, declared_fen=5231)
    before = await county.head()
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert (answer.status_code, answer.json()["code"]) == (
        422,
        "dues_batch.difference_without_reason",
    )
    assert answer.json()["errors"][0]["pointer"] == "#/batch/difference_reason"
    assert await county.head() == before
    body["batch"]["difference_reason"] = "miscounted"
    explained = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert explained.status_code == 201, explained.text


async def test_one_bad_receipt_of_a_collection_refuses_all_of_it(county: County) -> None:
    body, _ = await collected(county)
    body["receipts"][1]["dues_month"] = "2009-01"
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert answer.json()["code"] == "dues.not_member_in_month"
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/receipts/1/dues_month"]


async def test_a_refund_goes_out_by_two_and_is_reversed(county: County) -> None:
    member_id = await owing(county)
    member = f"{county.union}/members/{member_id}"
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    handler = await county.officer("张经办", "handler")
    approver = await county.officer("李主席", "chairperson")
    refund = {
        "occurred_on": "2026-02-10",
        "dues_month": "2026-01",
        "amount_fen": 1000,
        "reason": "overpaid",
        "handler_id": handler,
        "approver_id": approver,
    }
    alone = await county.unit.post(
        f"{member}/refunds", refund | {"approver_id": handler}, if_match=2
    )
    assert (alone.status_code, alone.json()["code"]) == (422, "dues.office_not_held")
    paid = await county.unit.post(f"{member}/refunds", refund, if_match=2)
    assert (paid.status_code, paid.json()["version"]) == (201, 3), paid.text
    year = (await county.unit.get(f"{county.union}/dues", year=2026)).json()
    assert year["rows"][0]["received_fen_by_month"] == {"2026-01": 1615}
    rolled = (await county.county.get(f"{county.federation}/rollup", year=2026)).json()
    assert rolled["county"]["dues"]["received_fen_by_month"][0] == 1615
    back = {"occurred_on": "2026-02-11", "reason": "录错"}
    assert (
        await county.unit.post(f"{member}/refunds/3/reverse", back, if_match=3)
    ).status_code == 200
    rolled = (await county.county.get(f"{county.federation}/rollup", year=2026)).json()
    assert rolled["county"]["dues"]["received_fen_by_month"][0] == 2615
    account = (await county.unit.get(f"{member}/dues")).json()
    assert [(one["amount_fen"], one["reversed_on"]) for one in account["receipts"]] == [
        (2615, None),
        (-1000, "2026-02-11"),
    ]


async def test_waived_dues_are_not_owed_and_every_month_explains_itself(county: County) -> None:
    member_id = await owing(county)
    member = f"{county.union}/members/{member_id}"
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    waiver = {
        "occurred_on": "2026-03-10",
        "dues_month": "2026-02",
        "amount_fen": 2615,
        "reason": "hardship",
        "decision_no": "工〔5〕",
    }
    waived = await county.unit.post(f"{member}/waivers", waiver, if_match=2)
    assert (waived.status_code, waived.json()["version"]) == (201, 3), waived.text
    path = f"{member}/assessments"
    year = (await county.unit.get(path, year=2026, as_of="2026-03-31")).json()
    january, february, march = year["months"][:3]
    assert (january["wage_fen"], january["base_fen"], january["arrears_fen"]) == (523860, 523000, 0)
    told = january["assessment"]
    assert (told["due_fen"], told["rate_numerator"], told["rate_denominator"]) == (2615, 5, 1000)
    assert (told["policy_id"], told["base_unit_fen"]) == ("dues.national", 1000)
    assert (february["assessment"]["exemption"], february["arrears_fen"]) == ("waived", 0)
    assert (march["arrears_fen"], year["months"][3]["arrears_fen"]) == (2615, 0)
    months = (await county.unit.get(f"{county.union}/dues/months", year=2026)).json()["rows"]
    rolled = (await county.county.get(f"{county.federation}/rollup", year=2026)).json()
    dues = rolled["county"]["dues"]["due_fen_by_month"]
    assert [row["due_fen"] for row in months[:3]] == dues[:3] == [2615, 0, 2615]
    position = await county.head()
    back = {"occurred_on": "2026-03-11", "reason": "录错"}
    await county.unit.post(f"{member}/waivers/3/reverse", back, if_match=3)
    now = (await county.unit.get(path, year=2026, as_of="2026-03-31")).json()
    assert now["months"][1]["arrears_fen"] == 2615
    then = await county.unit.get(path, year=2026, as_of="2026-03-31", known_at=position)
    assert then.json() == year


async def test_a_reminder_says_what_is_unpaid_and_the_ledger_of_arrears_shows_it(
    county: County,
) -> None:
    member_id = await owing(county)
    member = f"{county.union}/members/{member_id}"
    body = {"occurred_on": "2026-03-10", "through_month": "2026-02", "channel": "telephone"}
    sent = await county.unit.post(f"{member}/reminders", body, if_match=1)
    assert sent.status_code == 201, sent.text
    account = (await county.unit.get(f"{member}/dues")).json()
    assert (account["reminders"][0]["months"], account["reminders"][0]["amount_fen"]) == (2, 5230)
    ledger = (
        await county.unit.get(f"{county.union}/ledgers/L5", year=2026, month="2026-03")
    ).json()
    assert ledger["rows"][0][2:8] == [
        "2026-01 至 2026-03",
        "3",
        "78.45",
        "2026-03-10 电话",
        "",
        "已催缴",
    ]
    assert ledger["totals_fen"] == {"欠缴金额": 7845}
    paid = receipts(member_id, "2026-01", "2026-02", "2026-03") | {"occurred_on": "2026-04-02"}
    await county.unit.post(f"{county.union}/dues/receipts", paid)
    april = await county.unit.get(f"{county.union}/ledgers/L5", year=2026, month="2026-04")
    assert [row[2:4] for row in april.json()["rows"]] == [["2026-04 至 2026-04", "1"]]
