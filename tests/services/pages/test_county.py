"""The county at its pages, without a script: queues, cases beside their checks, units, money, rules, findings."""

import uuid

import pytest

from services.pages.menus import FEDERATION, PLATFORM
from tests.services.http.browsing import Browser
from tests.services.http.hardship import Signing, checked, filed, request_of, signing
from tests.services.http.people import People
from tests.services.pages.walking import Seen, Walker


@pytest.fixture
async def signs(people: People) -> Signing:
    """Rules of hardship are in force; the officer of the county may sign since the day of the appointment."""
    return await signing(people.county)


def today(people: People) -> str:
    return people.county.parts.today().isoformat()


async def recorded(people: People, office: str, name: str = "县甲") -> str:
    """Record that somebody holds an office of the county; returns the officer."""
    body = {"occurred_on": "2026-01-01", "name": name, "office": office}
    answer = await people.county.county.post(f"{people.county.federation}/officers", body)
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["officer_id"])


def at(people: People, path: str = "") -> str:
    return f"/federations/{people.county.federation_id}{path}"


def of_unit(people: People, path: str = "") -> str:
    return at(people, f"/units/{people.county.union_id}{path}")


async def sent(by: Browser, path: str, **fields: object) -> Seen:
    """Open a form, fill it in, send it."""
    walker = Walker(by)
    page = await walker.open(path)
    assert page.status == 200, (path, page.text[:300])
    return await walker.send(page, page.form("command_id"), dict(fields))


async def waiting(signs: Signing, *numbers: str) -> list[str]:
    """Have aid of an amount that the county decides asked for and reviewed; returns the cases."""
    await signs.adopt("aid-limits-city-2015")
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    review = {"occurred_on": "2026-03-02", "outcome": "supported", "reviewer_id": signs.reviewer}
    cases = []
    for number in numbers:
        wish = request_of(signs, household_id, member_id, case_no=number)
        case_id = (await signs.post("/aid-requests", wish))["aid_case_id"]
        await signs.post(f"/aid-cases/{case_id}/review", review, if_match=1)
        cases.append(str(case_id))
    return cases


async def test_every_entry_of_the_menu_opens_for_whoever_sees_it(people: People) -> None:
    places = (
        (people.officer, FEDERATION, at(people)),
        (people.county_auditor, FEDERATION, at(people)),
    )
    for browser, headings, base in (*places, (people.admin, PLATFORM, "")):
        walker = Walker(browser)
        home = await walker.open(base or "/platform")
        hrefs = {href for href, _ in home.links}
        for entry in (one for heading in headings for one in heading.entries):
            seen = await walker.open(base + entry.path)
            shown = base + entry.path in hrefs
            assert seen.status == 200 or not shown, (browser.login, entry.path, seen.text[:200])


async def test_a_case_is_approved_beside_its_checks(people: People, signs: Signing) -> None:
    (case_id,) = await waiting(signs, "BF-1")
    officer = Walker(people.officer)
    home = await officer.open(at(people))
    assert "1 帮扶待审批" in home.text
    queue = await officer.open(home.href("帮扶待审批"))
    case = await officer.open(queue.href("BF-1"))
    for told in ("身份证号查重", "收入标准", "资金余额", "公示"):
        assert told in case.text
    assert "王小明" not in case.text
    form = await officer.open(case.href("批准帮扶"))
    typed = {"occurred_on": today(people), "amount_fen": "4000"}
    over = await officer.send(form, form.form("approver_id"), typed)
    assert (over.status, 'value="4000"' in over.answer.text) == (422, True)
    done = await officer.submit(over, over.form("approver_id"), amount_fen="2,000")
    assert done.path.partition("?")[0] == of_unit(people, f"/aid-cases/{case_id}")
    assert "已批准" in done.text
    assert "2,000.00" in done.text
    assert "没有等候审批的帮扶" in (await officer.open(at(people, "/cases"))).text


