"""Dues at the pages, without a script: the sheet of a month, arrears, accounts, collections."""

from collections.abc import Sequence

from tests.services.http.calling import County, Json
from tests.services.http.people import People
from tests.services.pages.walking import Seen, Walker

FIRST, LAST = "2026-01", "2026-03"


async def with_wages(county: County, numbers: Sequence[int], wage_fen: int = 523_860) -> list[str]:
    """Take members from the old roster, each with a wage from January on."""
    members = []
    for number in numbers:
        member_id = await county.member(number)
        body: Json = {"occurred_on": "2026-01-05", "from_month": FIRST, "wage_fen": wage_fen}
        answer = await county.unit.post(
            f"{county.union}/members/{member_id}/wage-bases", body, if_match=0
        )
        assert answer.status_code == 201, answer.text
        members.append(member_id)
    return members


def sheet(county: County, month: str = FIRST) -> str:
    return f"/unions/{county.union_id}/dues/months/{month}"


async def opened(people: People, month: str = FIRST) -> tuple[Walker, Seen]:
    walker = Walker(people.clerk)
    page = await walker.open(sheet(people.county, month))
    assert page.status == 200, page.text
    return walker, page


async def received_fen(county: County, month: str = FIRST) -> int:
    answer = await county.unit.get(f"{county.union}/dues/months/{month}")
    return int(answer.json()["totals"]["received_fen"])


async def test_a_months_dues_are_filled_counted_and_booked_as_one_collection(
    people: People,
) -> None:
    county = people.county
    members = await with_wages(county, (1, 2, 3))
    walker, page = await opened(people)
    assert "5,230.00 × 0.5%（规定第 1 版）" in page.text
    form = page.form("declared_heads")
    filled = await walker.submit(
        page, form, more="fill", declared_heads="3", declared_fen="80", occurred_on="20260131"
    )
    assert "已填 3 人，78.45 元" in filled.text
    assert "金额比名单少 1.55 元" in filled.text
    assert await received_fen(county) == 0, "counting books nothing"

    refused = await walker.submit(filled, filled.form("declared_heads"))
    assert refused.status == 422
    assert "差额" in refused.text
    form = refused.form("declared_heads")
    assert form.fields[f"amount.{members[0]}"] == ["26.15"], "what was typed stays"
    agreed = await walker.submit(
        refused, form, more="count", declared_heads="３", declared_fen="￥78.45"
    )
    assert "与名单一致，可以登记" in agreed.text
    done = await walker.submit(agreed, agreed.form("declared_heads"))
    assert done.status == 200, done.text
    assert "/dues/batches/" in done.path
    assert "78.45" in done.text
    assert "柒拾捌元肆角伍分" in done.text
    assert await received_fen(county) == 7845
    again = await walker.submit(agreed, agreed.form("declared_heads"))
    assert again.path == done.path, "a form sent twice books once"
    assert await received_fen(county) == 7845


async def test_a_pasted_list_is_placed_by_name_and_what_fits_nobody_is_told(
    people: People,
) -> None:
    members = await with_wages(people.county, (1, 2))
    walker, page = await opened(people)
    shown = [
        (await people.county.unit.get(f"{people.county.union}/members/{one}")).json()["member"][
            "person"
        ]["name"]
        for one in members
    ]
    assert all("*" in name for name in shown)
    pasted = "姓名\t金额\n王某某\t20\n1,000\n"
    placed = await walker.submit(page, page.form("pasted"), more="paste", pasted=pasted)
    assert "有 2 行没有填进表里" in placed.text, "a heading is no line"
    assert "这张表上没有这个人" in placed.text


async def test_what_is_no_amount_is_shown_at_its_line_and_nothing_is_booked(
    people: People,
) -> None:
    first, second = await with_wages(people.county, (1, 2))
    walker, page = await opened(people)
    wrong = await walker.send(
        page,
        page.form("declared_heads"),
        {
            "declared_heads": "2",
            "declared_fen": "52.30",
            f"amount.{first}": "26.15",
            f"amount.{second}": "二十六",
        },
    )
    assert wrong.status == 422
    assert "不是金额" in wrong.text
    assert wrong.form("declared_heads").fields[f"amount.{second}"] == ["二十六"]
    assert await received_fen(people.county) == 0


