"""The books' pages without a script: a voucher through all hands and back, a month closed, a ledger on paper."""

from datetime import timedelta

import pytest

from tests.services.attachments.pictures import PDF
from tests.services.http.audits import opened
from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.browsing import Browser
from tests.services.http.people import People, appointed
from tests.services.pages.walking import Seen, Walker

PAPER = [("papers", ("发票.pdf", PDF, "application/pdf"))]
LINES = {
    "line.0.account": "50102",
    "line.0.debit": "1,200.5",
    "line.1.account": "102",
    "line.1.credit": "1200.50",
}
ORDER = ("submit", "review", "approve", "post")


@pytest.fixture(autouse=True)
async def keeper(people: People) -> Bookkeeper:
    """Rules about approvals are in force, and the bank has money."""
    made = await staffed(people.county)
    lines = (("102", 900_000), ("331", -900_000))
    await made.post("opening", *lines, day="2026-01-01", by="accountant", money=False)
    return made


def at(people: People, path: str) -> str:
    return f"/unions/{people.county.union_id}{path}"


async def taken(by: Browser, path: str, **fields: object) -> Seen:
    """Take a step as its form stands, with some fields filled in."""
    walker = Walker(by)
    page = await walker.open(path)
    assert page.status == 200, (path, page.text[:300])
    return await walker.send(page, page.form("command_id"), dict(fields))


async def bookkeeper(people: People) -> Browser:
    """A second clerk: whoever handles a payment does not book it."""
    body = {"name": "记账己", "roles": ["clerk"]}
    return await appointed(
        people.chair, f"{people.county.union}/appointments", "books", body, enrols=False
    )


async def drafted(people: People) -> Seen:
    walker = Walker(people.clerk)
    form = await walker.open(at(people, "/vouchers/new"))
    given = {
        "kind": "expense",
        "details.summary": "职工运动会器材",
        "details.counterparty": "某体育用品店",
        **LINES,
    }
    return await walker.send(form, form.form("command_id"), given, PAPER)


async def posted(people: People) -> str:
    """A voucher of today in the books; returns the address of its page."""
    page = await drafted(people)
    assert page.status == 200, page.text[:600]
    address = page.path.partition("?")[0]
    hands = (people.clerk, people.reviewer, people.approver, await bookkeeper(people))
    more = {"approve": {"decision_no": "委〔2026〕3号"}}
    for step, by in zip(ORDER, hands, strict=True):
        page = await taken(by, f"{address}/{step}", **more.get(step, {}))
        assert page.path.startswith(f"{address}?done="), (step, page.text[:600])
    return address


async def test_a_voucher_goes_through_all_hands_with_its_paper(people: People) -> None:
    address = await posted(people)
    page = await Walker(people.unit_auditor).open(address)
    assert "人民币壹仟贰佰元零伍角" in page.text
    assert "职工运动会器材" in page.text
    assert not {href for href, _ in page.links if href.endswith("/reverse")}
    paper = await people.unit_auditor.get(page.href("附件 1"))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    printed = await people.clerk.get(page.href("打印凭证"))
    assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
    month = people.county.parts.today().isoformat()[:7]
    listed = await Walker(people.clerk).open(at(people, f"/vouchers?period={month}"))
    assert f"{month}-0001" in listed.text
    journal = await Walker(people.clerk).open(at(people, f"/entries?account=102&period={month}"))
    assert "期初余额：借 9,000.00 元" in journal.text
    assert "7,799.50" in journal.text


async def test_an_error_in_a_voucher_stands_at_its_line_and_loses_neither_text_nor_paper(
    people: People,
) -> None:
    walker = Walker(people.clerk)
    form = await walker.open(at(people, "/vouchers/new"))
    given = {
        "kind": "expense",
        "details.summary": "器材",
        **LINES,
        "line.1.account": "999",
        "line.1.credit": "1000",
    }
    wrong = await walker.send(form, form.form("command_id"), given, PAPER)
    assert wrong.status == 422
    assert "借贷不平，相差 200.50 元" in wrong.text
    again = wrong.form("command_id")
    assert again.fields["line.0.account"] == ["50102 文体活动费"]
    assert again.fields["line.1.credit"] == ["1000"]
    assert len(again.fields["paper"]) == 1
    mended = {"line.1.account": "102 银行存款", "line.1.credit": "1200.5"}
    page = await walker.send(wrong, again, mended, [])
    assert page.status == 200, page.text[:600]
    assert "附件 1（PDF）" in page.text


async def test_a_draft_is_written_anew_with_the_papers_it_has(people: People) -> None:
    address = (await drafted(people)).path.partition("?")[0]
    walker = Walker(people.clerk)
    form = await walker.open(f"{address}/revise")
    assert form.form("command_id").fields["details.summary"] == ["职工运动会器材"]
    assert "details.counterparty" in form.form("command_id").fields
    changed = {"line.0.debit": "800", "line.1.credit": "800"}
    page = await walker.send(form, form.form("command_id"), changed, [])
    assert "人民币捌佰元整" in page.text, page.text[:600]
    assert "附件 1（PDF）" in page.text