async def test_what_somebody_else_decided_meanwhile_is_shown(
    people: People, signs: Signing
) -> None:
    (case_id,) = await waiting(signs, "BF-1")
    officer = Walker(people.officer)
    form = await officer.open(of_unit(people, f"/aid-cases/{case_id}/reject"))
    approval = {
        "occurred_on": "2026-03-03",
        "approver_id": signs.county_approver,
        "decision_no": "县工〔2026〕8号",
    }
    await signs.decide(f"/aid-cases/{case_id}/approve", approval, if_match=2)
    typed = {"occurred_on": "2026-03-04", "reason": "not_eligible"}
    stale = await officer.send(form, form.form("approver_id"), typed)
    assert stale.status == 422
    assert "您打开之后的变化" in stale.text
    assert 'value="2026-03-04"' in stale.answer.text


async def test_several_are_decided_at_once_and_one_refusal_stops_no_other(
    people: People, signs: Signing
) -> None:
    cases = await waiting(signs, "BF-1", "BF-2", "BF-3")
    officer = Walker(people.officer)
    queue = await officer.open(at(people, "/cases"))
    keys = [f"{people.county.union_id}.{case_id}" for case_id in cases]
    looked = await officer.send(queue, queue.form("/cases/approve"), {"chosen": keys, "do": "look"})
    assert (looked.status, "批量审批帮扶：3 件" in looked.text) == (200, True), looked.text[:400]
    assert looked.text.count("资金余额不足") == 3
    form = looked.form("occurred_on")
    assert form.fields["approver_id"] == [people.officer.officer_id]
    unsigned = await officer.send(looked, form, {"do": "approve", "approver_id": ""})
    assert unsigned.status == 422
    approval = {
        "occurred_on": "2026-03-03",
        "approver_id": signs.county_approver,
        "decision_no": "县工〔2026〕8号",
    }
    await signs.decide(
        f"/aid-cases/{cases[2]}/reject", approval | {"reason": "not_eligible"}, if_match=2
    )
    signed = {"do": "approve", "occurred_on": today(people), "decision_no": "县工〔2026〕9号"}
    told = await officer.send(looked, form, signed)
    assert "批准 2 件，6,000.00 元；没有办成 1 件" in told.text, told.text[:800]
    again = await officer.send(looked, form, signed)
    assert "批准 2 件" in again.text
    for case_id in cases[:2]:
        row = (await signs.get(f"/aid-cases/{case_id}"))["aid_case"]
        assert (row["tier"], row["approved_fen"]) == ("county", 300_000)


async def test_an_auditor_of_the_county_sees_figures_and_no_case(
    people: People, signs: Signing
) -> None:
    (case_id,) = await waiting(signs, "BF-1")
    auditor = Walker(people.county_auditor)
    home = await auditor.open(at(people))
    assert (home.status, "帮扶待审批" in home.text) == (200, False)
    for path in ("/cases", f"/units/{people.county.union_id}/aid-cases/{case_id}"):
        assert (await auditor.open(at(people, path))).status in (403, 404)
    unit = await auditor.open(of_unit(people))
    assert unit.status == 200
    assert not {"freeze", "merge"} & {href.rpartition("/")[2] for href, _ in unit.links}
    assert (await auditor.open(of_unit(people, "/freeze"))).status == 403


