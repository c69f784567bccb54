"""The pages of aid without a script: a household up to its file, aid paid by four people, pay lists, the rest."""

import pytest

from tests.services.attachments.pictures import jpeg
from tests.services.http.browsing import Browser
from tests.services.http.hardship import POSTED_ON, Signing, filed, signing
from tests.services.http.people import People
from tests.services.pages.walking import Seen, Walker

PHOTO = [("evidence", ("申请书.jpg", jpeg(), "image/jpeg"))]


@pytest.fixture
async def signs(people: People) -> Signing:
    """Rules of hardship are in force, and the county's officers are there."""
    return await signing(people.county)


def at(people: People, path: str) -> str:
    return f"/unions/{people.county.union_id}{path}"


def offered(page: Seen) -> set[str]:
    """The last parts of the addresses that a page leads to."""
    return {href.partition("?")[0].rpartition("/")[2] for href, _ in page.links}


async def sent(by: Browser, path: str, **fields: object) -> Seen:
    """Open a form, fill it in, send it."""
    walker = Walker(by)
    page = await walker.open(path)
    assert page.status == 200, page.text[:300]
    return await walker.send(page, page.form("command_id"), dict(fields))


async def test_a_household_goes_from_its_application_to_its_file(
    people: People, signs: Signing
) -> None:
    await people.county.member()
    clerk, reviewer = Walker(people.clerk), Walker(people.reviewer)
    listed = await clerk.open(at(people, "/households"))
    form = await clerk.open(listed.href("登记困难申请"))
    applied = {
        "occurred_on": "20260112",
        "file_no": "KN-9",
        "householder_id": "王小明",
        "applied_by": "person",
        "handler_id": people.clerk.officer_id,
        "circumstances.cause": "本人大病",
        "circumstances.family_size": "3",
        "circumstances.monthly_income_fen": "666.66",
        "circumstances.family.0.name": "王小红",
        "circumstances.family.0.relation": "女",
    }
    bare = await clerk.send(form, form.form("command_id"), applied, [])
    assert bare.status == 422
    assert 'value="KN-9"' in bare.answer.text
    file = await clerk.send(form, form.form("command_id"), applied, PHOTO)
    assert (file.status, "已申请，待初审" in file.text) == (200, True), file.text[:400]
    assert "review-application" not in offered(file)
    assert "王小明" not in file.text
    assert "附件 1" in file.text
    household = file.path.partition("?")[0]
    forbidden = await clerk.open(f"{household}/review-application")
    assert forbidden.status == 403
    seen = await reviewer.open(household)
    form = await reviewer.open(seen.href("提交初审意见"))
    reviewed = await reviewer.submit(
        form, form.form("outcome"), occurred_on="2026-01-13", outcome="passed"
    )
    assert "初审通过，待入户" in reviewed.text
    form = await clerk.open(f"{household}/home-visit")
    visited = {
        "occurred_on": "2026-01-15",
        "visitor_ids": [people.clerk.officer_id, signs.second],
        "authorised": "true",
        "findings.summary": "情况属实",
    }
    seen = await clerk.send(form, form.form("authorised"), visited, PHOTO)
    assert "已入户，待经济核对" in seen.text
    await signs.decide(_api(household) + "/economic-check", _check(signs), if_match=3)
    await _through_the_notice(people, clerk, household)
    approval = {
        "occurred_on": "2026-02-25",
        "hardship_class": "deep",
        "approver_id": signs.county_approver,
        "decision_no": "青工帮〔2026〕1号",
    }
    await signs.decide(_api(household) + "/approve", approval, if_match=6)
    form = await clerk.open(f"{household}/open")
    opened = await clerk.submit(
        form, form.form("file_no"), occurred_on="2026-02-26", file_no="KN-9"
    )
    assert opened.path.partition("?")[0] == household
    assert "在档" in opened.text
    assert {"changes", "aid-requests"} <= offered(opened)
    assert "reviews" not in offered(opened)
    assert "reviews" in offered(await reviewer.open(household))
    rows = await clerk.open(at(people, "/households?stage=open"))
    assert "KN-9" in rows.text
    assert "KN-9" not in (await clerk.open(at(people, "/households?stage=applied"))).text


