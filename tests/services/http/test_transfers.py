"""A member moves between two unions of a county: two logs, one transfer, and nobody told who it is."""

import uuid

import msgspec
import pytest

from services.commands import Asked, Desk
from services.commands.transferring import Transferring
from tests.services.http.calling import Caller, County, Json, keyed, unit

ON = {"occurred_on": "2026-03-10"}
ACCEPTED_ON = {"occurred_on": "2026-03-20"}


class Two(msgspec.Struct, frozen=True, kw_only=True):
    """A county with two units: who is in the first moves to the second."""

    county: County
    new_id: str
    new: Caller

    @property
    def new_union(self) -> str:
        return f"/v1/unions/{self.new_id}"

    async def started(self, **changed: object) -> tuple[str, str]:
        """Start a transfer; returns the member and the transfer."""
        member_id = await self.county.member()
        body = ON | {"target_union_id": self.new_id, "last_dues_month": "2026-02"} | changed
        path = f"{self.county.union}/members/{member_id}/transfers"
        answer = await self.county.unit.post(path, body, if_match=1)
        assert answer.status_code == 201, answer.text
        return member_id, str(answer.json()["transfer_id"])

    async def seen(self, state: str | None = None) -> list[Json]:
        """What the county sees."""
        query = {"as_of": "2026-12-31"} | ({} if state is None else {"state": state})
        answer = await self.county.county.get(f"{self.county.federation}/transfers", **query)
        assert answer.status_code == 200, answer.text
        rows: list[Json] = answer.json()["rows"]
        return rows

    async def tasks(self, of: str) -> list[str]:
        """What waits in one of the two."""
        caller = self.new if of == self.new_union else self.county.unit
        answer = await caller.get(f"{of}/tasks", as_of="2026-12-31")
        return [row["kind"] for row in answer.json()["rows"] if "transfer" in row["kind"]]


@pytest.fixture
async def two(county: County) -> Two:
    units = f"{county.federation}/units"
    new_id = (await county.county.post(units, unit("QZ002"))).json()["unit_id"]
    return Two(
        county=county, new_id=new_id, new=await keyed(county.client, county.parts, "unit", new_id)
    )


async def test_a_member_moves_and_the_first_day_of_membership_survives(two: Two) -> None:
    county = two.county
    member_id, transfer_id = await two.started()
    old = f"{county.union}/members/{member_id}"
    assert (await county.unit.get(old)).json()["member"]["transferring"]
    (pending,) = await two.seen()
    assert (pending["state"], pending["new_union_id"]) == ("started", two.new_id)
    assert member_id not in str(pending)
    assert await two.tasks(two.new_union) == ["transfer_in_waits"]
    inbox = await two.new.get(f"{two.new_union}/transfers", as_of="2026-12-31")
    assert [row["transfer_id"] for row in inbox.json()["rows"]] == [transfer_id]
    accept = f"{two.new_union}/transfers/{transfer_id}/accept"
    accepted = await two.new.post(accept, ACCEPTED_ON, key="take-in")
    assert accepted.status_code == 200, accepted.text
    assert "Transfer-Pending" not in accepted.headers
    came = await two.new.get(f"{two.new_union}/members/{accepted.json()['member_id']}")
    row = came.json()["member"]
    assert (row["person"]["name"], row["joined_on"]) == ("王*明", "2010-05-01")
    assert (row["membership"], row["since"]) == ("active", "2026-03-20")
    assert "department" not in row["profile"]
    left = (await county.unit.get(old)).json()["member"]
    assert (left["membership"], left["since"]) == ("transferred_out", "2026-03-20")
    assert await two.seen() == []
    assert [row["state"] for row in await two.seen("all")] == ["completed"]
    again = await two.new.post(accept, ACCEPTED_ON, key="take-in")
    assert again.content == accepted.content
    other = await two.new.post(accept, {"occurred_on": "2026-03-21"})
    assert (other.status_code, other.json()["code"]) == (409, "transfer.already_accepted")
    changes = await county.unit.get(f"{county.union}/ledgers/L2", year=2026)
    assert [row[3] for row in changes.json()["rows"]] == ["转出"]


