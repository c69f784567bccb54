"""Finding members and units through the API."""

from typing import Any

import pytest

from tests.services.http.calling import County, Json, id_number, registration, unit
from tests.services.http.test_branches import formed
from tests.services.http.test_erasures import approve

PEOPLE = {
    1: ("张三", "13800138001"),
    2: ("张小三", "13800138002"),
    3: ("曾国强", "13800138003"),
    4: ("单雪", "13911112222"),
    5: ("王三", ""),
}


@pytest.fixture
async def ids(county: County) -> dict[str, str]:
    found = {}
    for number, (name, mobile) in PEOPLE.items():
        profile = {"mobile": mobile} if mobile else {}
        body = registration(number, name=name, profile=profile, joined_on=f"201{number}-05-01")
        answer = await county.unit.post(f"{county.union}/members/register", body)
        assert answer.status_code == 201, answer.text
        found[name] = str(answer.json()["member_id"])
    return found


async def search(county: County, **query: Any) -> Json:  # noqa: ANN401
    answer = await county.unit.get(f"{county.union}/members/search", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def found(county: County, **query: Any) -> list[str]:  # noqa: ANN401
    return [row["member_id"] for row in (await search(county, **query))["rows"]]


async def privately(county: County, text: str) -> list[str]:
    answer = await county.unit.post(f"{county.union}/members/search", {"q": text})
    assert answer.status_code == 200, answer.text
    return [row["member_id"] for row in answer.json()["rows"]]


async def test_members_are_found_by_name_pinyin_initials_and_the_end_of_a_number(
    county: County, ids: dict[str, str]
) -> None:
    asked = {
        "张三": ["张三"],
        "zs": ["张三"],
        "zhang": ["张三", "张小三"],
        "san": ["王三", "张三", "张小三"],
        "z": ["曾国强", "张三", "张小三"],
        "zeng": ["曾国强"],
        "shanx": ["单雪"],
        "2222": ["单雪"],
        id_number(3)[-4:]: ["曾国强"],
        "李": [],
    }
    for text, names in asked.items():
        assert await found(county, q=text) == [ids[name] for name in names], text
    (row,) = (await search(county, q="张三"))["rows"]
    assert (row["person"]["name"], row["profile"]["mobile"]) == ("张*", "138****8001")


async def test_a_whole_number_is_looked_for_in_a_body_only(
    county: County, ids: dict[str, str]
) -> None:
    for text in (id_number(4), "13911112222"):
        answer = await county.unit.get(f"{county.union}/members/search", q=text)
        assert (answer.status_code, answer.json()["code"]) == (422, "request.search_in_body")
        assert text not in answer.text
        assert await privately(county, text) == [ids["单雪"]]
    assert await privately(county, id_number(99)) == []
    assert await privately(county, "13900000000") == []
    bad = await county.unit.post(f"{county.union}/members/search", {"q": "110105198010100019"})
    assert (bad.status_code, bad.json()["code"]) == (422, "person.id_check_digit")


async def test_the_list_is_filtered_sorted_and_paged_by_number(
    county: County, ids: dict[str, str]
) -> None:
    first = await search(county, sort="name", size=2)
    assert (first["total"], first["pages"], first["page"]) == (5, 3, 1)
    named = [row["member_id"] for row in first["rows"]]
    named += await found(county, sort="name", size=2, page=2)
    named += await found(county, sort="name", size=2, page=3)
    assert named == [ids[name] for name in ("单雪", "王三", "曾国强", "张三", "张小三")]
    assert await found(county) == sorted(ids.values())
    joined = await found(county, sort="joined_on", size=1)
    assert joined == [ids["张三"]]
    gone = {"occurred_on": "2026-03-01", "request_on_paper": True}
    path = f"{county.union}/members/{ids['张三']}/withdraw"
    assert (await county.unit.post(path, gone, if_match=1)).status_code == 200
    assert await found(county, q="zs", membership="withdrawn") == [ids["张三"]]
    assert await found(county, q="zs", membership="active") == []
    assert await found(county, q="zs", membership="active", as_of="2026-02-01") == [ids["张三"]]
    assert await found(county, q="zs", as_of="2001-01-01") == []
    branch = await formed(county, "branch", "高中部分会")
    assign = {"occurred_on": "2026-03-10", "branch_id": branch}
    member = f"{county.union}/members/{ids['王三']}/assign"
    assert (await county.unit.post(member, assign, if_match=1)).status_code == 200
    assert await found(county, q="san", place_id=branch) == [ids["王三"]]


async def test_a_name_that_changed_is_found_at_once_and_the_old_one_no_more(
    county: County, ids: dict[str, str]
) -> None:
    assert await found(county, q="zengguoqiang") == [ids["曾国强"]]
    body = {
        "occurred_on": "2026-03-01",
        "reason": "改名",
        "name": "欧阳锋",
        "id_number": id_number(3),
    }
    path = f"{county.union}/members/{ids['曾国强']}/correct"
    assert (await county.unit.post(path, body, if_match=1)).status_code == 200
    assert await found(county, q="oyf") == [ids["曾国强"]]
    assert await found(county, q="zengguoqiang") == []


async def test_who_is_erased_is_not_found_from_that_moment_on(
    county: County, ids: dict[str, str]
) -> None:
    who = ids["单雪"]
    assert await found(county, q="danxue") == [who]
    gone = {"occurred_on": "2026-05-01", "request_on_paper": True}
    path = f"{county.union}/members/{who}/withdraw"
    assert (await county.unit.post(path, gone, if_match=1)).status_code == 200
    await approve(county, who)
    execute = f"/v1/erasures/{county.union_id}/{who}/execute"
    assert (await county.operator.post(execute, {})).status_code == 200
    for text in ("danxue", "单雪", "2222", id_number(4)[-4:]):
        answer = await search(county, q=text)
        assert (answer["rows"], answer["total"]) == ([], 0)
    assert await privately(county, "13911112222") == []
    assert who not in await found(county, sort="name")


async def test_lists_say_how_many_rows_all_their_pages_have(
    county: County, ids: dict[str, str]
) -> None:
    members = f"{county.union}/members"
    first = await county.unit.get(members, limit=2, count="exact")
    assert first.json()["total"] == len(ids)
    second = await county.unit.get(first.headers["Link"].partition(">")[0].removeprefix("<"))
    assert (second.json()["total"], len(second.json()["rows"])) == (len(ids), 2)
    assert (await county.unit.get(members, limit=2)).json()["total"] is None
    filtered = await county.unit.get(members, membership="retained", count="exact")
    assert filtered.json()["total"] == 0
    for path in ("changes", "dues?year=2026", "vouchers", "vouchers/pending", "aid-cases"):
        mark = "&" if "?" in path else "?"
        answer = await county.unit.get(f"{county.union}/{path}{mark}count=exact")
        assert isinstance(answer.json()["total"], int), path


async def test_units_are_found_by_name_initials_and_code(county: County) -> None:
    names = {"QZ002": "青峙一中工会", "QZ003": "单县医院工会", "QZ004": "青石水泥厂工会"}
    for code, name in names.items():
        body = unit(code, name=name)
        assert (await county.county.post(f"{county.federation}/units", body)).status_code == 201
    path = f"{county.federation}/units/search"

    async def codes(**query: Any) -> list[str]:  # noqa: ANN401
        answer = await county.county.get(path, **query)
        assert answer.status_code == 200, answer.text
        return [row["code"] for row in answer.json()["rows"]]

    assert await codes(q="qzyz") == ["QZ002"]
    assert await codes(q="shanxian") == ["QZ003"]
    assert await codes(q="水泥") == ["QZ004"]
    assert await codes(q="qz003") == ["QZ003"]
    assert await codes(q="青石") == ["QZ001", "QZ004"]
    assert await codes() == ["QZ001", "QZ002", "QZ003", "QZ004"]
    assert await codes(page=2, size=3) == ["QZ004"]
    assert await codes(state="frozen") == []
    assert (await county.unit.get(path)).status_code == 404
