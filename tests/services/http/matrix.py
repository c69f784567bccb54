"""Every principal, operation and kind of id: what is asked, and what a second statement of the rights expects."""

import json
import os
import uuid
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import httpx

from domain.export.events import ExportDelivered
from services.http.operation import OPERATIONS, Operation
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, County, found_county, keyed, unit
from tests.services.http.people import everybody

SOMEBODY = str(uuid.uuid4())
IS_LONG = os.environ.get("MATRIX") == "long"
"""`make matrix` asks about every kind of id; the short form takes them in turn."""

SECOND_STATEMENT = """
union.read        clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
union.write       clerk chair | unit
union.govern      chair | unit
members.read      clerk reviewer approver chair unit_auditor county_auditor | unit auditor
members.write     clerk | unit
members.decide    clerk chair | unit
members.correct   clerk approver chair | unit
members.expel     chair | unit
dues.read         clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
dues.receive      clerk cashier | unit
dues.write        clerk | unit
dues.decide       approver chair | unit
books.read        clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
books.write       clerk | unit
books.review      reviewer | unit
books.approve     approver chair | unit
books.post        clerk cashier | unit
books.preview     clerk approver chair | unit
payments.read     clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
payments.make     cashier | unit
payments.approve  approver chair | unit
aid.read          clerk reviewer approver chair unit_auditor county_auditor | unit auditor
aid.request       clerk | unit
aid.review        reviewer | unit
aid.approve       approver chair | unit
paper.transcribe  | unit
attachments.read  clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
attachments.write clerk cashier chair | unit
imports.make      clerk | unit
log.read          clerk reviewer approver cashier chair unit_auditor county_auditor | unit auditor
evidence.read     reviewer approver chair unit_auditor county_auditor | unit auditor
audit.record      chair | unit
findings.read     clerk reviewer approver chair unit_auditor county_auditor | unit auditor
findings.answer   clerk chair | unit
people.read       chair unit_auditor |
people.appoint    chair |
keys.issue        chair |
privacy.read      clerk approver chair unit_auditor county_auditor | unit auditor
privacy.reveal    clerk cashier unit_auditor | unit
privacy.export    clerk | unit
privacy.propose   clerk | unit
privacy.approve   approver chair | unit
notices.write     clerk chair | unit
county.read       county_officer county_auditor | county auditor
county.cases      county_officer | county
county.decide     county_officer | county
county.write      county_officer | county
county.people     county_officer |
county.keys       county_officer |
platform.found    platform_admin | operator
platform.keys     platform_admin | operator
platform.people   platform_admin |
platform.erase    platform_admin | operator
account.own       anybody |
account.identity  anybody | unit county auditor operator witness
known.checkpoints anybody | unit county auditor operator witness
templates.read    anybody | unit county auditor operator
log.cosign        | operator witness
door.knock        |
machine.run       |
machine.read      |
machine.write     |
machine.apart     |
"""
"""The table of rights once more, in a second hand: a right given by a slip of the pen is given in one only."""


def stated() -> dict[str, tuple[set[str], set[str]]]:
    """The second statement, by action: people and keys."""
    found = {}
    for line in SECOND_STATEMENT.strip().splitlines():
        action, _, rest = line.partition(" ")
        people, _, keys = rest.partition("|")
        found[action] = (set(people.split()), set(keys.split()))
    return found


STATED = stated()
NOT_HERE = {"endSession", "removeSecondFactor"}
"""Of one's own account, refused for what the session is, whoever asks: tests of logins ask them."""


class Asker(NamedTuple):
    """Somebody: which books are within reach, and as what they come."""

    name: str
    caller: Caller | Browser
    role: str
    reach: frozenset[str]

    @property
    def is_person(self) -> bool:
        return isinstance(self.caller, Browser)


def may(asker: Asker, operation: Operation) -> bool:
    """Whether the second statement lets them."""
    people, keys = STATED[operation.policy.action]
    if not asker.is_person:
        return asker.role in keys
    return asker.role in people or "anybody" in people


def address(operation: Operation, tenant: str) -> str:
    path = operation.path
    values = {
        "union_id": tenant,
        "federation_id": tenant,
        "version": "1",
        "period": "2026-01",
        "year": "2026",
    }
    for name in operation.ids:
        path = path.replace(f"{{{name}}}", values.get(name, SOMEBODY))
    return f"{path}?year=2026" if "year" in operation.query.__struct_fields__ else path


async def ask(operation: Operation, asker: Asker, tenant: str) -> httpx.Response:
    """Ask without an Idempotency-Key: whoever may write is told so, and nothing is written."""
    client = asker.caller.client
    client.cookies.clear()
    if isinstance(asker.caller, Browser):
        headers = asker.caller.headers()
    else:
        headers = {"Authorization": f"Bearer {asker.caller.key}"} if asker.caller.key else {}
    if operation.body is not None:
        headers["Content-Type"] = "application/json"
    content = json.dumps(operation.example or {}).encode() if operation.body is not None else None
    return await client.request(
        operation.method, address(operation, tenant), content=content, headers=headers
    )


def told(answer: httpx.Response, tenant: str) -> str:
    """The body without what may differ."""
    body = answer.json()
    return json.dumps(body | {"request_id": "", "instance": body["instance"].replace(tenant, "")})


class World(NamedTuple):
    """A county with everybody in it, another county, a neighbouring unit and one that has ended."""

    county: County
    strangers: County
    neighbour: str
    ended: str