@pytest.mark.parametrize("killed_at", ["before", "after"])
async def test_whoever_repeats_an_acceptance_after_a_crash_has_the_rest_done(
    two: Two, killed_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new union's log has its half, the old union's has not: then it has, and nothing stands twice."""
    member_id, transfer_id = await two.started()
    carry_out = Desk.carry_out

    class Killed(Exception):
        pass

    async def killed(desk: Desk, asked: Asked) -> object:
        completing = asked.request == b"complete transfer"
        if completing and killed_at == "before":
            raise Killed
        outcome = await carry_out(desk, asked)
        accepting = asked.union_id == uuid.UUID(two.new_id) and asked.request != b"api key"
        if accepting and killed_at == "after":
            raise Killed
        return outcome

    accept = f"{two.new_union}/transfers/{transfer_id}/accept"
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "carry_out", killed)
        assert (await two.new.post(accept, ACCEPTED_ON)).status_code == 500
    assert [row["state"] for row in await two.seen()] == ["accepted"]
    assert await two.tasks(two.county.union) == ["transfer_to_complete"]
    old = f"{two.county.union}/members/{member_id}"
    stays = await two.county.unit.post(
        f"{old}/transfers/{transfer_id}/cancel", ON | {"reason": "stays_employed"}, if_match=2
    )
    assert stays.json()["code"] == "transfer.already_accepted"
    repeated = await two.new.post(accept, ACCEPTED_ON)
    assert (repeated.status_code, repeated.headers["Idempotency-Hit"]) == (200, "true")
    assert [row["state"] for row in await two.seen("all")] == ["completed"]
    assert (await two.county.unit.get(old)).headers["ETag"] == '"3"'
    assert repeated.json()["version"] == 1


async def test_either_side_lets_a_transfer_come_to_nothing(two: Two) -> None:
    member_id, transfer_id = await two.started()
    declined = await two.new.post(f"{two.new_union}/transfers/{transfer_id}/decline", ACCEPTED_ON)
    assert declined.status_code == 200, declined.text
    (row,) = await two.seen("cancelled")
    assert (row["cancelled_by"], row["reason"]) == ("new_union", "not_accepted")
    old = f"{two.county.union}/members/{member_id}"
    again = await two.county.unit.post(
        f"{old}/transfers", {"occurred_on": "2026-04-01", "target_union_id": two.new_id}, if_match=3
    )
    second = again.json()["transfer_id"]
    cancel = {"occurred_on": "2026-04-02", "reason": "stays_employed"}
    cancelled = await two.county.unit.post(f"{old}/transfers/{second}/cancel", cancel, if_match=4)
    assert cancelled.status_code == 200, cancelled.text
    member = (await two.county.unit.get(old)).json()["member"]
    assert (member["membership"], member["transferring"]) == ("active", False)
    late = await two.new.post(
        f"{two.new_union}/transfers/{second}/accept", {"occurred_on": "2026-04-03"}
    )
    assert (late.status_code, late.json()["code"]) == (409, "transfer.not_pending")


async def test_only_the_union_it_is_meant_for_takes_a_member_in(two: Two) -> None:
    _, transfer_id = await two.started()
    accept = f"{two.county.union}/transfers/{transfer_id}/accept"
    own = await two.county.unit.post(accept, ACCEPTED_ON)
    assert (own.status_code, own.json()["code"]) == (404, "transfer.unknown")
    nobody = f"{two.new_union}/transfers/{uuid.uuid4()}/accept"
    assert (await two.new.post(nobody, ACCEPTED_ON)).json()["code"] == "transfer.unknown"


async def test_a_transfer_leads_to_a_union_of_the_county_or_is_named(two: Two) -> None:
    member = f"{two.county.union}/members/{await two.county.member(5)}"
    for target in (str(uuid.uuid4()), two.county.union_id):
        body = ON | {"target_union_id": target}
        answer = await two.county.unit.post(f"{member}/transfers", body, if_match=1)
        assert (answer.status_code, answer.json()["code"]) == (404, "transfer.target_unknown")
    named = await two.county.unit.post(
        f"{member}/transfers", ON | {"target_union": "邻县某工会"}, if_match=1
    )
    assert named.status_code == 201


async def test_closed_books_of_the_old_union_hold_an_acceptance_up(two: Two) -> None:
    """What the old union's log would refuse must not stand in the new union's."""
    _, transfer_id = await two.started()
    accept = f"{two.new_union}/transfers/{transfer_id}/accept"
    early = await two.new.post(accept, {"occurred_on": "2026-03-01"})
    assert early.status_code == 409, early.text
    assert [row["state"] for row in await two.seen()] == ["started"]


async def test_the_old_union_completes_what_was_held_up(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_id, transfer_id = await two.started()
    complete = f"{two.county.union}/transfers/{transfer_id}/complete"
    early = await two.county.unit.post(complete, {"occurred_on": "2026-04-02"})
    assert early.json()["code"] == "transfer.not_accepted"
    accept = f"{two.new_union}/transfers/{transfer_id}/accept"

    async def closed(*_: object) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(Transferring, "_follow", closed)
        accepted = await two.new.post(accept, ACCEPTED_ON)
    assert accepted.headers["Transfer-Pending"] == "true"
    completed = await two.county.unit.post(complete, {"occurred_on": "2026-04-02"})
    assert completed.status_code == 200, completed.text
    member = (await two.county.unit.get(f"{two.county.union}/members/{member_id}")).json()
    assert (member["member"]["membership"], member["member"]["since"]) == (
        "transferred_out",
        "2026-04-02",
    )
    assert (await two.seen("completed"))[0]["completed_on"] == "2026-04-02"
