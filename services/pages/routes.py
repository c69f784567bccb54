"""Pages become Litestar's route handlers: who comes, whether the form is a page's of ours, and then the act."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, route
from litestar.handlers import HTTPRouteHandler

from services.auth import may
from services.auth.sessions import csrf_token
from services.http.admission import Admitted, admitted_to
from services.http.asking import uuid_of
from services.http.problems import FAILED, Problem, of_error
from services.http.reading import AnyRequest
from services.http.routes import parts_of
from services.http.sending import sent
from services.log import logger, note
from services.pages import every
from services.pages.answering import of_reply, on_error
from services.pages.kept import token_in
from services.pages.page import PAGES, Page, Reply
from services.pages.posting import read_posted
from services.pages.rendering import asset_names, assets_digest, read_asset
from services.pages.visit import Posted, Visit

_KEPT_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_MEDIA: Final = {
    "svg": "image/svg+xml",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
_QUERY_MOST: Final = 8_000

log = logger("pages")


def handlers() -> list[HTTPRouteHandler]:
    """Return the handlers of every page and of the static files."""
    assert every.MODULES  # noqa: S101 # their import declared the pages
    made = [_handler_of(page, path) for page in PAGES for path in page.paths]
    return [*made, static]


@get(
    "/static/{digest:str}/{name:str}",
    include_in_schema=False,
    opt={"policy": may("door.knock")},
)
async def static(request: AnyRequest) -> Response[bytes]:
    """A style sheet or script of ours; under another digest it is of another version, and not here."""
    digest, name = str(request.path_params["digest"]), str(request.path_params["name"])
    if digest != assets_digest() or name not in asset_names():
        raise Problem("request.path_unknown")
    media_type = _MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(
        read_asset(name), media_type=media_type, headers={"Cache-Control": _KEPT_FOR_GOOD}
    )


def _handler_of(page: Page, path: str) -> HTTPRouteHandler:
    async def handle(request: Request[Any, Any, Any]) -> Response[Any]:
        return await _answer(page, request)

    return route(
        path.replace("}", ":str}"),
        http_method=page.method,
        opt={"policy": page.policy, "page": page},
        name=f"{page.method}:{path}",
        status_code=200,
        include_in_schema=False,
        request_max_body_size=page.max_bytes,
    )(handle)


async def _answer(page: Page, request: AnyRequest) -> Response[Any]:
    visit: Visit | None = None
    posted = Posted()
    note(page=page.name)
    try:
        _refuse_unasked(request)
        if page.method == "POST":
            posted = await read_posted(request, files=page.files, max_bytes=page.max_bytes)
        visit = await _visit(page, request, posted)
        reply = await page.act(visit)
        return _response(visit, reply)
    except Exception as error:  # each becomes a page, or is logged and becomes one
        problem = of_error(error) or Problem(FAILED)
        note(outcome=problem.code)
        if problem.code == FAILED or problem.code in ("store.failed", "store.unbalanced"):
            log.exception("page_failed", page=page.name)
        return await on_error(request, page, visit, posted, problem)


def _refuse_unasked(request: AnyRequest) -> None:
    """A browser may load what it thinks will be asked for; a read or an export would be on record for nobody."""
    if "prefetch" in request.headers.get("sec-purpose", ""):
        raise Problem("access.cross_site")


def _response(visit: Visit, reply: Reply) -> Response[Any]:
    made = of_reply(visit, reply)
    return made if isinstance(made, Response) else sent(made, 200)


async def _visit(page: Page, request: AnyRequest, posted: Posted) -> Visit:
    parts = parts_of(request)
    ids = _ids(request.path_params)
    place = ids.get("union_id") or ids.get("federation_id")
    engagement = ids.get("audit_id")
    engagement_id = None if engagement is None else UUID(engagement)
    admitted = await admitted_to(
        page,
        request,
        parts,
        None if place is None else UUID(place),
        engagement_id=engagement_id,
    )
    if engagement_id is not None and admitted.login.engagement_id != engagement_id:
        raise Problem("engagement.unknown")  # nobody is told that they audit who does not
    if page.method == "POST" and not page.policy.public:
        _refuse_foreign_form(admitted, posted)
    return Visit(
        request=request,
        parts=parts,
        login=admitted.login,
        session=admitted.session,
        ids=ids,
        query=_query(request),
        posted=posted,
        section=page.section,
        engagement_id=engagement_id,
    )


def _ids(path_params: Mapping[str, Any]) -> dict[str, str]:
    """Ids of places are looked at here, for whom they are asked; the others by the operations they go to."""
    ids = {name: str(text) for name, text in path_params.items()}
    for name, code in (
        ("union_id", "union.unknown"),
        ("federation_id", "federation.unknown"),
        ("audit_id", "engagement.unknown"),
        ("engagement_id", "engagement.unknown"),
    ):
        if name in ids:
            ids[name] = str(uuid_of(ids[name], code))
    return ids


def _query(request: AnyRequest) -> dict[str, str]:
    if len(request.scope["query_string"]) > _QUERY_MOST:
        raise Problem("request.query_invalid")
    return {name: str(texts[-1]) for name, texts in request.query_params.dict().items()}


def _refuse_foreign_form(admitted: Admitted, posted: Posted) -> None:
    """A form carries the token of the very session it was shown to (assurance 11)."""
    session = admitted.session
    sent_token = token_in(posted).encode()
    if session is None or not compare_digest(sent_token, csrf_token(session).encode()):
        raise Problem("access.cross_site")
