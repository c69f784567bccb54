"""The pages of the people of a union without a script: joining, changing, moving, looking at numbers, leaving."""

import uuid

import httpx

from services.http.parts import Parts
from tests.services.http.browsing import Browser
from tests.services.http.calling import County, id_number, keyed, unit
from tests.services.http.people import People
from tests.services.pages.test_audit import audited
from tests.services.pages.walking import Seen, Walker

CLEAR = "王小明"


def at(people: People, path: str) -> str:
    return f"/unions/{people.county.union_id}{path}"


def buttons(page: Seen) -> set[str]:
    """The last parts of the addresses that a page leads to."""
    return {href.partition("?")[0].rpartition("/")[2] for href, _ in page.links}


async def sent(by: Browser, path: str, **fields: object) -> Seen:
    """Open a form, fill it in, send it."""
    walker = Walker(by)
    page = await walker.open(path)
    assert page.status == 200, page.text[:300]
    return await walker.send(page, page.form("command_id"), dict(fields))


async def joined(people: People, number: int = 1) -> str:
    """Somebody applies at the page and is approved; returns the address of the member's page."""
    page = await sent(
        people.clerk,
        at(people, "/members/apply"),
        occurred_on="20260105",
        name=CLEAR,
        id_number=id_number(number),
        **{"profile.department": "办公室", "profile.mobile": "13800138000"},
    )
    member = page.path.partition("?")[0]
    page = await sent(
        people.chair, f"{member}/approve", occurred_on="2026-01-10", decision_no="工〔2026〕1号"
    )
    assert "在籍" in page.text, page.text[:400]
    return member


async def test_somebody_joins_is_found_and_is_shown_masked(people: People) -> None:
    clerk = Walker(people.clerk)
    form = await clerk.open(at(people, "/members/apply"))
    wrong = await clerk.send(
        form, form.form("command_id"), {"name": CLEAR, "id_number": "110105194912310021"}
    )
    assert wrong.status == 422
    assert f'value="{CLEAR}"' in wrong.answer.text
    member = await joined(people)
    page = await clerk.open(member)
    assert {"approve", "reject"} & buttons(page) == set()
    assert {"retain", "death", "assign", "correct", "reveal", "reverse"} <= buttons(page)
    assert "王*明" in page.text
    for hidden in (CLEAR, id_number(1), "13800138000"):
        assert hidden not in page.answer.text
    assert "批准入会" in page.text  # the timeline tells it
    for typed in ("wxm", "王", id_number(1)[-4:]):
        found = await clerk.open(at(people, f"/members?q={typed}"))
        assert ("王*明" in found.text, "共 1 条" in found.text) == (True, True), typed
    assert "共 0 条" in (await clerk.open(at(people, "/members?q=zs"))).text
    assert "共 0 条" in (await clerk.open(at(people, "/members?membership=retained"))).text


async def test_a_whole_number_is_looked_up_without_standing_in_an_address(people: People) -> None:
    await joined(people)
    clerk = Walker(people.clerk)
    page = await clerk.open(at(people, "/members"))
    found = await clerk.submit(page, page.form("q"), q=id_number(1))
    assert (found.status, found.path) == (200, at(people, "/members"))
    assert "共 1 条" in found.text
    by_name = await clerk.submit(page, page.form("q"), q="wxm")
    assert "q=wxm" in by_name.path
    false = await clerk.submit(page, page.form("q"), q="110105194912310021")
    assert (false.status, "校验" in false.text) == (422, True)
    form = await clerk.open(at(people, "/aid-requests"))
    token = form.form("form_token").fields["form_token"][0]
    picked = await clerk.browser.client.post(
        at(people, "/members/pick"),
        data={"q": "wxm", "form_token": token},
        headers=clerk.browser.headers(),
    )
    assert (picked.status_code, "王*明" in picked.text) == (200, True)
    assert "<button" in picked.text