async def test_a_hardship_file_is_checked_and_decided_by_the_county(
    people: People, signs: Signing
) -> None:
    household_id = await checked(signs, await people.county.member())
    officer = Walker(people.officer)
    path = of_unit(people, f"/households/{household_id}")
    file = await officer.open(path)
    assert "县级核对" in file.text
    assert (await officer.open(f"{path}/notice")).status == 404
    notice = {
        "occurred_on": "2026-02-09",
        "place": "unit",
        "hardship_class": "deep",
        "handler_id": signs.handler,
        "evidence": [{"sha256": "a" * 64, "byte_count": 2048, "media_type": "image/jpeg"}],
    }
    await signs.post(f"/households/{household_id}/notice", notice, if_match=4)
    sheet = await officer.open((await officer.open(at(people, "/disclosures"))).href("查看公示单"))
    assert "王*明" in sheet.text
    assert "本人大病" not in sheet.text
    end = {"occurred_on": "2026-02-14", "handler_id": signs.handler}
    await signs.post(f"/households/{household_id}/notice/close", end, if_match=5)
    form = await officer.open((await officer.open(path)).href("审批同意"))
    done = await officer.submit(
        form,
        form.form("hardship_class"),
        occurred_on=today(people),
        decision_no="青工帮〔2026〕1号",
    )
    assert (done.path.partition("?")[0], "已批准" in done.text) == (path, True), done.text[:400]


async def test_what_is_missing_is_drawn_as_missing(people: People) -> None:
    officer = Walker(people.officer)
    year = people.county.parts.today().year
    map_ = await officer.open(at(people, f"/coverage?year={year - 1}"))
    assert map_.answer.text.count('class="heat-missing"') == 12
    assert "0／0" in map_.text
    behind = await officer.open(at(people, f"/coverage?year={year - 1}&state=behind"))
    assert "青石" in behind.text or "工会" in behind.text
    assert (await officer.open(at(people, "/coverage?year=abc"))).status in (400, 422)
    rollup = await officer.open(at(people, f"/rollup?year={year}"))
    members = await officer.open(rollup.href("会员数"))
    assert "全县汇总" in members.text
    assert "缺" in members.text or "不显示" in members.text
    assert (await officer.open(at(people, f"/charts?year={year}"))).status == 200
    workbook = await people.officer.get(at(people, f"/coverage/workbook?year={year}"))
    assert (workbook.status_code, workbook.content[:2]) == (200, b"PK")


async def test_a_unit_is_registered_approved_stopped_and_let_go_on(people: People) -> None:
    officer = Walker(people.officer)
    form = await officer.open(at(people, "/units/new"))
    typed = {
        "occurred_on": "2026-01-01",
        "code": "QZ777",
        "name": "清泉水厂工会",
        "legal_person": [],
    }
    wrong = await officer.send(form, form.form("code"), typed | {"credit_code": "12345"})
    assert (wrong.status, 'value="清泉水厂工会"' in wrong.answer.text) == (422, True)
    unit = await officer.send(wrong, wrong.form("code"), typed | {"credit_code": ""})
    assert "清泉水厂工会" in unit.text, unit.text[:400]
    form = await officer.open(unit.href("批准建会"))
    unit = await officer.submit(
        form, form.form("document_no"), occurred_on="2026-01-10", document_no="县总工〔2026〕1号"
    )
    assert "县总工〔2026〕1号" in unit.text, unit.text[:600]
    form = await officer.open(unit.href("停用单位"))
    frozen = await officer.submit(
        form,
        form.form("document_no"),
        occurred_on="2026-02-01",
        reason="books_missing",
        document_no="县总工〔2026〕2号",
    )
    assert "停用：账簿缺失" in frozen.text
    listed = await officer.open(at(people, "/units?q=qqsc&state=frozen"))
    assert "清泉水厂工会" in listed.text
    assert "清泉水厂工会" in (await officer.open(at(people, "/units/tree"))).text
    form = await officer.open(frozen.href("恢复启用"))
    await officer.submit(
        form, form.form("document_no"), occurred_on="2026-03-01", document_no="县总工〔2026〕3号"
    )
    offered = await sent(
        people.officer,
        f"{frozen.path.partition('?')[0]}/appointments/new",
        login="chair.qz777",
        name="周主席",
    )
    assert "只显示这一次" in offered.text, offered.text[:600]
    assert "已授权" in (await officer.open(offered.href("回到名单"))).text or offered.status == 200


