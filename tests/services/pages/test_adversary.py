"""What somebody hostile sends to the pages: addresses, forms, names and numbers nobody types in earnest."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

from services.pages.page import PAGES, Page
from services.pages.reading_forms import day_of, fen_of, month_of
from services.pages.routes import handlers
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.people import People, somebody
from tests.services.pages.walking import Form, Seen, Walker

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_REFUSED: Final = frozenset({403, 404})
_MARK: Final = "<img src=x onerror=alert(1)>"
_ASKED: Final = dict.fromkeys(
    ("page", "year", "until", "skip", "after", "size", "position", "withdrawn_version"), "²"
)
_DOORS: Final = frozenset({"login", "logout"})


async def _posted(by: Browser, path: str, **fields: str) -> httpx.Response:
    by.client.cookies.clear()
    headers = by.headers(**_FORM)
    return await by.client.post(
        path, content=urlencode(fields), headers=headers, follow_redirects=False
    )


async def _expired(by: Browser, remark: str) -> Seen:
    """The door, as it is shown to whoever sends a form after their session has ended."""
    walker = Walker(by)
    page = await walker.open("/me")
    by.cookies.clear()
    return await walker.submit(page, page.form("code"), code="ABCD", remark=remark)


@pytest.mark.parametrize(
    "strange", ["/\t/evil.example", "/\t\\evil.example", "/ /evil.example", "//evil.example"]
)
async def test_no_character_that_browsers_leave_out_leads_elsewhere(
    people: People, strange: str
) -> None:
    door = Browser(people.county.client)
    told = {"login": people.clerk.login, "password": PASSWORD, "next": strange}
    answer = await _posted(door, "/login", **told)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_an_address_with_chinese_letters_is_come_back_to(people: People) -> None:
    door = Browser(people.county.client)
    told = {"login": people.clerk.login, "password": PASSWORD, "next": "/unions/张三?q=李四"}
    answer = await _posted(door, "/login", **told)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/unions/{quote('张三')}?q={quote('李四')}"


async def test_an_address_makes_no_page_say_that_something_was_written(people: People) -> None:
    walker = Walker(people.clerk)
    seen = await walker.open("/me?done=" + quote("1 号。请致电 13800000000"))
    assert "13800000000" not in seen.text
    assert "第 7 号记录" in (await walker.open("/me?done=7")).text


async def test_a_form_that_came_too_late_is_sent_on_by_nobody_else(people: People) -> None:
    door = await _expired(people.clerk, "三月起调出")
    other = Walker(Browser(people.county.client))
    inside = await other.submit(
        door, door.form("password"), login=people.cashier.login, password=PASSWORD
    )
    assert "三月起调出" not in inside.answer.text


async def test_a_form_that_came_too_late_waits_for_the_second_factor(people: People) -> None:
    door = await _expired(people.chair, "三月起调出")
    walker = Walker(people.chair)
    code = await walker.submit(
        door, door.form("password"), login=people.chair.login, password=PASSWORD
    )
    refused = await walker.submit(code, code.form("is_recovery"), code="000000")
    kept = refused.form("is_recovery")
    assert (refused.status, kept.fields["kept.remark"]) == (422, ["三月起调出"])


async def test_a_login_form_of_another_site_is_refused(people: People) -> None:
    fields = {"login": "x", "password": "y", "next": "/me/appointments", "kept.code": "EVIL"}
    strange = {**_FORM, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = await people.county.client.post("/login", content=urlencode(fields), headers=strange)
    assert answer.status_code == 403


async def test_a_page_opened_by_nobody_is_not_opened(people: People) -> None:
    """Browsers load what they think will be asked for; an export or an audited read would be on record."""
    people.clerk.client.cookies.clear()
    headers = people.clerk.headers(**{"Sec-Purpose": "prefetch;prerender"})
    answer = await people.clerk.client.get("/me", headers=headers)
    assert answer.status_code == 403


async def test_a_member_of_nobody_in_a_form_leaves_what_was_typed(people: People) -> None:
    walker = Walker(people.clerk)
    path = f"/unions/{people.county.union_id}/condolence-requests/new"
    page = await walker.open(f"{path}?member_id={somebody()}")
    assert page.status == 200


async def test_no_page_says_that_somebody_audits_who_does_not(people: People) -> None:
    union = f"/unions/{people.county.union_id}"
    for path in (union, f"{union}/members", f"{union}/vouchers"):
        for by in (people.clerk, people.chair):
            answer = await by.get(f"/engagements/{somebody()}{path}")
            assert answer.status_code == 404


async def test_no_page_takes_a_form_without_the_token_of_its_session(people: People) -> None:
    """Also with the token of another session, and whoever sends it."""
    assert handlers()
    strange = (await Walker(people.cashier).open("/me")).form("form_token").fields["form_token"][0]
    taken = []
    for page in PAGES:
        if page.method != "POST" or page.name in _DOORS:
            continue
        for sent in ({}, {"form_token": strange}, {"form_token": "."}):
            by, path = _at(people, page)
            answer = await _posted(by, path, reason=_MARK, **sent)
            if answer.status_code not in _REFUSED:
                taken.append((page.path, answer.status_code))
    assert not taken


async def test_no_address_fells_a_page_or_comes_back_as_markup(people: People) -> None:
    """Whatever stands in it: digits that are none, markup, ids nobody has."""
    failed = []
    for page in PAGES:
        if page.method != "GET":
            continue
        by, path = _at(people, page)
        for query in (_ASKED, dict.fromkeys((*_ASKED, "q", "as_of", "month", "done"), _MARK)):
            answer = await by.get(f"{path}?{urlencode(query)}")
            if answer.status_code >= 500 or _MARK in answer.text:
                failed.append((page.path, answer.status_code))
    assert not failed


async def test_a_form_of_nothing_but_rows_is_no_page_of_many_megabytes(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open(f"/unions/{people.county.union_id}/budgets/2026/draft")
    form = page.form("command_id")
    rows: Mapping[str, object] = {f"planned.{n}.account": "x" for n in range(5_000)}
    answer = await walker.send(page, form, {**rows, "more": "planned"})
    assert (answer.status, len(answer.answer.content) < 100_000) == (413, True)


@pytest.mark.parametrize(
    "typed", ["110105 19491231 002X", "１３８００００１２３４", "138-0000-1234"]
)
async def test_a_number_typed_in_groups_stands_in_no_address(people: People, typed: str) -> None:
    walker = Walker(people.clerk)
    home = f"/unions/{people.county.union_id}/members"
    page = await walker.open(home)
    form = next(one for one in page.forms if one.method == "post" and "q" in one.fields)
    found = await walker.send(page, form, {"q": typed})
    assert urlsplit(str(found.answer.url)).query == ""
    answer = await people.clerk.get(f"/v1{home}/search?{urlencode({'q': typed})}")
    assert answer.json()["code"] == "request.search_in_body"


async def test_a_search_of_any_length_is_no_address_of_any_length(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open(f"/unions/{people.county.union_id}/members")
    form: Form = next(one for one in page.forms if one.method == "post" and "q" in one.fields)
    token = form.fields["form_token"][0]
    answer = await _posted(people.clerk, page.path, q="甲" * 20_000, form_token=token)
    assert len(answer.headers["location"]) < 2_000


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1e3", None),
        ("1,23", None),
        ("12,34,567", None),
        ("1,,000", None),
        ("1²", None),
        ("①", None),
        ("1.234", None),
        ("999999999999999", None),
        ("", None),
        ("-0", 0),
        ("１２３", 12_300),
        ("１，２３４．５", 123_450),
        ("¥1,234,567.89元", 123_456_789),
        ("-1,000", -100_000),
    ],
)
def test_an_amount_that_may_mean_two_things_is_none(typed: str, fen: int | None) -> None:
    assert fen_of(typed) == fen


def test_a_date_that_may_mean_two_days_is_left_as_it_was_typed() -> None:
    assert [day_of(text) for text in ("2026111", "2026.1.11", "20260111")] == [
        "2026111",
        "2026-01-11",
        "2026-01-11",
    ]
    assert [month_of(text) for text in ("20261", "2026年1月")] == ["20261", "2026-01"]


def _at(people: People, page: Page) -> tuple[Browser, str]:
    """Whoever may come nearest to a page, and its address at their own place; other ids are nobody's."""
    ids = {"union_id": people.county.union_id, "federation_id": people.county.federation_id}
    path = re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], somebody())), page.path)
    allowed = page.policy.people
    by_role = {
        **people.of_unit(),
        "county_officer": people.officer,
        "county_auditor": people.county_auditor,
        "platform_admin": people.admin,
    }
    return next((who for role, who in by_role.items() if role in allowed), people.clerk), path
