"""What somebody hostile sends to the pages: addresses, forms, names and numbers nobody would type in earnest."""

from urllib.parse import quote, urlencode

import pytest

from services.pages.page import PAGES
from services.pages.reading_forms import day_of, fen_of, month_of
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.people import People, somebody
from tests.services.pages.walking import Walker

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("strange", ["/\t/evil.example", "/\t\\evil.example", "/\x00/evil.example", "/ /evil"])
async def test_no_blank_that_browsers_leave_out_leads_elsewhere_after_logging_in(people: People, strange: str) -> None:
    client = people.county.client
    sent = urlencode({"login": people.clerk.login, "password": PASSWORD, "next": strange})
    answer = await client.post("/login", content=sent, headers=Browser(client).headers(**_FORM))
    print(answer.status_code, dict(answer.headers))
    assert answer.headers.get("location", "/") in ("/", "/%20/evil")


async def test_an_address_with_chinese_letters_is_come_back_to(people: People) -> None:
    client = people.county.client
    for strange in ("/unions/张三", "/x?q=张三"):
        sent = urlencode({"login": people.clerk.login, "password": PASSWORD, "next": strange})
        answer = await client.post("/login", content=sent, headers=Browser(client).headers(**_FORM))
        print(answer.status_code, answer.headers.get("location"))
        assert answer.status_code == 303


async def test_toast(people: People) -> None:
    seen = await Walker(people.clerk).open("/me?done=" + quote("1 。请拨打 13800000000"))
    assert "13800000000" not in seen.text


async def test_kept_of_another(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open("/me")
    form = page.form("code")
    walker.browser.cookies.clear()
    door = await walker.submit(page, form, code="ABCD", remark="三月起调出")
    again = await walker.submit(door, door.form("password"), login=people.cashier.login, password=PASSWORD)
    assert "三月起调出" not in again.answer.text


async def test_kept_2fa(people: People) -> None:
    walker = Walker(people.chair)
    page = await walker.open("/me")
    form = page.form("code")
    walker.browser.cookies.clear()
    door = await walker.submit(page, form, code="ABCD", remark="三月起调出")
    code = await walker.submit(door, door.form("password"), login=people.chair.login, password=PASSWORD)
    assert code.path == "/login/code"
    print(code.text, code.forms)
    assert "三月起调出" in code.answer.text


async def test_foreign_kept(people: People) -> None:
    client = people.county.client
    sent = urlencode({"login": "x", "password": "y", "next": "/me/appointments", "kept.code": "EVIL"})
    answer = await client.post("/login", content=sent, headers={**_FORM, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    print(answer.status_code)
    assert answer.status_code == 403


def test_money() -> None:
    for text, fen in {"1e3": None, "１２３": 12300, "-0": 0, "1,23": None, "999999999999999": None, "1²": None, "1,234.5": 123450, "12,34,567": None, "1.234": None, "¥-1": -100, "": None, "１，２３４．５": 123450, ",": None, "1,,000": None}.items():
        print(text, fen_of(text), fen)


def test_days() -> None:
    for t in ("20260230", "2026111", "2026115", "20261", "2026-1-11", "２０２６年３月５日", "2026313"):
        print(t, day_of(t), month_of(t))