async def _through_the_notice(people: People, clerk: Walker, household: str) -> None:
    """The sheet is seen before it hangs; taken down too early it is refused with everything typed."""
    sheet = await clerk.open(f"{household}/notice")
    assert "王*明" in sheet.text
    assert "本人大病" not in sheet.text
    assert 'value="deep" selected' in sheet.answer.text  # what the figures advised
    handler = people.clerk.officer_id
    notice = {"occurred_on": POSTED_ON, "place": "unit", "handler_id": handler}
    hung = await clerk.send(sheet, sheet.form("place"), notice, PHOTO)
    assert "公示中" in hung.text
    reading = await Walker(people.reviewer).open(f"{household}/notice")
    assert (reading.status, "最早可结束" in reading.text) == (200, True)
    form = await clerk.open(f"{household}/notice/close")
    end = {"occurred_on": "2026-02-10", "handler_id": handler}
    early = await clerk.send(form, form.form("handler_id"), end)
    assert early.status == 422
    assert 'value="2026-02-10"' in early.answer.text
    down = await clerk.submit(early, early.form("handler_id"), occurred_on="2026-02-14")
    assert "等待县级工会审批" in down.text


def _api(household: str) -> str:
    return household[household.index("/households") :]


def _check(signs: Signing) -> dict[str, object]:
    return {
        "occurred_on": "2026-01-20",
        "checker_id": signs.checker,
        "document_no": "核对〔2026〕1号",
        "findings": {"summary": "无车无房"},
        "figures": {"income_year_fen": 3_000_000, "rigid_year_fen": 600_000, "family_size": 3},
    }


async def requested(people: People, signs: Signing) -> str:
    """Have the clerk ask for aid at the page; returns the address of the case."""
    member_id = await people.county.member()
    household_id = await filed(signs, member_id)
    case = await sent(
        people.clerk,
        at(people, f"/aid-requests?household_id={household_id}"),
        occurred_on="2026-03-01",
        case_no="BF-9",
        category="medical_aid",
        fund_source="own_funds",
        amount_fen="3,000",
        handler_id=people.clerk.officer_id,
        **{"details.purpose": "住院自付费用"},
    )
    assert "已申请，待审核" in case.text, case.text[:600]
    return case.path.partition("?")[0]


async def approved(people: People, signs: Signing) -> str:
    """Have it reviewed and approved by two others."""
    case = await requested(people, signs)
    review = {"occurred_on": "2026-03-02", "outcome": "supported"}
    seen = await sent(people.reviewer, f"{case}/review", **review)
    assert "已审核，待审批" in seen.text
    decided = {"occurred_on": "2026-03-03", "decision_no": "会议纪要3号"}
    seen = await sent(people.approver, f"{case}/approve", **decided)
    assert "已批准，待发放" in seen.text, seen.text[:600]
    return case


async def test_aid_is_asked_for_reviewed_approved_and_paid_by_four_people(
    people: People, signs: Signing
) -> None:
    case = await approved(people, signs)
    cashier = Walker(people.cashier)
    seen = await cashier.open(case)
    assert (seen.status, "3,000.00" in seen.text) == (200, True)
    assert "困难类别" not in seen.text  # what made them poor is nothing a payment needs
    form = await cashier.open(seen.href("登记发放"))
    account = {"payee.bank_name": "农业银行", "payee.bank_account": "6222020000001234"}
    typed = {"occurred_on": "2026-03-05", "amount_fen": "4000", **account}
    over = await cashier.send(form, form.form("amount_fen"), typed)
    assert over.status == 422
    assert 'value="4000"' in over.answer.text
    paid = await cashier.submit(over, over.form("amount_fen"), amount_fen="3000")
    assert "已发放" in paid.text, paid.text[:600]
    told = await Walker(people.clerk).open(case)
    assert "批准的金额已全部发放" in told.text
    assert "****" in told.text or "1234" in told.text
    assert "6222020000001234" not in told.text


async def test_checks_stand_beside_the_decision(people: People, signs: Signing) -> None:
    case = await requested(people, signs)
    form = await Walker(people.reviewer).open(f"{case}/review")
    for told in ("身份证号查重", "收入标准", "资金余额", "公示"):
        assert told in form.text
    assert "✓ 通过" in form.text


async def test_what_somebody_else_did_meanwhile_is_shown_and_what_was_typed_is_kept(
    people: People, signs: Signing
) -> None:
    case = await requested(people, signs)
    reviewer = Walker(people.reviewer)
    form = await reviewer.open(f"{case}/review")
    cancelled = {"occurred_on": "2026-03-02", "reason": "withdrawn"}
    await sent(people.clerk, f"{case}/cancel", handler_id=people.clerk.officer_id, **cancelled)
    typed = {"occurred_on": "2026-03-04", "outcome": "supported"}
    stale = await reviewer.send(form, form.form("outcome"), typed)
    assert stale.status == 422
    assert "您打开之后的变化" in stale.text
    assert "已终止" in stale.text
    assert 'value="2026-03-04"' in stale.answer.text


