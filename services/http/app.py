"""Puts the API together. It refuses to start with a route that does not say who may take it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache, partial
from typing import Any, Final

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from services.auth import Policy
from services.http import (
    adoptions,
    aid,
    aid_checks,
    aid_payments,
    aid_prints,
    aid_requests,
    analytics,
    api_keys,
    appointments,
    appointments_above,
    attachments,
    audit_reports,
    bank_statements,
    belonging,
    books,
    branches,
    budget_steps,
    budgets,
    bundles,
    checkpoints,
    clear_prints,
    condolence_requests,
    condolences,
    contribution_views,
    contributions,
    county_analytics,
    county_cases,
    county_engagements,
    county_findings,
    county_funds,
    county_households,
    county_memberships,
    county_units,
    county_waiting,
    county_workbooks,
    custodial,
    differences,
    disclosures,
    dues,
    dues_batches,
    dues_corrections,
    dues_month,
    dues_prints,
    engagement_samples,
    engagements,
    erasures,
    event_sheets,
    exports,
    federations,
    findings,
    funds,
    histories,
    household_again,
    household_steps,
    households,
    identities,
    imports,
    imports_reports,
    inquiries,
    key_lists,
    ledgers,
    logins,
    member_prints,
    members,
    membership_changes,
    membership_endings,
    notices,
    offices,
    operating,
    own_account,
    own_data,
    pairings,
    parked,
    pay_batch_steps,
    pay_batches,
    payable_cases,
    payable_condolences,
    periods,
    platform_health,
    platform_jobs,
    platform_people,
    platform_places,
    policies,
    printed_statements,
    prints,
    privacy_notices,
    proofs,
    reorganisations,
    reveals,
    roster_workbooks,
    rosters,
    searches,
    sessions,
    setup,
    statements,
    statistics,
    supervision,
    tasks,
    templates,
    transfer_partners,
    transfers,
    unions,
    viewings,
    visits,
    voucher_lists,
    voucher_steps,
    vouchers,
    workbooks,
)
from services.http.entrance import REQUEST_ID, Entrance
from services.http.metrics import Metrics
from services.http.openapi import document
from services.http.operation import OPERATIONS
from services.http.parts import Parts
from services.http.problems import FAILED, MEDIA_TYPE, Problem, of_error
from services.http.reading import BODY_MAX_BYTES, AnyRequest
from services.http.routes import handler_of, instance_of
from services.log import logger, note

PUBLIC: Final = frozenset({"/health/live", "/health/ready", "/metrics", "/v1/openapi.json"})
"""The only paths that ask nobody who they are; figures ask for a token of their own, or where one comes from."""

RESOURCES: Final = (
    contributions,
    contribution_views,
    funds,
    custodial,
    supervision,
    reorganisations,
    adoptions,
    county_funds,
    statistics,
    analytics,
    county_analytics,
    unions,
    setup,
    offices,
    policies,
    members,
    membership_changes,
    membership_endings,
    belonging,
    branches,
    transfer_partners,
    transfers,
    county_memberships,
    searches,
    rosters,
    imports,
    imports_reports,
    dues,
    dues_batches,
    dues_corrections,
    dues_month,
    households,
    household_again,
    household_steps,
    county_cases,
    county_waiting,
    county_units,
    county_households,
    aid,
    aid_requests,
    aid_payments,
    aid_checks,
    payable_cases,
    pay_batches,
    pay_batch_steps,
    notices,
    pairings,
    visits,
    condolence_requests,
    payable_condolences,
    condolences,
    attachments,
    vouchers,
    voucher_steps,
    voucher_lists,
    budgets,
    budget_steps,
    statements,
    bank_statements,
    periods,
    books,
    federations,
    inquiries,
    ledgers,
    differences,
    exports,
    tasks,
    histories,
    engagements,
    engagement_samples,
    county_engagements,
    checkpoints,
    proofs,
    bundles,
    sessions,
    logins,
    own_account,
    identities,
    appointments,
    appointments_above,
    platform_people,
    platform_health,
    parked,
    platform_jobs,
    platform_places,
    api_keys,
    key_lists,
    audit_reports,
    county_findings,
    disclosures,
    findings,
    printed_statements,
    workbooks,
    county_workbooks,
    templates,
    roster_workbooks,
    prints,
    dues_prints,
    aid_prints,
    member_prints,
    clear_prints,
    reveals,
    own_data,
    viewings,
    privacy_notices,
    erasures,
    event_sheets,
)
"""Modules whose import declared the operations."""

_BY_STATUS: Final = {
    400: "request.body_malformed",
    404: "request.path_unknown",
    405: "request.method_not_allowed",
    413: "request.body_too_large",
    415: "request.media_type_unsupported",
}

log = logger("http")
Opening = Callable[[Metrics], AbstractAsyncContextManager[Parts]]
TellBrowser = Callable[[AnyRequest, Problem], Response[Any]]


class RouteWithoutPolicy(Exception):
    """A route does not say who may take it."""


def build(
    opening: Opening,
    extra: Sequence[HTTPRouteHandler] = (),
    tell_browser: TellBrowser | None = None,
) -> Litestar:
    """Return the application; `opening` gives it what to work with for as long as it runs.

    `extra`: the pages, and `tell_browser` makes one of a problem where a browser came to no page at all.
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opening(metrics) as parts:
            app.state["parts"] = parts
            yield

    app = Litestar(
        route_handlers=[
            operating.live,
            operating.ready,
            operating.figures,
            described,
            *(handler_of(operation) for operation in OPERATIONS),
            *extra,
        ],
        lifespan=[lifespan],
        exception_handlers={Exception: partial(_answer, tell_browser)},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_MAX_BYTES,
        debug=False,
    )
    refuse_open_routes(app)
    app.asgi_handler = Entrance(app.asgi_handler, metrics)
    return app


