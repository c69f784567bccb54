"""Logging: one JSON object a line on stderr, ids bound per request, nothing of unknown type shown."""

import logging
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import structlog

_REDACTED = "redacted"
_LONGEST = 500


def configure(*, level: int = logging.INFO) -> None:
    """Set up logging for the process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            name_the_exception,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """Return the logger of one part of the service."""
    bound: structlog.typing.FilteringBoundLogger = structlog.get_logger(part=name)
    return bound


@contextmanager
def bound(*, request_id: UUID | None = None, command_id: UUID | None = None) -> Iterator[None]:
    """Add the ids of the request and the command to every line written inside."""
    given = {"request_id": request_id, "command_id": command_id}
    ids = {name: str(value) for name, value in given.items() if value is not None}
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def name_the_exception(
    _logger: object, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its class and place: its text may quote what a person typed."""
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        fields["error"] = type(error).__qualname__
        fields["error_at"] = _innermost_place(error)
    return fields


def redact(
    _logger: object, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep only values of plain types; bytes, structs and anything else are not shown."""
    return {name: _shown(value) for name, value in fields.items()}


def _shown(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return value[:_LONGEST]
        case UUID() | date():
            return str(value)
        case list() | tuple():
            return [_shown(part) for part in value]
        case Mapping():
            return {str(name): _shown(part) for name, part in value.items()}
        case _:
            return _REDACTED


def _innermost_place(error: BaseException) -> str | None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return None
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
