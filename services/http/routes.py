"""Operations become Litestar's route handlers."""

from typing import Any

from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler

from services.http.admission import engagement_named
from services.http.asking import Answer
from services.http.operation import Operation
from services.http.parts import Parts
from services.http.performing import Call, filled, ids_of, perform, tenant_of
from services.http.problems import Problem
from services.http.reading import BODY_MAX_BYTES, AnyRequest, read_bytes
from services.http.sending import sent
from services.http.uploads import Upload, read_upload


def parts_of(request: AnyRequest) -> Parts:
    """Return what the application was given to work with."""
    parts: Parts = request.app.state["parts"]
    return parts


def handler_of(operation: Operation) -> HTTPRouteHandler:
    """Return the route handler of an operation."""

    async def handle(request: Request[Any, Any, Any]) -> Response[Any]:
        return sent(await _carry_out(operation, request), operation.status)

    return route(
        operation.path.replace("}", ":str}"),
        http_method=operation.method,
        opt={"policy": operation.policy, "operation": operation},
        name=operation.operation_id,
        status_code=operation.status,
        include_in_schema=False,
        request_max_body_size=BODY_MAX_BYTES
        if operation.uploads is None
        else operation.uploads.max_bytes,
    )(handle)


async def _carry_out(operation: Operation, request: AnyRequest) -> Answer:
    async def read() -> bytes:
        return await read_bytes(request)

    async def upload() -> Upload:
        assert operation.uploads is not None  # noqa: S101 # asked of operations that take a file
        return await read_upload(request, operation.uploads)

    call = Call(
        request=request,
        path_params=request.path_params,
        query=request.scope["query_string"],
        headers=request.headers,
        read=read,
        upload=upload,
        engagement_id=engagement_named(request),
    )
    return await perform(operation, call, parts_of(request))


def instance_of(request: AnyRequest) -> str:
    """Return the path of a problem: filled where every part is an id, else its template."""
    operation: Operation | None = _operation(request)
    if operation is None:
        return "/"
    try:
        tenant_of(operation, request.path_params)
        ids_of(operation, request.path_params)
    except Problem:
        return operation.path
    return operation.path if "key_id" in operation.ids else filled(operation, request.path_params)


def _operation(request: AnyRequest) -> Operation | None:
    handler = request.scope.get("route_handler")
    return None if handler is None else handler.opt.get("operation")