async def test_a_step_somebody_else_overtook_is_shown_and_sent_again(people: People) -> None:
    address = (await drafted(people)).path.partition("?")[0]
    walker = Walker(people.clerk)
    form = await walker.open(f"{address}/discard")
    await taken(people.clerk, f"{address}/submit")
    fields = {"reason": "not_needed"}
    stale = await walker.send(form, form.form("command_id"), fields)
    assert stale.status == 422
    assert "别人刚修改过" in stale.text
    done = await walker.send(stale, stale.form("command_id"), {})
    assert "已作废" in done.text


async def test_a_reversal_shows_its_effect_before_it_is_carried_out_in_red(people: People) -> None:
    address = await posted(people)
    walker = Walker(people.approver)
    form = await walker.open(f"{address}/reverse")
    assert "还没有结账" in form.text
    given = {"reason": "account_wrong"}
    shown = await walker.send(form, form.form("command_id"), given | {"more": "preview"})
    assert "冲销的影响" in shown.text, shown.text[:900]
    assert "-1,200.50" in shown.text
    unposted = await Walker(people.clerk).open(address)
    assert "已冲销" not in unposted.text
    done = await walker.send(shown, shown.form("command_id"), {})
    assert done.path.startswith(f"{address}?done="), done.text[:600]
    assert "红字冲销" in done.text
    assert "-1,200.50" in done.text
    listed = await Walker(people.clerk).open(at(people, "/vouchers"))
    assert "红字冲销" in listed.text


async def test_who_may_not_take_a_step_sees_no_button_and_no_form(people: People) -> None:
    address = (await drafted(people)).path.partition("?")[0]
    for by in (people.reviewer, people.cashier, people.unit_auditor):
        page = await Walker(by).open(address)
        assert not {href for href, _ in page.links if href.endswith(("/submit", "/revise"))}
        assert (await Walker(by).open(f"{address}/submit")).status == 403
    assert (await Walker(people.officer).open(address)).status in (403, 404)


async def test_a_month_is_closed_after_its_checklist_and_opened_again_by_two(
    people: People, keeper: Bookkeeper
) -> None:
    clerk = Walker(people.clerk)
    months = await clerk.open(at(people, "/periods?year=2026"))
    form = await clerk.open(months.href("核对并结账"))
    assert "银行存款已对账" in form.text
    refused = await clerk.send(form, form.form("command_id"), {})
    assert refused.status == 422
    again = refused.form("command_id")
    reasons = {name: "一月刚建账" for name in again.fields if name.startswith("reasons.")}
    assert reasons
    ticked = {"confirmed": ["dues_batches_closed"]}
    closed = await clerk.send(refused, again, reasons | ticked)
    assert closed.path.startswith(at(people, "/periods/2026-01/checklist?done=")), closed.text[:600]
    assert "已结账" in closed.text
    assert "一月刚建账" in closed.text
    assert (await clerk.open(at(people, "/periods/2026-01/reopen"))).status == 403
    opened = await taken(
        people.chair,
        at(people, "/periods/2026-01/reopen"),
        reason="漏记一笔",
        requested_by=keeper.officers["accountant"],
    )
    assert "2026-01 还没有结账" in opened.text, opened.text[:600]


async def test_the_bank_is_compared_and_a_comparison_taken_back(people: People) -> None:
    path = at(people, "/bank-statements")
    compared = await taken(
        people.clerk,
        f"{path}/new",
        occurred_on=people.county.parts.today().isoformat(),
        account="102",
        bank_fen="9000",
    )
    assert compared.path.startswith(f"{path}?done="), compared.text[:600]
    assert "相符" in compared.text
    walker = Walker(people.clerk)
    form = await walker.open(compared.href("撤回"))
    fields = {"reason": "statement_wrong"}
    back = await walker.send(form, form.form("command_id"), fields)
    assert "已撤回" in back.text, back.text[:600]


async def test_a_ledger_is_read_at_two_dates_issued_and_checked_from_its_paper(
    people: People,
) -> None:
    clerk = Walker(people.clerk)
    centre = await clerk.open(at(people, "/ledgers"))
    ledger = await clerk.open(centre.href("科目余额表"))
    assert "9,000.00" in ledger.text
    before = await clerk.open(at(people, "/ledgers/L9?year=2026&known_at=1"))
    assert "9,000.00" not in before.text
    for text, kind in (("打印（PDF）", "application/pdf"), ("导出表格", "application/vnd.openxml")):
        file = await people.clerk.get(ledger.href(text))
        assert (file.status_code, file.headers["content-type"].startswith(kind)) == (200, True)
    form = await clerk.open(ledger.href("打印并登记"))
    paper = await clerk.send(form, form.form("command_id"), {})
    assert "完全相同" in paper.text, paper.text[:600]
    asked = {
        "code": paper.path.partition("?")[0].rpartition("/")[2],
        "ledger": "L9",
        "year": "2026",
    }
    known = paper.text.partition("内容截至第 ")[2].partition(" ")[0]
    query = "&".join(f"{name}={text}" for name, text in {**asked, "known_at": known}.items())
    checked = await clerk.open(at(people, f"/statements/check?{query}"))
    assert "编码相符" in checked.text, checked.text[:600]
    other = await clerk.open(at(people, f"/statements/check?{query.replace('L9', 'L7')}"))
    assert "编码不符" in other.text


