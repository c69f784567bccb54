"""The pages of audit without a script: evidence, two moments, engagements, findings, the auditor's way in."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from services.wiring import wired
from tests.services.attachments.pictures import jpeg
from tests.services.http.browsing import Browser
from tests.services.http.calling import receipts
from tests.services.http.people import People
from tests.services.pages.walking import Seen, Walker
from tests.support.database import Database

PAPER = [("evidence", ("退款回单.jpg", jpeg(), "image/jpeg"))]
TOPICS = ["dues", "books", "events"]


def at(people: People, path: str) -> str:
    return f"/unions/{people.county.union_id}{path}"


async def opened(by: Browser, path: str) -> Seen:
    seen = await Walker(by).open(path)
    assert seen.status == 200, (path, seen.text[:300])
    return seen


async def sent(by: Browser, path: str, **fields: Any) -> Seen:  # noqa: ANN401
    """Open a form, fill it in, send it."""
    walker = Walker(by)
    page = await walker.open(path)
    assert page.status == 200, (path, page.text[:300])
    return await walker.send(page, page.form("command_id"), fields)


def hashes(page: Seen) -> Iterator[str]:
    return iter(re.findall(r"\b[0-9a-f]{64}\b", page.text))


async def dues_received(people: People) -> str:
    county = people.county
    member_id = await county.member()
    answer = await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    assert answer.status_code in (200, 201), answer.text
    return member_id


async def audited(people: People, **changed: Any) -> tuple[str, str, str]:  # noqa: ANN401
    """An engagement opened at the page, its page's address, and the committee's chair."""
    chair = await people.county.officer("戊经审", "audit_committee_chair")
    today = people.county.parts.today()
    plan = {
        "occurred_on": str(today),
        "officer_id": chair,
        "kind": "review",
        "books_from": "2026-01-01",
        "books_until": "2026-12-31",
        "topics": TOPICS,
        "access_until": str(today + timedelta(days=30)),
    }
    page = await sent(people.chair, at(people, "/engagements/new"), **(plan | changed))
    assert "进行中" in page.text, page.text[:500]
    path = page.path.partition("?")[0]
    return path.rpartition("/")[2], path, chair


async def test_an_event_has_a_sheet_with_its_chain_and_a_receipt_for_everybody_else(
    people: People,
) -> None:
    await dues_received(people)
    position = await people.county.head()
    log = await opened(people.reviewer, at(people, "/events"))
    assert f"第 1 ～ {position} 号" in log.text
    sheet = await opened(people.reviewer, at(people, f"/events/{position}"))
    assert "会费收缴" in sheet.text
    assert "尚未覆盖" in sheet.text
    assert "王小明" not in sheet.text
    previous, _, own = (next(found) for found in [hashes(sheet)] * 3)
    before = await opened(people.reviewer, sheet.href("前一条"))
    assert previous in before.text
    raw = await people.reviewer.get(at(people, f"/events/{position}/raw"))
    assert raw.json()["hash"] == own
    receipt = await opened(people.clerk, at(people, f"/events/{position}"))
    assert own in receipt.text
    assert "事项" not in receipt.text
    assert (await Walker(people.clerk).open(at(people, "/events"))).status == 403
    nowhere = await Walker(people.clerk).open(at(people, "/events/99999"))
    assert nowhere.status == 404


async def test_a_checkpoint_on_paper_is_held_against_the_log(
    people: People, database: Database
) -> None:
    await dues_received(people)
    position = await people.county.head()
    bare = await opened(people.clerk, at(people, "/evidence"))
    assert "还没有检查点" in bare.text
    async with wired(database.settings) as books:
        taken = (await books.checkpointer.take()).checkpoint
    assert taken is not None
    receipt = await opened(people.clerk, at(people, f"/events/{position}"))
    checked = await opened(people.clerk, receipt.href("核对这张收据"))
    assert "收据与账簿一致" in checked.text
    forged = at(people, f"/evidence?position={position}&hash={'0' * 64}")
    assert "收据与账簿不一致" in (await opened(people.clerk, forged)).text
    beyond = at(people, f"/evidence?position=99999&hash={'0' * 64}")
    assert "账簿可能被截短" in (await opened(people.clerk, beyond)).text
    evidence = await opened(people.clerk, at(people, "/evidence"))
    found = re.search(r"\b1-[0-9a-f]{8,}", evidence.text)
    assert found is not None, evidence.text
    good = await opened(people.clerk, at(people, f"/evidence?size=1&root={found[0]}"))
    assert "与当时签名的检查点一致" in good.text
    wrong = await opened(people.clerk, at(people, "/evidence?size=1&root=0123456789"))
    assert "与当时签名的检查点不一致" in wrong.text
    note = await people.clerk.get(at(people, "/evidence/note"))
    assert note.text.startswith(database.settings.origin)
    sheet = await opened(people.reviewer, at(people, f"/events/{position}"))
    assert "在账证明" in sheet.text
    proof = await people.reviewer.get(at(people, f"/events/{position}/proof"))
    assert proof.json()["position"] == position
    named = await opened(people.reviewer, at(people, "/bundles?held=1"))
    bundle = await people.reviewer.get(named.href("下载审计包"))
    assert bundle.content.startswith(b"PK")
    year = await people.reviewer.get(at(people, "/exports?format=csv&year=2026"))
    assert year.content.startswith(b"PK")


async def test_two_moments_of_a_ledger_differ_down_to_the_event(people: People) -> None:
    county = people.county
    member_id = await county.member()
    first = await county.head()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    last = await county.head()
    walker = Walker(people.reviewer)
    page = await walker.open(at(people, "/replay"))
    form = next(one for one in page.forms if "ledger" in one.fields)
    asked = {"ledger": "L10", "year": "2026", "known_at_typed": str(first)}
    found = await walker.submit(page, form, **asked)
    assert "102 银行存款" in found.text or "101 库存现金" in found.text, found.text[-800:]
    assert at(people, f"/events/{last}") in {href for href, _ in found.links}
    same = await walker.submit(page, form, **(asked | {"known_at_typed": str(last)}))
    assert "完全相同" in same.text
    ahead = await walker.submit(page, form, **(asked | {"known_at_typed": "999999"}))
    assert (ahead.status, "L10" in ahead.text) == (422, True)
    assert (await Walker(people.clerk).open(at(people, "/replay"))).status == 403


async def test_an_engagement_goes_from_its_opening_to_its_end(people: People) -> None:
    await dues_received(people)
    walker = Walker(people.chair)
    form = await walker.open(at(people, "/engagements/new"))
    bare = await walker.submit(form, form.form("command_id"), basis_no="青工经审〔2026〕9号")
    assert bare.status == 422
    assert "青工经审〔2026〕9号" in bare.answer.text
    _, path, chair = await audited(people)
    signed = {"occurred_on": str(people.county.parts.today()), "officer_id": chair}
    drawn = await sent(
        people.chair, f"{path}/samples", **signed, method="random", size="1", seed="a1b2c3d4e5"
    )
    sheet = await opened(people.chair, drawn.href("第 1 号样本") + "?check=1")
    assert "与登记的完全一致" in sheet.text
    assert "□" in sheet.text
    listed = await people.chair.get(f"{path}/samples/1?format=csv")
    assert "抽样" in listed.text
    key = await sent(people.chair, f"{path}/access", **signed, holder="audit_firm")
    assert "密钥只显示这一次" in key.text
    assert "uk_" in key.text
    again = await opened(people.chair, path)
    assert "uk_" not in again.text
    revoked = await sent(people.chair, again.href("收回授权"), **signed)
    assert "收回" in revoked.text
    head = (await people.county.unit.get(f"{people.county.union}/head")).json()
    good = {"position": head["position"], "hash": head["hash"], "verified_with": "offline_verifier"}
    good |= {"covered": head["position"], "not_covered": "0", "failed": "0"}
    verified = await sent(people.chair, f"{path}/verifications", **signed, **good)
    assert "一致" in verified.text
    report = await opened(people.chair, f"{path}/report")
    assert "未发现问题" in report.text
    stale = await walker.open(f"{path}/close")
    await sent(people.chair, f"{path}/plan", **signed, books_until="2026-11-30")
    shown = await walker.submit(stale, stale.form("command_id"), **signed, outcome="called_off")
    assert (shown.status, "您打开之后的变化" in shown.text) == (422, True)
    closed = await walker.submit(shown, shown.form("command_id"))
    assert "已终止" in closed.text
    assert "抽样" not in {text for _, text in closed.links}
    forbidden = await Walker(people.unit_auditor).open(f"{path}/close")
    assert forbidden.status == 403
    seen = await opened(people.unit_auditor, path)
    assert "结项" not in {text for _, text in seen.links}


async def test_the_countys_auditor_comes_in_by_an_engagement_and_only_reads(
    people: People,
) -> None:
    await dues_received(people)
    position = await people.county.head()
    engagement_id, path, chair = await audited(people)
    auditor = people.county_auditor
    audits = f"/federations/{people.county.federation_id}/audits"
    before = await opened(auditor, audits)
    assert "现在没有授权给您查阅的账簿" in before.text
    books = f"/engagements/{engagement_id}{at(people, '')}"
    assert (await Walker(auditor).open(books)).status in (403, 404)
    signed = {"occurred_on": str(people.county.parts.today()), "officer_id": chair}
    stranger = await sent(
        people.chair,
        f"{path}/access",
        **signed,
        holder="higher_audit_committee",
        account_login="nobody.at.all",
    )
    assert (stranger.status, 'value="nobody.at.all"' in stranger.answer.text) == (422, True)
    given = await sent(
        people.chair,
        f"{path}/access",
        **signed,
        holder="higher_audit_committee",
        account_login=auditor.login,
    )
    assert "对方用自己的登录名登录" in given.text, given.text[:600]
    mine = await opened(auditor, audits)
    inside = await opened(auditor, mine.href("查阅至"))
    assert inside.path == f"{books}/engagements/{engagement_id}"
    assert "审计查阅：只读" in inside.text
    for place in (
        "/evidence",
        "/events",
        f"/events/{position}",
        "/replay",
        "/analytics",
        "/findings",
        "/bundles",
    ):
        seen = await opened(auditor, books + place)
        strange = [
            href for href, _ in seen.links if "/unions/" in href and not href.startswith(books)
        ]
        assert not strange, (place, strange)
    closed = await Walker(auditor).open(f"{books}/members")
    assert closed.status == 403
    for form in ("engagements/new", f"engagements/{engagement_id}/samples", "findings/new"):
        assert (await Walker(auditor).open(f"{books}/{form}")).status in (403, 404), form
    reads = await opened(people.chair, f"{path}/reads")
    assert "凭据页" in reads.text
    unit = f"/federations/{people.county.federation_id}/units/{people.county.union_id}"
    county = await opened(people.officer, f"{unit}/engagements/{engagement_id}")
    assert "由本级经审会立项" in county.text
    assert (await Walker(people.officer).open(books)).status in (403, 404)


async def test_the_county_opens_an_engagement_over_a_unit(people: People) -> None:
    audits = await opened(people.officer, f"/federations/{people.county.federation_id}/audits")
    form = next(one for one in audits.forms if "unit_id" in one.fields)
    page = await Walker(people.officer).submit(audits, form, unit_id=people.county.union_id)
    assert page.status == 200, page.text[:400]
    assert "对单位审计立项" in page.text
    assert (await Walker(people.county_auditor).open(page.path)).status == 403


async def test_a_finding_goes_over_the_board_until_it_is_struck_off(
    people: People,
) -> None:
    await dues_received(people)
    first = await people.county.officer("戊经审", "audit_committee_chair")
    today = people.county.parts.today()
    rule = await opened(people.chair, at(people, "/analytics/R07?from=2026-01-01"))
    assert "怎么查" in rule.text
    raised = await sent(
        people.chair,
        at(people, "/findings/new?rule=R04&positions=1,2&amount_fen=1980.00&severity=high"),
        occurred_on=str(today),
        kind="split_payments",
        officer_id=first,
        basis="收支管理办法 第二十条",
        **{"details.summary": "同日两笔"},
    )
    assert "同日两笔" in raised.text, raised.text[:600]
    assert "1,980.00" in raised.text
    path = raised.path.partition("?")[0]
    signed = {"occurred_on": str(today), "officer_id": first}
    board = await opened(people.clerk, at(people, "/findings"))
    assert "待定整改要求（1）" in board.text
    assert "提出审计问题" not in {text for _, text in board.links}
    await required(people, path, signed)
    answered = Walker(people.clerk)
    form = await answered.open(f"{path}/submit")
    told = {
        "occurred_on": str(today),
        "officer_id": people.clerk.officer_id,
        "measure": "money_recovered",
        "recovered_fen": "1,980",
    }
    done = await answered.send(form, form.form("command_id"), told, PAPER)
    assert "待复核" in done.text or "整改报告" in done.text, done.text[:600]
    assert "佐证 1" in done.text
    assert "accept" not in {href.rpartition("/")[2] for href, _ in done.links}
    await sent(people.chair, f"{path}/accept", **signed)
    closed = await sent(people.chair, f"{path}/close", **signed)
    assert "已销号" in closed.text


async def required(people: People, path: str, signed: dict[str, str]) -> None:
    """Require rectification: too late a day is refused at its field, with what was typed."""
    today = people.county.parts.today()
    walker = Walker(people.chair)
    form = await walker.open(f"{path}/require-rectification")
    asked = signed | {"requirement": "recover_money"}
    late = await walker.submit(form, form.form("command_id"), **asked, due_on="2099-01-01")
    assert late.status == 422
    assert 'value="2099-01-01"' in late.answer.text
    due = today + timedelta(days=30)
    page = await walker.submit(late, late.form("command_id"), due_on=str(due))
    assert (page.status, "整改期限" in page.text) == (200, True), page.text[:500]


async def test_every_entry_of_audit_opens_for_whoever_sees_it(people: People) -> None:
    own = ("engagements", "replay", "analytics", "events", "findings", "evidence", "bundles")
    for browser in people.of_unit().values():
        home = await Walker(browser).open(at(people, ""))
        hrefs = {href for href, _ in home.links}
        for path in (at(people, f"/{one}") for one in own):
            seen = await Walker(browser).open(path)
            assert (seen.status == 200) == (path in hrefs), (browser.login, path, seen.status)