async def test_money_is_given_by_two_people_and_followed(people: People) -> None:
    own = people.officer.officer_id
    other = await recorded(people, "handler", "县丁")
    provided = await sent(
        people.officer,
        at(people, "/fund-provisions/new"),
        occurred_on="2026-01-05",
        fund="winter_warmth_earmarked",
        amount_fen="50,000",
        document_no="市总工〔2026〕1号",
    )
    assert "50,000.00" in provided.text, provided.text[:500]
    wish = {
        "occurred_on": today(people),
        "unit_id": people.county.union_id,
        "kind": "winter_warmth",
        "amount_fen": "3000",
        "document_no": "县总工〔2026〕3号",
        "approver_id": own,
    }
    alone = await sent(people.officer, at(people, "/allocations/new"), **wish, handler_id=own)
    assert alone.status == 422
    given = await sent(people.officer, at(people, "/allocations/new"), **wish, handler_id=other)
    assert "在途" in given.text, given.text[:500]
    followed = await sent(people.officer, at(people, "/allocations/follow"))
    assert "仍在途 1 笔" in followed.text
    walker = Walker(people.officer)
    form = await walker.open(given.href("撤销"))
    taken = await walker.submit(form, form.form("reason"), occurred_on=today(people), reason="重复")
    assert "已撤销" in taken.text


async def test_a_rule_goes_to_every_unit_and_says_where_it_stands(people: People) -> None:
    adopted = await sent(
        people.officer,
        at(people, "/adoptions/new"),
        occurred_on="2026-01-10",
        preset_id="sharing.beijing",
        valid_from="2026-01-01",
        document_no="县总工〔2026〕2号",
    )
    assert "已落实 1 个单位" in adopted.text, adopted.text[:600]
    listed = await Walker(people.officer).open(at(people, "/adoptions"))
    assert "县总工〔2026〕2号" in listed.text


async def test_a_finding_of_the_county_is_raised_and_given_a_day(people: People) -> None:
    await recorded(people, "audit_committee_chair")
    found = await sent(
        people.officer,
        of_unit(people, "/findings/new"),
        occurred_on="2026-03-02",
        kind="split_payments",
        severity="high",
        basis="基层工会经费收支管理办法 第二十条",
    )
    assert "基层工会经费收支管理办法" in found.text, found.text[:500]
    walker = Walker(people.officer)
    form = await walker.open(found.href("要求整改"))
    asked = await walker.submit(
        form,
        form.form("due_on"),
        occurred_on="2026-03-03",
        requirement="recover_money",
        due_on="2026-04-15",
    )
    assert "2026-04-15" in asked.text
    assert "化整为零" in (await walker.open(at(people, "/findings?state=open"))).text
    assert (await walker.open(at(people, "/analytics/R04"))).status == 200


async def test_the_platform_founds_appoints_and_looks_after_itself(people: People) -> None:
    admin = Walker(people.admin)
    founded = await sent(
        people.admin,
        "/platform/federations/new",
        occurred_on="2026-01-01",
        code="BX",
        name="白溪县总工会",
    )
    assert "白溪县总工会" in founded.text
    offered = await sent(
        people.admin,
        f"/platform/people/{people.county.federation_id}/new",
        login="new.officer",
        name="县庚",
        roles=["county_officer"],
    )
    assert "只显示这一次" in offered.text, offered.text[:500]
    listed = await admin.open(offered.href("回到名单"))
    assert "收回权限" in listed.text
    health = await admin.open("/platform/health")
    assert "账簿数据库" in health.text
    assert (await admin.open("/platform/jobs")).status == 200
    for path in ("/platform", "/platform/people", "/platform/erasures", "/platform/jobs"):
        assert (await Walker(people.officer).open(path)).status == 403
        assert (await Walker(people.clerk).open(path)).status == 403
    strange = f"/federations/{uuid.uuid4()}"
    assert (await Walker(people.officer).open(strange)).status == 404