def refuse_open_routes(app: Litestar) -> None:
    """Raise RouteWithoutPolicy when a handler neither declares a policy nor is listed as public."""
    for one in app.routes:
        handlers = (
            [handler for handler, _ in one.route_handler_map.values()]
            if isinstance(one, HTTPRoute)
            else [getattr(one, "route_handler", None)]
        )
        for handler in handlers:
            opt = {} if handler is None else handler.opt
            is_options = "OPTIONS" in getattr(handler, "http_methods", ())  # Entrance lets none in
            if one.path in PUBLIC or is_options or isinstance(opt.get("policy"), Policy):
                continue
            raise RouteWithoutPolicy(one.path)


def _answer(
    tell_browser: TellBrowser | None, request: AnyRequest, error: Exception
) -> Response[Any]:
    """A person who mistyped an address reads a page; a program reads a problem document."""
    wants_page = request.headers.get("accept", "").startswith("text/html")
    is_unrouted = request.scope.get("route_handler") is None
    if tell_browser is not None and wants_page and is_unrouted:
        return tell_browser(request, of_error(error) or _of_framework(error))
    return answer_problem(request, error)


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer any error as a problem document; one that is nobody's but ours is logged, not shown."""
    problem = of_error(error) or _of_framework(error)
    note(outcome=problem.code)
    if problem.status >= 500 and problem.code in (FAILED, "store.failed", "store.unbalanced"):  # noqa: PLR2004
        log.error("request_failed", exc_info=error)
    request_id = str(request.scope["state"].get(REQUEST_ID, ""))
    return Response(
        problem.document(instance=instance_of(request), request_id=request_id),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
    )


def _of_framework(error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        return Problem(_BY_STATUS.get(error.status_code, FAILED))
    return Problem(FAILED)


@get("/v1/openapi.json", include_in_schema=False)
async def described() -> Response[bytes]:
    """The description of the API (OpenAPI 3.1)."""
    return Response(_description(), media_type="application/json")


@cache
def _description() -> bytes:
    return msgspec.json.encode(document(OPERATIONS))