async def test_a_correction_keeps_the_number_that_is_masked(people: People) -> None:
    member = await joined(people)
    clerk = Walker(people.clerk)
    form = await clerk.open(f"{member}/correct")
    sends = form.form("command_id")
    assert sends.fields["profile.department"] == ["办公室"]
    assert "approved_by" not in sends.fields  # the clerk holds no office that approves
    nothing = await clerk.submit(form, sends, reason="无变化")
    assert nothing.status == 422, nothing.text[:300]
    done = await clerk.submit(form, sends, reason="换部门", **{"profile.department": "财务科"})
    assert "财务科" in done.text
    assert "138****8000" in done.text


async def test_what_somebody_else_changed_meanwhile_is_shown_and_may_be_sent_again(
    people: People,
) -> None:
    member = await joined(people)
    clerk = Walker(people.clerk)
    form = await clerk.open(f"{member}/retain")
    await sent(people.clerk, f"{member}/consents/withdraw", notice_version="2026-1")
    await sent(
        people.clerk,
        f"{member}/certificates",
        occurred_on="2026-02-01",
        kind="certificate",
        number="GH-0001",
    )
    asked = {"occurred_on": "2026-03-01", "cause": "retired"}
    stale = await clerk.submit(form, form.form("cause"), **asked)
    assert (stale.status, "您打开之后的变化" in stale.text) == (422, True)
    done = await clerk.submit(stale, stale.form("cause"))
    assert ("保留会籍" in done.text, "GH-0001" in done.text) == (True, True)
    assert "reinstate" in buttons(done)
    taken = await sent(
        people.clerk,
        next(href for href, _ in done.links if href.endswith("/collect")),
        occurred_on="2026-04-01",
        cause="replaced",
    )
    assert not [href for href, _ in taken.links if href.endswith("/collect")]
    form = await clerk.open(f"{member}/reverse")
    undone = await clerk.submit(form, form.form("reversed_version"), reason="登记有误")
    assert "reinstate" not in buttons(undone)
    assert "已冲销" in undone.text


async def test_only_whoever_may_sees_a_button_and_gets_through(people: People) -> None:
    member = await joined(people)
    reviewer = Walker(people.reviewer)
    page = await reviewer.open(member)
    assert page.status == 200
    assert {"retain", "reveal", "correct"} & buttons(page) == set()
    assert (await reviewer.open(f"{member}/retain")).status == 403
    assert (await reviewer.open(f"{member}/reveal")).status == 403
    assert (await Walker(people.cashier).open(member)).status == 403
    assert (await Walker(people.clerk).open(at(people, "/appointments"))).status == 403
    strange = at(people, f"/members/{uuid.uuid4()}")
    assert (await Walker(people.clerk).open(strange)).status == 404


async def test_a_member_goes_to_another_union_of_the_county(
    people: People, client: httpx.AsyncClient, parts: Parts
) -> None:
    county = people.county
    made = await county.county.post(
        f"{county.federation}/units", unit("QZ002", name="东门小学工会")
    )
    new_id = made.json()["unit_id"]
    new = await keyed(client, parts, "unit", new_id)
    member = await joined(people)
    form = await Walker(people.clerk).open(f"{member}/transfers")
    assert "东门小学工会" in form.text
    started = await Walker(people.clerk).submit(
        form, form.form("target_union_id"), occurred_on="2026-03-10", target_union_id=new_id
    )
    assert "转出中" in started.text
    assert "transfer-out" not in buttons(started)  # the other union keeps its books here
    board = await Walker(people.clerk).open(at(people, "/transfers"))
    assert ("东门小学工会" in board.text, "王*明" in board.text) == (True, True)
    (pending,) = (await new.get(f"/v1/unions/{new_id}/transfers", as_of="2026-12-31")).json()[
        "rows"
    ]
    accept = f"/v1/unions/{new_id}/transfers/{pending['transfer_id']}/accept"
    answer = await new.post(accept, {"occurred_on": "2026-03-20"})
    assert answer.status_code == 200, answer.text
    gone = await Walker(people.clerk).open(member)
    assert "转出" in gone.text
    assert {f"{member}/retain", f"{member}/transfers"} & {href for href, _ in gone.links} == set()


