"""A clerk's hour in a month (users.md 3.1): first login, roster, dues, a mistake, the close, the statement."""

import io
import re
import unicodedata
from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from tests.e2e.paper import done, fill_in, follow, follow_link, part, send
from tests.e2e.person import PASSWORD, Person, person_at
from tests.e2e.site import Site
from tests.services.importers.making import ROSTER, book
from tests.support.books import id_number

pytestmark = pytest.mark.asyncio(loop_scope="module")

MONTH: Final = "2026-01"
LAST_DAY: Final = "2026-01-31"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRONG: Final = "110105198701019770"
"""A number whose check digit is wrong."""
_AMOUNT: Final = re.compile(r"-?[\d,]+\.\d\d")


async def test_a_clerk_gets_through_the_month(site: Site, chromium: Browser) -> None:
    clerk = await person_at(site, chromium, "clerk", let_in=False)
    await first_login(clerk)
    await roster(clerk)
    place = await dues(clerk)
    await mistake_reversed(clerk, place)
    await month_closed(clerk)
    await statement_printed(clerk)


async def first_login(clerk: Person) -> None:
    """With the code that opens once, to a password of one's own; home says what is to be done."""
    await clerk.open("/")
    await clerk.looked("login")
    page, code = clerk.page, clerk.site.demo.codes["clerk"]
    await page.get_by_label("登录名").fill("clerk")
    await page.get_by_label("密码").fill(code)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_url("**/me/password")
    await clerk.looked("password")
    await page.get_by_label("一次性开通码").fill(code)
    await page.get_by_label("新密码", exact=True).fill(PASSWORD)
    await page.get_by_label("再输入一次新密码").fill(PASSWORD)
    await page.get_by_role("button", name="保存密码").click()
    await page.wait_for_url(f"**{clerk.site.union}")
    await clerk.looked("home")
    assert "待办" in await part(page).inner_text()


async def roster(clerk: Person) -> None:
    """A sheet with a mistake is answered by row, column and reason; mended, it is taken with the paper's total."""
    rows = [("赵一凡", id_number(901)), ("钱小满", WRONG)]
    await uploaded(clerk, rows)
    told = await part(clerk.page).inner_text()
    assert "身份证号" in told
    assert "下载不通过的行" in told
    await clerk.looked("refused_rows")
    await uploaded(clerk, [rows[0], ("钱小满", id_number(902))])
    await expect(part(clerk.page)).to_contain_text("每一行都可以写入")
    await clerk.looked("all_rows")
    await follow(clerk, "核对合计并写入")
    await fill_in(clerk, {"纸面人数（笔数）": "2"})
    await send(clerk)
    await expect(part(clerk.page)).to_contain_text("已全部写入")
    await clerk.looked("written")


async def uploaded(clerk: Person, people: list[tuple[str, str]]) -> None:
    """Choose kind and file, and wait until the job has been read: the page asks again by itself."""
    await clerk.open(f"{clerk.site.union}/imports/new")
    await fill_in(clerk, {"会员花名册": True})
    file = {"name": "会员花名册.xlsx", "mimeType": XLSX, "buffer": workbook(people)}
    await clerk.page.locator("input[name=workbook]").set_input_files(file)  # type: ignore[arg-type]
    await send(clerk)
    await expect(part(clerk.page)).to_contain_text("试算报告")


def workbook(people: list[tuple[str, str]]) -> bytes:
    """A unit's own sheet: no template, a title on top."""
    rows = [(name, number, "2020-05-01", "正常") for name, number in people]
    return book([("城关街道总工会会员花名册",), ROSTER, *rows])


async def dues(clerk: Person) -> int:
    """A column is pasted; what the sum lacks to the list's total stands there until it agrees. Returns whose."""
    await clerk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = clerk.page
    await clerk.open(f"{clerk.site.union}/dues/months/{MONTH}")
    await fill_in(clerk, {"收款日期": LAST_DAY, "名单人数": "1", "名单合计（元）": "30.00"})
    cells = page.locator("input[data-amount]")
    unpaid = [
        one or "0" for one in await cells.evaluate_all("all => all.map(one => one.dataset.unpaid)")
    ]
    (place,) = [number for number, fen in enumerate(unpaid) if int(fen) > 0]
    owed = f"{int(unpaid[place]) // 100}.{int(unpaid[place]) % 100:02d}"
    column = "\n".join(owed if number == place else "" for number in range(len(unpaid)))
    await page.evaluate("text => navigator.clipboard.writeText(text)", column)
    await cells.first.focus()
    await page.keyboard.press("Control+V")
    told = page.locator("[data-told]")
    await expect(cells.nth(place)).to_have_value(owed)
    await expect(told).to_contain_text("金额比名单少 0.45 元")
    await clerk.looked("dues_apart")
    await page.keyboard.press("Escape")
    await expect(cells.nth(place)).to_have_value("")
    await cells.first.focus()
    await page.keyboard.press("Control+V")
    await fill_in(clerk, {"名单合计（元）": owed})
    await expect(told).to_contain_text("与名单一致")
    await send(clerk)
    await page.wait_for_url("**/dues/batches/*")
    await clerk.looked("dues_batch")
    return place