async def test_money_somebody_else_entered_meanwhile_is_shown_before_it_is_booked_twice(
    people: People,
) -> None:
    county = people.county
    (member,) = await with_wages(county, (1,))
    walker, page = await opened(people)
    receipt = {"member_id": member, "dues_month": FIRST, "amount_fen": 2615}
    body = {"occurred_on": "2026-01-20", "receipts": [receipt]}
    assert (await county.unit.post(f"{county.union}/dues/receipts", body)).status_code == 201
    fields = {"declared_heads": "1", "declared_fen": "26.15", f"amount.{member}": "26.15"}
    stale = await walker.send(page, page.form("declared_heads"), fields)
    assert stale.status == 422
    assert "刚有变化" in stale.text
    assert await received_fen(county) == 2615
    form = stale.form("declared_heads")
    assert form.fields[f"amount.{member}"] == ["26.15"], "what was typed stays"
    meant = await walker.submit(stale, form)
    assert meant.status == 200
    assert await received_fen(county) == 5230


async def test_whoever_may_not_receive_sees_the_month_without_inputs(people: People) -> None:
    await with_wages(people.county, (1,))
    walker = Walker(people.approver)
    page = await walker.open(sheet(people.county))
    assert page.status == 200
    assert "本次收款" not in page.text
    answer = await people.approver.client.post(
        sheet(people.county),
        content="more=count",
        headers=people.approver.headers() | {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 403


async def test_arrears_stand_by_member_and_month(people: People) -> None:
    county = people.county
    (member,) = await with_wages(county, (1,))
    receipt = {"member_id": member, "dues_month": "2026-02", "amount_fen": 2000}
    body = {"occurred_on": "2026-02-20", "receipts": [receipt]}
    assert (await county.unit.post(f"{county.union}/dues/receipts", body)).status_code == 201
    listed = await county.unit.get(f"{county.union}/dues/arrears", as_of="2026-03-31")
    (row,) = listed.json()["rows"]
    assert row["unpaid_fen_by_month"] == {"2026-01": 2615, "2026-02": 615, "2026-03": 2615}
    assert (row["unpaid_fen"], row["months_in_arrears"]) == (5845, 3)
    page = await Walker(people.cashier).open(
        f"/unions/{county.union_id}/dues/arrears?as_of=2026-03-31"
    )
    assert "58.45" in page.text
    assert "2026-02" in page.text


async def test_an_account_says_why_a_month_is_what_it_is_and_a_receipt_is_taken_back_there(
    people: People,
) -> None:
    county = people.county
    (member,) = await with_wages(county, (1,))
    receipt = {"member_id": member, "dues_month": FIRST, "amount_fen": 2615}
    body = {"occurred_on": "2026-01-20", "receipts": [receipt]}
    assert (await county.unit.post(f"{county.union}/dues/receipts", body)).status_code == 201
    walker = Walker(people.clerk)
    at = f"/unions/{county.union_id}/members/{member}/dues?year=2026"
    account = await walker.open(at)
    assert "工资 5,238.60 元，不足 10.00 元的尾数 8.60 元舍去，5,230.00 × 0.5%" in account.text
    assert "= 26.15 元" in account.text

    asked = await walker.open(account.href("冲销会费"))
    assert "收到 2026-01 会费 26.15 元" in asked.text
    form = asked.form("reason")
    unsaid = await walker.submit(asked, form, reason="")
    assert unsaid.status == 422
    moved: Json = {"occurred_on": "2026-01-21", "receipts": [receipt]}
    assert (await county.unit.post(f"{county.union}/dues/receipts", moved)).status_code == 201
    stale = await walker.submit(unsaid, unsaid.form("reason"), reason="重复登记")
    assert stale.status == 422
    assert "您打开之后的变化" in stale.text
    done = await walker.submit(stale, stale.form("reason"))
    assert done.status == 200, done.text
    assert "已冲销" in done.text
    shown = await walker.open(f"/unions/{county.union_id}/members/{member}/receipts/2")
    assert "贰拾陆元壹角伍分" in shown.text
    assert "已冲销" in shown.text


async def test_only_whoever_approves_is_offered_a_waiver_or_a_refund(people: People) -> None:
    county = people.county
    (member,) = await with_wages(county, (1,))
    at = f"/unions/{county.union_id}/members/{member}"
    clerk = await Walker(people.clerk).open(f"{at}/dues")
    assert "申报工资基数" in clerk.text
    assert "登记免缴" not in clerk.text
    assert (await Walker(people.clerk).open(f"{at}/waivers")).status == 403
    walker = Walker(people.approver)
    asked = await walker.open(f"{at}/waivers")
    done = await walker.submit(
        asked,
        asked.form("decision_no"),
        dues_month=FIRST,
        amount_fen="10",
        reason="hardship",
        decision_no="工字〔2026〕5号",
    )
    assert done.status == 200, done.text
    assert "批准免缴 10.00 元" in done.text
