"""One call of an operation, whether it came over the network or from a page of ours: admitted, read, carried out.

A page goes through the same table of rights, the same strict reading and the same act as a program, so that
neither can do what the other may not.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from domain.statement_code import read_code
from projections.registry import PROJECTIONS
from services.audit.bundle import parse_name
from services.auth import NO_TENANT
from services.http.admission import address_of, admitted_to, our_cookies
from services.http.analytics import rule_of
from services.http.asking import Answer, Asking, uuid_of
from services.http.engagement_reads import admit
from services.http.fields import INT4_MAX, Month
from services.http.operation import Operation
from services.http.parts import Parts
from services.http.problems import Problem
from services.http.reading import AnyRequest, read_body, read_query
from services.http.uploads import Upload
from services.importers.columns import TABLES_OF
from services.log import note
from services.tracing import span

_LEDGER = re.compile(r"L[1-9][0-9]?")
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_PLACE = re.compile(r"[1-9][0-9]{0,17}")
_ACCESS = re.compile(r"[0-9a-z]{20}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"[1-9][0-9]{0,9}")
_TENANT_UNKNOWN: Final = {"union_id": "union.unknown", "federation_id": "federation.unknown"}
PROJECTION_NAMES: Final = frozenset(projection.name for projection in PROJECTIONS)
_UNKNOWN: Final = {
    **_TENANT_UNKNOWN,
    "member_id": "member.unknown",
    "branch_id": "branch.unknown",
    "batch_id": "dues_batch.unknown",
    "transfer_id": "transfer.unknown",
    "aid_case_id": "aid_case.not_approved",
    "condolence_id": "condolence.unknown",
    "household_id": "request.path_unknown",
    "objection_id": "household.no_such_objection",
    "pay_batch_id": "pay_batch.unknown",
    "pairing_id": "pairing.unknown",
    "engagement_id": "engagement.unknown",
    "visit_id": "visit.unknown",
    "voucher_id": "voucher.unknown",
    "unit_id": "federation.unit_unknown",
    "allocation_id": "federation.no_such_allocation",
    "adoption_id": "policy.adoption_unknown",
    "subsidy_id": "subsidy.not_received",
    "custodial_id": "custodial.no_such_entry",
    "finding_id": "finding.unknown",
    "disclosure_id": "disclosure.unknown",
    "session_id": "access.session_unknown",
    "account_id": "access.account_unknown",
    "import_id": "import_run.unknown",
}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one operation. `request` tells who asks; the rest is what they ask for.

    `read` returns the bytes of a body, `upload` the file; each is asked only once it is known that the asker may.
    """

    request: AnyRequest
    path_params: Mapping[str, str]
    query: bytes
    headers: Mapping[str, str]
    read: Callable[[], Awaitable[bytes]]
    upload: Callable[[], Awaitable[Upload]]
    engagement_id: UUID | None = None


async def perform(operation: Operation, call: Call, parts: Parts) -> Answer:
    """Carry out a call; raises Problem, or what `problems.of_error` makes one of."""
    tenant_id = tenant_of(operation, call.path_params)
    note(operation=operation.operation_id)
    with span("admission", operation=operation.operation_id):
        admitted = await admitted_to(
            operation, call.request, parts, tenant_id, engagement_id=call.engagement_id
        )
    note(union_id=tenant_id)  # whoever is let in asks of it; what others type is in no log
    login = admitted.login
    given = ids_of(operation, call.path_params)
    query = read_query(call.query, operation.query)
    if "query" in operation.act.__annotations__:
        given["query"] = query
    raw = b""
    if operation.body is not None:
        raw = await call.read()
        given["body"] = read_body(raw, operation.body)
    if operation.uploads is not None:
        upload = await call.upload()
        raw, given["upload"] = upload.content, upload
    asking = Asking(
        parts=parts,
        login=login,
        tenant_id=tenant_id or uuid5(NO_TENANT, login.key_id),
        method=operation.method,
        path=filled(operation, call.path_params),
        headers=call.headers,
        raw_body=raw,
        address=address_of(call.request, parts.proxies),
        session=admitted.session,
        cookies=our_cookies(call.request),
    )
    if operation.writes:
        asking.refuse_unnamed(match=operation.matches)
    async with at_work(operation, login.key_id, tenant_id, given, parts):
        given = await admit(operation, asking, given)
        answer: Answer = await operation.act(asking, **given)
    return answer


@asynccontextmanager
async def at_work(
    operation: Operation,
    holder: str,
    tenant_id: UUID | None,
    given: Mapping[str, Any],
    parts: Parts,
) -> AsyncIterator[None]:
    """Wait for the turns a call needs: its union's first, so that whoever waits for that keeps nobody else's."""
    async with (
        parts.turns.turn(tenant_id),
        parts.expensive.turn_of(operation, holder, given),
    ):
        yield


def tenant_of(operation: Operation, path_params: Mapping[str, str]) -> UUID | None:
    """Return the union or federation the path names, None where it names none."""
    for name, code in _TENANT_UNKNOWN.items():
        if name in operation.ids:
            return uuid_of(path_params[name], code)
    return None


def ids_of(operation: Operation, path_params: Mapping[str, str]) -> dict[str, Any]:
    """Return the ids in the path but the tenant's; what is malformed is as unknown as what is absent."""
    given: dict[str, Any] = {}
    for name in operation.ids:
        text = path_params[name]
        if name in _TENANT_UNKNOWN:
            continue
        given[name] = _id(name, text)
    return given


def _id(name: str, text: str) -> object:
    match name:
        case "version" | "sample_no":
            if not _VERSION.fullmatch(text) or int(text) > INT4_MAX:
                raise Problem("request.path_unknown")
            return int(text)
        case "period":
            try:
                return msgspec.convert(text, Month)
            except msgspec.ValidationError:
                raise Problem("request.path_unknown") from None
        case "year":
            if not _YEAR.fullmatch(text):
                raise Problem("request.path_unknown")
            return int(text)
        case "size" | "position":
            if not _PLACE.fullmatch(text):
                raise Problem("request.path_unknown")
            return int(text)
        case "digest":
            if not _DIGEST.fullmatch(text):
                raise Problem("attachment.unknown")
            return text
        case "key_id":
            return text
        case "projection":
            if text not in PROJECTION_NAMES:
                raise Problem("request.path_unknown")
            return text
        case "bundle_id":
            if parse_name(text) is None:
                raise Problem("request.path_unknown")
            return text
        case "code":
            code = read_code(text)
            if code is None:
                raise Problem("statement.unknown")
            return code
        case "access_id":
            if not _ACCESS.fullmatch(text):
                raise Problem("engagement.no_such_access")
            return text
        case "rule":
            return rule_of(text)
        case "ledger":
            if not _LEDGER.fullmatch(text):
                raise Problem("request.path_unknown")
            return text
        case "kind":
            if text not in TABLES_OF:
                raise Problem("request.path_unknown")
            return text
        case _:
            return uuid_of(text, _UNKNOWN[name])


def filled(operation: Operation, path_params: Mapping[str, str]) -> str:
    """Return the path in its one canonical spelling."""
    path = operation.path
    for name in operation.ids:
        path = path.replace(f"{{{name}}}", str(path_params[name]).lower())
    return path
