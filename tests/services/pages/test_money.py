"""拨缴经费, 补助 and 代管经费 at the pages, without a script."""

from tests.services.http.people import People
from tests.services.pages.walking import Walker


async def test_a_months_contribution_is_declared_received_and_taken_back(people: People) -> None:
    walker = Walker(people.clerk)
    at = f"/unions/{people.county.union_id}/contributions/2026-01"
    month = await walker.open(at)
    assert "还没有登记工资总额" in month.text
    asked = await walker.open(f"{at}/payroll")
    declared = await walker.submit(
        asked,
        asked.form("payroll_fen"),
        occurred_on="2026-02-03",
        employees="128",
        payroll_fen="864,000",
    )
    assert declared.status == 200, declared.text
    assert "17,280.00" in declared.text
    asked = await walker.open(f"{at}/receipts")
    form = asked.form("amount_fen")
    assert form.fields["amount_fen"] == ["17280.00"], "what is due stands in the form"
    received = await walker.submit(
        asked, form, occurred_on="2026-02-10", receipt_no="0001", channel="union"
    )
    assert received.status == 200, received.text
    undo = await walker.open(received.href("冲销"))
    assert "要冲销的是" in undo.text
    undone = await walker.submit(
        undo, undo.form("reason"), occurred_on="2026-02-11", reason="重复登记"
    )
    assert undone.status == 200, undone.text
    assert "已冲销" in undone.text
    year = await walker.open(f"/unions/{people.county.union_id}/contributions?year=2026")
    assert "2026-01" in year.text


async def test_a_subsidy_is_booked_and_taken_back(people: People) -> None:
    walker = Walker(people.clerk)
    at = f"/unions/{people.county.union_id}/subsidies"
    asked = await walker.open(f"{at}/new")
    listed = await walker.submit(
        asked,
        asked.form("document_no"),
        occurred_on="2026-01-20",
        kind="winter_warmth",
        amount_fen="30000",
        document_no="市总工〔2026〕2号",
    )
    assert listed.status == 200, listed.text
    assert "30,000.00" in listed.text
    undo = await walker.open(listed.href("冲销"))
    assert "叁万元整" in undo.text
    undone = await walker.submit(
        undo, undo.form("reason"), occurred_on="2026-01-21", reason="重复登记"
    )
    assert "2026-01-21 冲销" in undone.text


async def test_money_in_trust_is_taken_in_and_paid_by_two_others(people: People) -> None:
    county = people.county
    walker = Walker(people.clerk)
    at = f"/unions/{county.union_id}/custodial-funds"
    asked = await walker.open(f"{at}/new")
    opened = await walker.submit(
        asked,
        asked.form("purpose"),
        occurred_on="2026-03-01",
        purpose="donation_drive",
        amount_fen="5000",
    )
    assert opened.status == 200, opened.text
    assert "结存 5,000.00 元" in opened.text
    assert "payments" not in "".join(href for href, _ in opened.links), "the clerk may not pay"
    path = opened.path.partition("?")[0]
    approver = Walker(people.approver)
    asked = await approver.open(f"{path}/payments")
    form = asked.form("cashier_id")
    assert form.fields["amount_fen"] == ["5000.00"]
    paid = await approver.submit(
        asked,
        form,
        occurred_on="2026-03-02",
        amount_fen="1200",
        cashier_id=people.cashier.officer_id,
    )
    assert paid.status == 200, paid.text
    assert "结存 3,800.00 元" in paid.text


async def test_nothing_is_written_by_whoever_may_only_read(people: People) -> None:
    at = f"/unions/{people.county.union_id}"
    walker = Walker(people.unit_auditor)
    assert (await walker.open(f"{at}/contributions?year=2026")).status == 200
    page = await walker.open(f"{at}/subsidies")
    assert "登记补助" not in page.text
    for path in ("/subsidies/new", "/custodial-funds/new", "/contributions/2026-01/payroll"):
        assert (await walker.open(at + path)).status == 403
