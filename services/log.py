"""Logging: one JSON object a line on stderr, ids bound per request, nothing of unknown type shown.

A request, and a round of a job, is told of in one line when it is over: whatever it comes through notes what it
did (`note`, `add`), and whoever began it writes the line (`lined`). Counted besides, for `/metrics` (`ROUNDS`).
"""

import logging
import sys
import time
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

_REDACTED = "redacted"
_LONGEST = 500
_UNITS: Final = 3
"""Digits behind the point of milliseconds."""

Line = dict[str, Any]
"""What is known of one request or round so far, by field."""

_line: ContextVar[Line | None] = ContextVar("line", default=None)


class Rounds(msgspec.Struct):
    """The rounds of one job in this process: how many, how many failed, the seconds they took, when the last ended.

    `ended_at` is in seconds since 1970; 0 while none has ended.
    """

    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    ended_at: float = 0.0


ROUNDS: Final[dict[str, Rounds]] = {}
"""By job: what this process does besides answering requests."""


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


@contextmanager
def lined() -> Iterator[Line]:
    """Open the line of a request or round; it is the opener's to write."""
    line: Line = {}
    token = _line.set(line)
    try:
        yield line
    finally:
        _line.reset(token)


def note(**fields: object) -> None:
    """Say something of the request or round under way; said again, the later word holds."""
    line = _line.get()
    if line is not None:
        line.update(fields)


def add(**amounts: float) -> None:
    """Add to counts of the request or round under way."""
    line = _line.get()
    if line is not None:
        for name, amount in amounts.items():
            line[name] = round(line.get(name, 0) + amount, _UNITS)


@contextmanager
def round_of(job: str, *, worth: str = "") -> Iterator[Line]:
    """One round of a job: counted, and written down unless it came to nothing.

    `worth` names the count that says whether there was anything to do. A round that raises has failed; it is
    written down and goes on raising.
    """
    rounds = ROUNDS.setdefault(job, Rounds())
    begun = time.perf_counter()
    with lined() as line:
        try:
            yield line
        except BaseException as error:
            if isinstance(error, Exception):
                rounds.failed += 1
                line["outcome"] = type(error).__name__
            raise
        finally:
            seconds = time.perf_counter() - begun
            rounds.done += 1
            rounds.seconds += seconds
            rounds.ended_at = time.time()
            if not worth or line.get(worth) or "outcome" in line:
                told = {"outcome": "ok", **line, "milliseconds": round(seconds * 1000)}
                log = logger(job)
                log.info("round", job=job, **told)


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