async def test_who_comes_is_taken_in_or_sent_back_at_the_inbox(
    people: People, client: httpx.AsyncClient, parts: Parts
) -> None:
    county = people.county
    made = await county.county.post(
        f"{county.federation}/units", unit("QZ002", name="东门小学工会")
    )
    other: County = await _other(county, client, parts, made.json()["unit_id"])
    letters = [await _letter(other, number, county.union_id) for number in (1, 2)]
    clerk = Walker(people.clerk)
    inbox = await clerk.open(at(people, "/transfers"))
    assert inbox.text.count("东门小学工会") >= 2
    assert CLEAR not in inbox.answer.text
    accepted = await sent(
        people.clerk, at(people, f"/transfers/{letters[0]}/accept"), occurred_on="2026-03-20"
    )
    assert ("王*明" in accepted.text, "在籍" in accepted.text) == (True, True)
    back = await sent(
        people.clerk, at(people, f"/transfers/{letters[1]}/decline"), occurred_on="2026-03-20"
    )
    assert back.path.partition("?")[0] == at(people, "/transfers")
    assert "没有等待接收的会员" in back.text
    assert (await clerk.open(at(people, f"/transfers/{letters[1]}/accept"))).status == 404


async def _other(county: County, client: httpx.AsyncClient, parts: Parts, union_id: str) -> County:
    key = await keyed(client, parts, "unit", union_id)
    return County(
        client=client,
        parts=parts,
        federation_id=county.federation_id,
        union_id=union_id,
        operator=county.operator,
        county=county.county,
        unit=key,
        county_auditor=county.county_auditor,
        unit_auditor=county.unit_auditor,
    )


async def _letter(other: County, number: int, target: str) -> str:
    member_id = await other.member(number)
    body = {"occurred_on": "2026-03-10", "target_union_id": target}
    path = f"{other.union}/members/{member_id}/transfers"
    answer = await other.unit.post(path, body, if_match=1)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["transfer_id"])


async def test_branches_are_formed_and_members_put_into_them(people: People) -> None:
    member = await joined(people)
    branch = await sent(
        people.clerk,
        at(people, "/branches/new"),
        occurred_on="2026-01-20",
        kind="branch",
        name="高中部分会",
    )
    branch_id = branch.path.partition("?")[0].rpartition("/")[2]
    group = await sent(
        people.clerk,
        at(people, f"/branches/new?kind=group&parent_branch_id={branch_id}"),
        occurred_on="2026-01-21",
        name="高一小组",
    )
    assert "高中部分会" in group.text
    group_id = group.path.partition("?")[0].rpartition("/")[2]
    put = await sent(people.clerk, f"{member}/assign", occurred_on="2026-02-01", group_id=group_id)
    assert "高一小组" in put.text
    assert "王*明" in (await Walker(people.clerk).open(at(people, f"/branches/{group_id}"))).text
    refused = await sent(
        people.clerk, at(people, f"/branches/{group_id}/close"), occurred_on="2026-03-01"
    )
    assert refused.status == 422
    assert (
        "共 1 条"
        in (await Walker(people.clerk).open(at(people, f"/members?place_id={branch_id}"))).text
    )


async def test_an_auditor_of_members_sees_the_roster_and_no_dues(people: People) -> None:
    member = await joined(people)
    engagement_id, path, chair = await audited(people, topics=["members"])
    await sent(
        people.chair,
        f"{path}/access",
        occurred_on=str(people.county.parts.today()),
        officer_id=chair,
        holder="higher_audit_committee",
        account_login=people.county_auditor.login,
    )
    auditor, books = Walker(people.county_auditor), f"/engagements/{engagement_id}"
    roster = await auditor.open(books + at(people, "/members"))
    assert (roster.status, "王*明" in roster.text) == (200, True), roster.text[:300]
    assert "apply" not in buttons(roster)
    whole = await auditor.submit(roster, roster.form("q"), q=id_number(1))
    assert (whole.status, "后四位" in whole.text) == (422, True)
    found = await auditor.submit(roster, roster.form("q"), q=id_number(1)[-4:])
    assert "共 1 条" in found.text
    seen = await auditor.open(books + member)
    assert (seen.status, "每月应缴" in seen.text) == (200, False), seen.text[:300]
    assert {"retain", "reveal", "correct"} & buttons(seen) == set()
    assert (await auditor.open(books + at(people, "/branches"))).status == 200
    assert (await auditor.open(books + at(people, "/transfers"))).status == 200
