"""Who may do what: every operation, every principal, own books, others' and nobody's (assurance S1, S19, S20)."""

import uuid

import httpx
import pytest
from litestar import Litestar, get

from services.asgi import create_app
from services.auth import rights
from services.http.app import RouteWithoutPolicy, build, refuse_open_routes
from services.http.operation import OPERATIONS
from tests.services.http.calling import Caller, County
from tests.services.http.matrix import (
    SOMEBODY,
    STATED,
    Asker,
    World,
    address,
    ask,
    founded_world,
    heads,
    machines,
    persons,
    wrong_answers,
)
from tests.support.database import Database


@pytest.fixture
async def world(county: County, operator_key: str) -> World:
    """A county with everybody in it, and its neighbours."""
    return await founded_world(county, operator_key)


async def test_every_operation_asks_every_key_whose_books_it_is(world: World) -> None:
    before = await heads(world)
    wrong = await wrong_answers(world, machines(world))
    assert not wrong, "\n".join(wrong[:20])
    assert await heads(world) == before


@pytest.mark.parametrize("half", [0, 1])
async def test_every_operation_asks_every_person_for_their_role_at_the_place(
    world: World, half: int
) -> None:
    askers = (await persons(world))[half::2]
    before = await heads(world)
    wrong = await wrong_answers(world, askers)
    assert not wrong, "\n".join(wrong[:20])
    assert await heads(world) == before


async def test_ids_of_another_union_are_as_unknown_as_ids_of_nobody(world: World) -> None:
    theirs = await world.strangers.member()
    asker = Asker("unit", world.county.unit, "unit", frozenset({world.county.union_id}))
    for operation in OPERATIONS:
        if "member_id" not in operation.ids or operation.policy.tenant != "union":
            continue
        path = address(operation, world.county.union_id).replace(SOMEBODY, theirs)
        if operation.method != "GET":
            continue
        headers = world.county.unit.headers()
        answer = await world.county.client.get(path, headers=headers)
        nobody = await ask(operation, asker, world.county.union_id)
        assert answer.status_code == nobody.status_code, operation.operation_id
        assert answer.status_code >= 400 or not _names(answer, theirs), operation.operation_id


def _names(answer: httpx.Response, member_id: str) -> bool:
    return bool(answer.json().get("rows")) and member_id in answer.text


def test_the_table_of_rights_is_what_was_stated_twice() -> None:
    found = {
        action: ({*policy.people, *(["anybody"] if policy.anybody else [])}, set(policy.keys))
        for action, policy in rights().items()
    }
    assert found == STATED


def test_no_action_is_without_a_declarer_and_none_is_declared_that_is_not_in_the_table() -> None:
    declared = {operation.policy.action for operation in OPERATIONS}
    machine = {action for action, policy in rights().items() if policy.machine}
    assert declared | machine == set(rights())


def test_auditors_write_nothing() -> None:
    writing = {
        "makeBundle",
        "revealMember",
    }  # asked with POST; the second leaves its own event and shows
    for operation in OPERATIONS:
        if operation.method == "GET" or operation.policy.anybody:
            continue
        auditing = {"unit_auditor", "county_auditor"} & operation.policy.people
        named = operation.operation_id in writing or operation.policy.action == "privacy.reveal"
        assert not auditing or named, operation.operation_id
        assert "auditor" not in operation.policy.keys or named, operation.operation_id


def test_who_runs_the_platform_takes_no_action_in_anybodys_books() -> None:
    for operation in OPERATIONS:
        if operation.policy.tenant is not None:
            assert "platform_admin" not in operation.policy.people, operation.operation_id
            assert "operator" not in operation.policy.keys, operation.operation_id


def test_who_asks_for_aid_neither_reviews_nor_approves_nor_pays() -> None:
    steps = ("aid.request", "aid.review", "aid.approve", "payments.make")
    for number, first in enumerate(steps):
        for second in steps[number + 1 :]:
            assert not rights()[first].people & rights()[second].people


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dW5pdDp1bml0",
        "bearer {key}",
        "Bearer  {key}",
        "Bearer {key} ",
        "Bearer {key}x",
        "Bearer uk_{id}_",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer uk_00000000000000000000_" + "A" * 43,
    ],
)
async def test_only_a_whole_key_opens(county: County, authorization: str) -> None:
    key = county.unit.key or ""
    text = authorization.format(key=key, id=key.split("_")[1])
    headers = {"Authorization": text} if text else {}
    forwarded = {"X-Union-Id": county.union_id, "X-Forwarded-For": "127.0.0.1"}
    answer = await county.client.get(county.union, headers=headers | forwarded)
    if text.strip() == f"Bearer {key}":  # the network strips blanks at the end
        return
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_key_cut_down_to_some_actions_takes_no_other(county: County) -> None:
    issued = await county.parts.keys.issue_key(
        role="unit",
        label="会费",
        union_id=uuid.UUID(county.union_id),
        scopes=["dues.read"],
    )
    narrow = Caller(county.client, issued.text)
    assert (await narrow.get(f"{county.union}/dues", year=2026)).status_code == 200
    refused = await narrow.get(f"{county.union}/members")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.forbidden")


def test_a_route_without_a_policy_does_not_start(database: Database) -> None:
    @get("/v1/planted")
    async def planted() -> str:
        return "x"

    with pytest.raises(RouteWithoutPolicy):
        refuse_open_routes(Litestar([planted], openapi_config=None))
    assert create_app(database.settings).routes
    assert callable(build)


def test_operations_are_named_once_and_their_bodies_refuse_what_they_do_not_know() -> None:
    names = [operation.operation_id for operation in OPERATIONS]
    assert len(names) == len(set(names))
    for operation in OPERATIONS:
        for kind in (operation.body, operation.query):
            assert kind is None or kind.__struct_config__.forbid_unknown_fields
            assert kind is None or kind.__struct_config__.frozen
