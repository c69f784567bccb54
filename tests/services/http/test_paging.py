"""Pages: in order, complete, and a cursor leads on only where it was given."""

from tests.services.http.calling import County


async def test_pages_put_together_are_the_list(county: County) -> None:
    ids = {await county.member(number) for number in range(1, 6)}
    seen: list[str] = []
    page = await county.unit.get(f"{county.union}/members", limit=2)
    while True:
        seen += [row["member_id"] for row in page.json()["rows"]]
        if page.json()["next"] is None:
            break
        link = page.headers["Link"].partition(">")[0].removeprefix("<")
        page = await county.unit.get(link)
    assert len(seen) == 5
    assert set(seen) == ids
    assert "Link" not in page.headers


async def test_a_cursor_is_bound_to_union_route_and_filters(county: County) -> None:
    for number in range(1, 4):
        await county.member(number)
    members = f"{county.union}/members"
    cursor = (await county.unit.get(members, limit=1)).json()["next"]
    assert (await county.unit.get(members, limit=1, cursor=cursor)).status_code == 200
    forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    strange = [
        (members, {"cursor": forged}),
        (members, {"cursor": cursor, "membership": "active"}),
        (members, {"cursor": cursor, "as_of": "2026-01-31"}),
        (f"{county.union}/changes", {"cursor": cursor}),
    ]
    for path, query in strange:
        answer = await county.unit.get(path, **query)
        assert (answer.status_code, answer.json()["code"]) == (400, "request.cursor_invalid")


async def test_all_pages_share_the_first_one_s_date(county: County) -> None:
    for number in (1, 2):
        await county.member(number)
    first = await county.unit.get(f"{county.union}/members", limit=1, as_of="2026-02-01")
    link = first.headers["Link"].partition(">")[0].removeprefix("<")
    assert (await county.unit.get(link)).json()["as_of"] == "2026-02-01"


async def test_ledgers_of_every_kind_are_paged(county: County) -> None:
    for number in range(1, 4):
        member = f"{county.union}/members/{await county.member(number)}"
        withdrawn = {"occurred_on": f"2026-03-0{number}", "request_on_paper": True}
        await county.unit.post(f"{member}/withdraw", withdrawn, if_match=1)
    for path in ("changes?limit=2", "dues?year=2026&limit=2"):
        first = await county.unit.get(f"{county.union}/{path}")
        link = first.headers["Link"].partition(">")[0].removeprefix("<")
        rest = await county.unit.get(link)
        assert (len(first.json()["rows"]), len(rest.json()["rows"])) == (2, 1)