async def test_a_pay_list_is_drawn_up_signed_and_paid_with_the_banks_file(
    people: People, signs: Signing
) -> None:
    case = await approved(people, signs)
    clerk, cashier = Walker(people.clerk), Walker(people.cashier)
    draft = await clerk.open((await clerk.open(case)).href("编制发放名单"))
    form = draft.form("batch_no")
    lines = {
        "occurred_on": "2026-03-04",
        "batch_no": "FF-1",
        "handler_id": people.clerk.officer_id,
        "items.0.payee.bank_name": "农业银行",
        "items.0.payee.bank_account": "6222020000001234",
    }
    batch = await clerk.send(draft, form, lines)
    assert "已编制，待审核" in batch.text, batch.text[:800]
    path = batch.path.partition("?")[0]
    assert "review" not in offered(batch)
    await sent(people.reviewer, f"{path}/review", occurred_on="2026-03-05")
    await sent(people.approver, f"{path}/approve", occurred_on="2026-03-06")
    asked = await cashier.open(f"{path}/bank-file")
    made = await cashier.submit(asked, asked.form("purpose"), purpose="交银行代发")
    assert "文件已生成" in made.text
    pay = await cashier.open(made.href("银行付款后登记发放"))
    paid = await cashier.submit(pay, pay.form("bank_file"), occurred_on="2026-03-07")
    assert "叁仟元整" in paid.text
    assert {"failed", "returned"} <= offered(paid), paid.text[:800]
    notice = await clerk.open(f"{path}/notice")
    assert "王*明" in notice.text
    assert "1234" not in notice.text
    item = paid.href("登记退汇")
    back = await sent(people.cashier, item, occurred_on="2026-03-08", reason="account_closed")
    assert "已退汇：账户已销户" in back.text


async def test_condolences_visits_pairings_and_disclosures(people: People, signs: Signing) -> None:
    member_id = await people.county.member()
    household_id = await filed(signs, member_id)
    await signs.adopt("visit-college")
    asked = await sent(
        people.clerk,
        at(people, "/condolence-requests/new"),
        occurred_on="2026-03-06",
        member_id="王小明",
        occasion="illness",
        amount_fen="500",
        form="cash",
        subject="肺炎",
        handler_id=people.clerk.officer_id,
    )
    request = asked.path.partition("?")[0]
    await sent(people.approver, f"{request}/approve", occurred_on="2026-03-07")
    given = await sent(people.cashier, f"{request}/deliver", occurred_on="2026-03-08")
    assert (given.status, "已慰问" in given.text) == (200, True), given.text[:600]
    assert "生病" not in given.text
    pairing = await sent(
        people.clerk,
        at(people, f"/pairings/new?household_id={household_id}"),
        occurred_on="2026-03-01",
        cadre_id=signs.second,
        due_on="2026-12-31",
        **{"target.goal": "收入高于低保标准"},
    )
    assert "结对中" in pairing.text
    visit = await sent(
        people.clerk,
        at(people, f"/visits/new?member_id={member_id}&household_id={household_id}"),
        occurred_on="2026-03-12",
        occasion="hospitalised",
        happened_on="2026-03-09",
        reported_on="2026-03-10",
        visitor_ids=[people.clerk.officer_id],
        **{"details.situation": "手术顺利"},
    )
    assert "发生至走访（天）" in visit.text, visit.text[:800]
    clerk = Walker(people.clerk)
    form = await clerk.open(at(people, "/disclosures/new"))
    shown = {
        "occurred_on": "2026-03-10",
        "topic": "welfare",
        "channel": "notice_board",
        "officer_id": people.clerk.officer_id,
    }
    paper = [("document_sha256.file", ("公开.jpg", jpeg(), "image/jpeg"))]
    put_up = await clerk.send(form, form.form("topic"), shown, paper)
    assert "公开中" in put_up.text, put_up.text[:800]


@pytest.mark.usefixtures("signs")
async def test_figures_advise_a_class_and_nothing_is_kept(people: People) -> None:
    before = await people.county.head()
    clerk = Walker(people.clerk)
    query = "income=30000&rigid=6000&size=3&on=2026-03-01"
    advised = await clerk.open(at(people, f"/hardship-classification?{query}"))
    assert "深度困难" in advised.text
    wrong = await clerk.open(at(people, "/hardship-classification?income=很多&rigid=0&size=3"))
    assert wrong.status == 422
    assert await people.county.head() == before


async def test_every_entry_of_the_menu_opens_for_whoever_sees_it(people: People) -> None:
    own = ("households", "aid-cases", "pay-batches", "condolences", "visits", "disclosures")
    for browser in people.of_unit().values():
        walker = Walker(browser)
        home = await walker.open(at(people, ""))
        hrefs = {href for href, _ in home.links}
        for path in (at(people, f"/{one}") for one in own):
            seen = await walker.open(path)
            assert (seen.status == 200) == (path in hrefs), (browser.login, path, seen.status)