async def founded_world(county: County, operator_key: str) -> World:
    """Found the neighbours."""
    strangers = await found_county(county.client, county.parts, operator_key, "ZZ")
    units = f"{county.federation}/units"
    neighbour = (await county.county.post(units, unit("QZ002"))).json()["unit_id"]
    ended = (await county.county.post(units, unit("QZ003"))).json()["unit_id"]
    version = await county.parts.log.stream_versions(uuid.UUID(ended), [uuid.UUID(ended)])
    caller = await keyed(county.client, county.parts, "unit", ended)
    dissolved = await caller.post(
        f"/v1/unions/{ended}/dissolve",
        {"occurred_on": "2026-01-02", "document_no": "撤〔2026〕1号"},
        if_match=version[uuid.UUID(ended)],
    )
    assert dissolved.status_code == 200, dissolved.text
    return World(county, strangers, neighbour, ended)


def machines(world: World) -> list[Asker]:
    """Everybody with a key, and those with none that counts."""
    county, strangers = world.county, world.strangers
    union, federation = frozenset({county.union_id}), frozenset({county.federation_id})
    return [
        Asker("unit", county.unit, "unit", union),
        Asker("county", county.county, "county", federation),
        Asker("auditor of the unit", county.unit_auditor, "auditor", union),
        Asker("operator", county.operator, "operator", frozenset()),
        Asker("another unit", strangers.unit, "unit", frozenset({strangers.union_id})),
        Asker("another county", strangers.county, "county", frozenset({strangers.federation_id})),
        Asker("nobody", county.nobody, "nobody", frozenset()),
        Asker(
            "a forger",
            Caller(county.client, f"{county.unit.key}"[:-1] + "_"),
            "nobody",
            frozenset(),
        ),
        Asker("a planted session", _planted(county), "nobody", frozenset()),
    ]


def _planted(county: County) -> Browser:
    browser = Browser(county.client)
    browser.cookies["__Host-sid"] = "A" * 43
    return browser


async def persons(world: World) -> list[Asker]:
    """One person per role."""
    people = await everybody(world.county)
    union, federation = world.county.union_id, world.county.federation_id
    of_unit = [Asker(role, who, role, frozenset({union})) for role, who in people.of_unit().items()]
    return [
        *of_unit,
        Asker("county_officer", people.officer, "county_officer", frozenset({federation})),
        Asker("county_auditor", people.county_auditor, "county_auditor", frozenset({federation})),
        Asker("platform_admin", people.admin, "platform_admin", frozenset()),
    ]


async def wrong_answers(world: World, askers: Sequence[Asker]) -> list[str]:
    """Ask everything as everybody; return what came out wrong."""
    found = []
    for operation in OPERATIONS:
        if operation.policy.public or operation.operation_id in NOT_HERE:
            continue
        for asker in askers:
            found += await _wrongs(world, operation, asker)
    return found


async def _wrongs(world: World, operation: Operation, asker: Asker) -> list[str]:
    found, shapes = [], set()
    for tenant in tenants_of(world, operation, asker):
        answer = await ask(operation, asker, tenant)
        expected, got = expected_of(world, operation, asker, tenant), category(answer)
        if got not in expected or answer.status_code >= 500:
            found.append(f"{operation.operation_id} {asker.name}: {got}, not {expected}")
        if got == "absent":
            shapes.add(told(answer, tenant))
    if len(shapes) > 1:
        found.append(f"{operation.operation_id} {asker.name}: absent and foreign differ")
    return found


def tenants_of(world: World, operation: Operation, asker: Asker) -> list[str]:
    """Own books, nobody's, and others' of one kind in turn; of every kind in the long form."""
    county, strangers = world.county, world.strangers
    absent = str(uuid.uuid4())
    match operation.policy.tenant:
        case "union":
            own = county.union_id
            others = [strangers.union_id, world.neighbour, world.ended, county.federation_id]
        case "federation":
            own, others = county.federation_id, [strangers.federation_id, county.union_id]
        case None:
            return [county.union_id]
    turn = zlib.crc32(f"{operation.operation_id} {asker.name}".encode()) % len(others)
    return [own, *(others if IS_LONG else others[turn : turn + 1]), absent]


def expected_of(world: World, operation: Operation, asker: Asker, tenant: str) -> set[str]:
    if asker.role == "nobody":
        return {"unauthenticated"}
    if operation.policy.tenant is None:
        return {"allowed" if may(asker, operation) else "forbidden"}
    if tenant not in asker.reach:
        return {"absent"}
    is_federation = tenant in {world.county.federation_id, world.strangers.federation_id}
    if is_federation != (operation.policy.tenant == "federation"):
        return {"absent", "forbidden"}  # a union is no federation, nor the other way about
    return {"allowed" if may(asker, operation) else "forbidden"}


def category(answer: httpx.Response) -> str:
    code = answer.json().get("code", "") if answer.status_code >= 400 else ""
    match answer.status_code:
        case 401:
            return "unauthenticated" if code == "access.unauthenticated" else "allowed"
        case 403:
            return "forbidden"
        case 404 if code in ("union.unknown", "federation.unknown"):
            return "absent"
        case _:
            return "allowed"


async def heads(world: World) -> list[int]:
    """How much was written to all logs; that somebody took out what they may read is no write of theirs."""
    ids = (
        world.county.union_id,
        world.county.federation_id,
        world.strangers.union_id,
        world.strangers.federation_id,
        world.neighbour,
        world.ended,
    )
    log = world.county.parts.log
    return [
        sum(event.topic != ExportDelivered.TOPIC for event in await log.read_after(one, 0, 10_000))
        for one in map(uuid.UUID, ids)
    ]