async def test_a_budget_is_drafted_and_passed_and_shown_against_the_books(
    people: People, keeper: Bookkeeper
) -> None:
    await keeper.adopt("budget-control-national")
    year = people.county.parts.today().year
    clerk = Walker(people.clerk)
    path = at(people, f"/budgets/{year}")
    draft = await taken(
        people.clerk,
        f"{path}/draft",
        **{
            "planned.0.account": "401",
            "planned.0.amount_fen": "6000",
            "planned.1.account": "50102",
            "planned.1.amount_fen": "5000",
        },
    )
    assert draft.path.startswith(f"{path}?done="), draft.text[:600]
    passed = await taken(people.chair, f"{path}/pass?paper=budget", decision_no="委〔2026〕9号")
    assert "委〔2026〕9号" in passed.text, passed.text[:600]
    seen = await clerk.open(path)
    assert "5,000.00" in seen.text
    assert (await clerk.open(f"{path}/approve?paper=budget")).status == 403


async def test_the_union_states_its_particulars_terms_and_rules(people: People) -> None:
    clerk, today = Walker(people.clerk), people.county.parts.today()
    corrected = await taken(
        people.clerk, at(people, "/particulars/correct"), employee_count="128", employer_kind="机关"
    )
    assert "128" in corrected.text, corrected.text[:600]
    term = {"term_from": "2026-01-15", "term_until": (today + timedelta(days=900)).isoformat()}
    elected = await taken(people.clerk, at(people, "/elections/new"), **term)
    assert "2026-01-15" in elected.text, elected.text[:600]
    rules = await taken(people.clerk, at(people, "/policies/adopt"), preset_id="sharing-beijing")
    assert "北京市实施《工会法》办法" in rules.text, rules.text[:600]
    own = await taken(
        people.clerk,
        at(people, "/policies/write?policy.kind=membership"),
        valid_from="2026-01-01",
        document_no="工〔2026〕1号",
        **{"policy.arrears_months": "7"},
    )
    assert "工〔2026〕1号" in own.text, own.text[:600]
    history = await clerk.open(at(people, "/history"))
    assert "共" in history.text
    assert (await clerk.open(at(people, "/officers/new"))).status == 403


async def test_every_page_of_the_books_opens_for_every_role_that_reads_them(people: People) -> None:
    paths = (
        "/vouchers", "/vouchers/pending", "/periods", "/periods/2026-01/checklist", "/bank-statements", "/ledgers",
        "/statements", "/statements/check", "/trial-balance?period=2026-01", "/entries?account=102", "/accounts",
        "/balance-sheet", "/income-statement", "/budgets", "/budgets/2026", "/budgets/2026/charges", "/particulars",
        "/officers", "/elections", "/bank-accounts", "/policies", "/history",
        *(f"/ledgers/{ledger}" for ledger in ("L1", "L3", "L7", "L10", "L11", "L32")),
    )  # fmt: skip
    for path in paths:
        page = await Walker(people.unit_auditor).open(at(people, path))
        assert page.status == 200, (path, page.text[:300])
    for by in (people.reviewer, people.approver, people.cashier, people.chair):
        for path in paths[:6]:
            assert (await Walker(by).open(at(people, path))).status == 200, path


async def test_an_auditor_of_the_county_reads_the_books_under_an_engagement_and_changes_nothing(
    people: People,
) -> None:
    address = await posted(people)
    audit = await opened(people.county, topics=["books"])
    walker = Walker(people.county_auditor)
    await audit.do("access", audit.granting(), account_login=people.county_auditor.login)
    inside = f"/engagements/{audit.engagement_id}"
    paths = (
        "/vouchers",
        "/trial-balance",
        "/entries",
        "/periods",
        "/ledgers/L9",
        "/bank-statements",
    )
    for path in paths:
        assert (await walker.open(inside + at(people, path))).status == 200, path
    page = await walker.open(inside + address)
    assert "职工运动会器材" in page.text
    assert all(href.startswith(inside) for href, _ in page.links if "/unions/" in href)
    assert not [href for href, _ in page.links if href.endswith("/reverse")]
    assert (await walker.open(inside + address + "/reverse")).status in (403, 404)
    assert (await walker.open(at(people, "/vouchers"))).status == 404
