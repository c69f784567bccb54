"""Subsidies and money held in trust through the API."""

from tests.services.http.calling import County, Json

ON = {"occurred_on": "2026-02-03"}
GRANT = ON | {"kind": "winter_warmth", "amount_fen": 300_000, "document_no": "市总工〔2026〕2号"}


async def test_a_subsidy_goes_into_the_fund_of_its_purpose_and_is_reversed(county: County) -> None:
    subsidies = f"{county.union}/subsidies"
    received = await county.unit.post(subsidies, GRANT)
    assert received.status_code == 201, received.text
    own = await county.unit.post(subsidies, GRANT | {"fund": "own_funds"})
    assert (own.status_code, own.json()["code"]) == (422, "subsidy.fund_of_another_purpose")
    subsidy_id = received.json()["subsidy_id"]
    listed = await county.unit.get(subsidies, since="2026-01-01", as_of="2026-12-31")
    assert [row["fund"] for row in listed.json()["rows"]] == ["winter_warmth_earmarked"]
    body = {"occurred_on": "2026-02-04", "reason": "重复登记"}
    undone = await county.unit.post(f"{subsidies}/{subsidy_id}/reverse", body, if_match=1)
    assert undone.status_code == 200, undone.text
    again = await county.unit.post(f"{subsidies}/{subsidy_id}/reverse", body, if_match=2)
    assert again.json()["code"] == "subsidy.already_reversed"
    listed = await county.unit.get(subsidies, since="2026-01-01", as_of="2026-12-31")
    assert listed.json()["rows"][0]["reversed_on"] == "2026-02-04"


async def test_money_in_trust_never_goes_below_nothing(county: County) -> None:
    accounts = f"{county.union}/custodial-funds"
    body = ON | {
        "purpose": "donation_drive",
        "amount_fen": 500_000,
        "whose": {"owner": "某职工家属", "remark": "代收捐款"},
    }
    opened = await county.unit.post(accounts, body)
    assert opened.status_code == 201, opened.text
    account = f"{accounts}/{opened.json()['custodial_id']}"
    more = ON | {"purpose": "donation_drive", "amount_fen": 1}
    assert (await county.unit.post(f"{account}/receipts", more)).json()["version"] == 2
    unsigned = {"occurred_on": "2026-03-01", "amount_fen": 500_002}
    refused = await county.unit.post(f"{account}/payments", unsigned)
    assert refused.json()["code"] == "request.body_invalid"
    too_much = unsigned | await county.payers()
    answer = await county.unit.post(f"{account}/payments", too_much)
    assert (answer.status_code, answer.json()["code"]) == (409, "custodial.more_than_held")
    paid = too_much | {"amount_fen": 500_001, "to": {"bank_account": "6222020200000012345"}}
    assert (await county.unit.post(f"{account}/payments", paid)).status_code == 201
    undo = {"occurred_on": "2026-03-02", "version": 2, "reason": "录错"}
    kept = await county.unit.post(f"{account}/reverse", undo, if_match=3)
    assert kept.json()["code"] == "custodial.more_than_held"
    (row,) = (await county.unit.get(accounts, as_of="2026-12-31")).json()["rows"]
    assert (row["received_fen"], row["paid_fen"], row["balance_fen"]) == (500_001, 500_001, 0)
    entries = await county.unit.get(f"{account}/entries", as_of="2026-12-31")
    assert [entry["entry"] for entry in entries.json()["rows"]] == ["received", "received", "paid"]
    assert entries.headers["ETag"] == '"3"'
    assert "0000012345" not in entries.text
    log = await county.unit.get(f"{county.union}/events", limit=200)
    assert "某职工家属" not in log.text
    absent = await county.unit.get(f"{accounts}/{county.union_id}/entries")
    assert (absent.status_code, absent.json()["code"]) == (404, "custodial.no_such_entry")


async def officers(county: County) -> Json:
    """Two people of the county who may sign an allocation."""
    found = {}
    for name, office in (("李经办", "handler"), ("王审批", "approver")):
        body = {"occurred_on": "2026-01-01", "name": name, "office": office}
        answer = await county.county.post(f"{county.federation}/officers", body)
        found[f"{office}_id"] = answer.json()["officer_id"]
    return found


async def test_the_countys_money_is_followed_until_the_unit_has_it(county: County) -> None:
    fund = "winter_warmth_earmarked"
    provision = ON | {"fund": fund, "amount_fen": 500_000, "document_no": "市〔1〕"}
    provided = await county.county.post(f"{county.federation}/fund-provisions", provision)
    assert provided.status_code == 201, provided.text
    wish = GRANT | {"unit_id": county.union_id} | await officers(county)
    allocations = f"{county.federation}/allocations"
    one_person = await county.county.post(allocations, wish | {"approver_id": wish["handler_id"]})
    assert one_person.json()["code"] == "federation.duties_not_separated"
    given = await county.county.post(allocations, wish)
    assert given.status_code == 201, given.text
    allocation_id = given.json()["allocation_id"]
    (own,) = (await county.unit.get(f"{county.union}/allocations")).json()
    assert (own["allocation_id"], own["received_on"]) == (allocation_id, None)
    tasks = (await county.county.get(f"{county.federation}/tasks")).json()["tasks"]
    assert [task["kind"] for task in tasks] == ["allocation_underway"]
    reverse = ON | {"version": provided.json()["version"], "reason": "录错"}
    kept = await county.county.post(f"{county.federation}/fund-provisions/reverse", reverse)
    assert kept.json()["code"] == "federation.provision_allocated"
    arrived = {"occurred_on": "2026-02-10"}
    path = f"{county.union}/allocations/{allocation_id}/receive"
    received = await county.unit.post(path, arrived)
    assert received.status_code == 201, received.text
    assert (await county.unit.post(path, arrived)).json()["code"] == "subsidy.already_received"
    (row,) = (await county.county.get(allocations)).json()["rows"]
    assert row["received_on"] == "2026-02-10"
    cancel = ON | {"reason": "不再需要"}
    late = await county.county.post(f"{allocations}/{allocation_id}/cancel", cancel)
    assert (late.status_code, late.json()["code"]) == (409, "federation.allocation_confirmed")
    (funds,) = (await county.county.get(f"{county.federation}/funds")).json()["rows"]
    assert (funds["available_fen"], funds["received_fen"]) == (200_000, 300_000)
    unknown = f"{county.union}/allocations/{county.union_id}/receive"
    assert (await county.unit.post(unknown, arrived)).status_code == 404
