"""Who may do what: every operation, every role, own books, a stranger's and nobody's (assurance S1, S19, S20)."""

import json
import uuid
from typing import NamedTuple

import httpx
import pytest
from litestar import Litestar, get

from services.asgi import create_app
from services.http.app import RouteWithoutPolicy, build, refuse_open_routes
from services.http.operation import OPERATIONS, Operation
from tests.services.http.calling import Caller, County, found_county
from tests.support.database import Database

OPERATORS = {"foundFederation", "issueApiKey", "revokeApiKey"}
MEMBER = str(uuid.uuid4())


class Asker(NamedTuple):
    """Somebody, what they are, and which books are within reach."""

    name: str
    caller: Caller
    role: str
    reach: set[str]


EVERYBODY = {"readMe", "readLatestCheckpoint", "readCheckpoint", "proveConsistency"}
"""What concerns no union: who one is, and what the log as a whole has signed."""
WITNESSES = {"listHeads", "addCosignature"}
AUDITORS = {"makeBundle"}
"""What is asked with POST and writes nothing."""


def may(role: str, operation: Operation) -> bool:
    """The table of assurance 11, in one's own words."""
    if operation.operation_id in EVERYBODY:
        return True
    if operation.operation_id in WITNESSES:
        return role in {"operator", "witness"}
    if operation.operation_id in OPERATORS:
        return role == "operator"
    of_federation = operation.path.startswith("/v1/federations")
    match role:
        case "unit":
            return not of_federation
        case "county":
            return of_federation
        case "auditor":
            return operation.method == "GET" or operation.operation_id in AUDITORS
        case _:
            return False


def address(operation: Operation, tenant: str) -> str:
    path = operation.path
    for name in operation.ids:
        value = {
            "union_id": tenant,
            "federation_id": tenant,
            "version": "1",
            "period": "2026-01",
            "year": "2026",
        }
        path = path.replace(f"{{{name}}}", value.get(name, MEMBER))
    return f"{path}?year=2026" if "year" in operation.query.__struct_fields__ else path


async def ask(operation: Operation, caller: Caller, tenant: str) -> httpx.Response:
    """Ask without an Idempotency-Key: whoever may write is told so, and nothing is written."""
    headers = {"Authorization": f"Bearer {caller.key}"} if caller.key else {}
    if operation.body is not None:
        headers["Content-Type"] = "application/json"
    content = json.dumps(operation.example).encode() if operation.body is not None else None
    return await caller.client.request(
        operation.method, address(operation, tenant), content=content, headers=headers
    )


def told(answer: httpx.Response, tenant: str) -> str:
    """The body without what may differ."""
    body = answer.json()
    return json.dumps(body | {"request_id": "", "instance": body["instance"].replace(tenant, "")})


@pytest.fixture
async def strangers(county: County, operator_key: str) -> County:
    """Another county."""
    return await found_county(county.client, county.parts, operator_key, "ZZ")


async def test_every_operation_asks_who_is_there_and_whose_books_it_is(
    county: County, strangers: County
) -> None:
    reach_all = {county.union_id, county.federation_id}
    askers = [
        Asker("unit", county.unit, "unit", {county.union_id}),
        Asker("county", county.county, "county", {county.federation_id}),
        Asker("auditor of the county", county.county_auditor, "auditor", reach_all),
        Asker("auditor of the unit", county.unit_auditor, "auditor", {county.union_id}),
        Asker("operator", county.operator, "operator", set()),
        Asker("another unit", strangers.unit, "unit", {strangers.union_id}),
        Asker("another county", strangers.county, "county", {strangers.federation_id}),
        Asker("nobody", county.nobody, "nobody", set()),
        Asker("a forger", Caller(county.client, f"{county.unit.key}"[:-1] + "_"), "nobody", set()),
    ]
    before = await county.head()
    wrong = []
    for operation in OPERATIONS:
        for asker in askers:
            wrong += await wrongs(county, strangers, operation, asker)
    assert not wrong, "\n".join(wrong[:20])
    assert await county.head() == before


async def wrongs(
    county: County, strangers: County, operation: Operation, asker: Asker
) -> list[str]:
    """Ask for own, a stranger's and nobody's books; return what came out wrong."""
    is_federation = operation.policy.tenant == "federation"
    own = county.federation_id if is_federation else county.union_id
    foreign = strangers.federation_id if is_federation else strangers.union_id
    absent = str(uuid.uuid4())
    found = []
    shapes = set()
    for tenant in (own, foreign, absent) if operation.policy.tenant else (own,):
        answer = await ask(operation, asker.caller, tenant)
        expected = expected_of(operation, asker, tenant)
        got = category(answer)
        if got != expected or answer.status_code >= 500:
            found.append(f"{operation.operation_id} {asker.name}: {got}, not {expected}")
        if got == "absent":
            shapes.add(told(answer, tenant))
    if len(shapes) > 1:
        found.append(f"{operation.operation_id} {asker.name}: absent and foreign differ")
    return found


def expected_of(operation: Operation, asker: Asker, tenant: str) -> str:
    if asker.role == "nobody":
        return "unauthenticated"
    if operation.policy.tenant is not None and tenant not in asker.reach:
        return "absent"
    return "allowed" if may(asker.role, operation) else "forbidden"


def category(answer: httpx.Response) -> str:
    code = answer.json().get("code", "") if answer.status_code >= 400 else ""
    match answer.status_code:
        case 401:
            return "unauthenticated"
        case 403:
            return "forbidden"
        case 404 if code in ("union.unknown", "federation.unknown"):
            return "absent"
        case _:
            return "allowed"


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
