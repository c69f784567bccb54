"""Logging in at the pages, without a script."""

from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.people import People
from tests.services.pages.walking import Walker


async def test_a_page_asks_who_is_there_and_leads_back_to_where_one_came_for(
    people: People,
) -> None:
    walker = Walker(Browser(people.county.client, people.clerk.login))
    home = f"/unions/{people.county.union_id}"
    door = await walker.open(home)
    assert door.path.startswith("/login?next=")
    inside = await walker.submit(
        door, door.form("password"), login=people.clerk.login, password=PASSWORD
    )
    assert (inside.status, inside.path) == (200, home)
    assert "待办" in inside.text


async def test_a_wrong_password_is_refused_without_saying_what_is_wrong(people: People) -> None:
    walker = Walker(Browser(people.county.client, people.clerk.login))
    door = await walker.open("/login")
    for name in (people.clerk.login, "nobody"):
        refused = await walker.submit(
            door, door.form("password"), login=name, password="wrong words"
        )
        assert refused.status == 401
        assert "登录名或密码" in refused.text


async def test_nobody_is_sent_elsewhere_after_logging_in(people: People) -> None:
    walker = Walker(Browser(people.county.client, people.clerk.login))
    for strange in ("//evil.example", "https://evil.example", "/\\evil.example"):
        door = await walker.open("/login")
        form = door.form("password")
        inside = await walker.submit(
            door, form, login=people.clerk.login, password=PASSWORD, next=strange
        )
        assert inside.path == f"/unions/{people.county.union_id}"


async def test_a_second_factor_is_asked_for_at_the_door(people: People) -> None:
    walker = Walker(Browser(people.county.client, people.chair.login))
    walker.browser.secret = people.chair.secret
    door = await walker.open("/login")
    code = await walker.submit(
        door, door.form("password"), login=people.chair.login, password=PASSWORD
    )
    assert code.path == "/login/code"
    refused = await walker.submit(code, code.form("code"), code="000000")
    assert refused.status == 422


async def test_a_form_of_another_session_is_refused(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open("/me/password")
    refused = await walker.submit(
        page, page.form("old"), form_token="someone else's", old=PASSWORD, new="x", again="x"
    )
    assert refused.status == 403
    assert "页面已过期" in refused.text


async def test_what_was_typed_survives_a_session_that_ended(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open("/me")
    form = page.form("code")
    walker.browser.cookies.clear()
    door = await walker.submit(page, form, code="ABCD", remark="三月起调出")
    assert door.status == 401
    assert "登录已超时" in door.text
    kept = door.form("password")
    assert kept.fields["kept.remark"] == ["三月起调出"]
    assert "kept.code" not in kept.fields, "secrets are not kept"
    again = await walker.submit(door, kept, login=people.clerk.login, password=PASSWORD)
    resumed = again.form("remark")
    assert (resumed.action, resumed.fields["remark"]) == ("/me/appointments", ["三月起调出"])
    assert (await walker.submit(again, resumed)).status != 403


async def test_a_page_of_another_union_is_not_there(people: People) -> None:
    seen = await Walker(people.clerk).open("/unions/01959000-0000-7000-8000-000000000001")
    assert seen.status == 404


async def test_logging_out_ends_the_session(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open("/me")
    logout = next(form for form in page.forms if form.action == "/logout")
    door = await walker.submit(page, logout)
    assert door.path == "/login"
    assert (await walker.open("/me")).path.startswith("/login")