async def mistake_reversed(clerk: Person, place: int) -> None:
    """Taken from the wrong person's envelope: the receipt is reversed, and entered again."""
    page = clerk.page
    await follow(clerk, f"回到 {MONTH} 收缴表")
    await follow_link(clerk, page.locator(".grid-table tbody th a").nth(place))
    await clerk.looked("dues_account")
    row = page.locator("tr").filter(has=page.get_by_role("link", name="冲销会费"))
    await follow_link(clerk, row.filter(has_text=MONTH).get_by_role("link", name="冲销会费").last)
    await fill_in(clerk, {"冲销日期": LAST_DAY, "冲销原因": "收错了人的钱"})
    await send(clerk)
    await done(clerk, "receipt_reversed")
    await expect(part(page)).to_contain_text("已冲销")
    await clerk.open(f"{clerk.site.union}/dues/months/{MONTH}?only=unpaid")
    await page.get_by_role("button", name="空格都按未缴金额填上").click()
    owed = await page.locator("input[data-amount]").first.input_value()
    await fill_in(clerk, {"收款日期": LAST_DAY, "名单人数": "1", "名单合计（元）": owed})
    await send(clerk)
    await page.wait_for_url("**/dues/batches/*")


async def month_closed(clerk: Person) -> None:
    """The checklist leads to what is open: the bank's paper, the cash in the box. Then the month is shut."""
    closing = f"{clerk.site.union}/periods/{MONTH}/close"
    balances = await books_say(clerk)
    for account in ("102", "101"):
        await clerk.open(closing)
        await clerk.looked(f"checklist_{account}")
        await follow_link(clerk, part(clerk.page).locator("a[href*='/bank-statements/new']").first)
        await fill_in(clerk, {"对账单日期": LAST_DAY, "科目": account})
        await fill_in(clerk, {"银行对账单余额（元）": balances[account]})
        await send(clerk)
        await done(clerk, f"asserted_{account}")
    await clerk.open(closing)
    await fill_in(clerk, {"结账日期": "2026-02-01", "结账人": "演**计", "我已核对，没有问题": True})
    await send(clerk)
    await done(clerk, "closed")
    late = await clerk.fetched(f"{clerk.site.union}/periods/{MONTH}")
    assert "已结账" in await late.text()


async def books_say(clerk: Person) -> dict[str, str]:
    """The balances of bank and cash on the month's last day, in yuan."""
    query = f"since=2026-01-01&as_of={LAST_DAY}"
    answer = await clerk.fetched(f"/v1{clerk.site.union}/trial-balance?{query}")
    rows = (await answer.json())["rows"]
    return {row["account"]: f"{int(row['after_fen']) / 100:.2f}" for row in rows}


async def statement_printed(clerk: Person) -> None:
    """What the browser prints on A4, and what the server sets, say what the ledger says."""
    ledger = f"{clerk.site.union}/ledgers/L10?year=2026&month={MONTH}"
    await clerk.open(ledger)
    await clerk.looked("statement")
    shown = set(_AMOUNT.findall(await part(clerk.page).locator("table").first.inner_text()))
    on_paper = await printed(clerk.page)
    assert await in_the_ledger(clerk, ledger) <= shown
    assert shown <= set(_AMOUNT.findall(on_paper))
    assert "城关街道总工会" in on_paper
    assert "主菜单" not in on_paper
    set_by_us = await clerk.fetched(ledger.replace("/ledgers/", "/prints/ledgers/"))
    plainly = {one.replace(",", "") for one in shown}
    assert plainly <= set(_AMOUNT.findall(text_of(await set_by_us.body()).replace(",", "")))
    await issued(clerk)


async def in_the_ledger(clerk: Person, ledger: str) -> set[str]:
    """The amounts of the ledger itself, as the API tells them."""
    answer = await clerk.fetched(f"/v1{ledger}&format=json")
    cells = [cell for row in (await answer.json())["rows"] for cell in row]
    return {f"{float(cell):,.2f}" for cell in cells if _AMOUNT.fullmatch(cell)}


async def issued(clerk: Person) -> None:
    """A printed statement bears a code by which anybody can ask for it again."""
    await clerk.open(f"{clerk.site.union}/statements/issue?year=2026&ledger=L10&month={MONTH}")
    await fill_in(clerk, {"月份": MONTH})
    await send(clerk)
    await done(clerk, "issued")


async def printed(page: Page) -> str:
    """What the page says on paper."""
    return text_of(await page.pdf(format="A4", prefer_css_page_size=True))


def text_of(pdf: bytes) -> str:
    """The words of a PDF; a font may draw 工 with the sign of the radical, which is another character."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return unicodedata.normalize("NFKC", "\n".join(one.extract_text() for one in pages))
