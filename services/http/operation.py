"""An operation of the API: everything there is to say about one route, said where its function stands."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar, get_type_hints

import msgspec

from services.auth import Policy
from services.http.fields import Body, NoQuery, Query
from services.http.uploads import UploadKind

Method = Literal["GET", "POST", "DELETE"]

_OF_ENGAGEMENTS = (
    "engagement.no_such_access",
    "engagement.access_ended",
    "engagement.topic_not_open",
    "engagement.days_not_open",
    "access.read_not_recorded",
)
"""What a key of an audit engagement may be refused with where it reads."""
_ALWAYS = (
    "access.unauthenticated",
    "access.forbidden",
    "request.header_malformed",
    "request.too_many_reads",
    "store.busy",
)
_OF_PEOPLE = (
    "access.cross_site",
    "access.password_to_change",
    "access.second_factor_needed",
)
_OF_SIGNERS = ("access.signs_for_another", "store.duties_not_separated")
_OF_UNIONS = ("union.unknown",)
_OF_FEDERATIONS = ("federation.unknown",)
_OF_BODIES = (
    "request.body_malformed",
    "request.body_invalid",
    "request.body_too_large",
    "request.body_slow",
    "request.media_type_unsupported",
    "request.text_unsafe",
)
_OF_UPLOADS = (
    "request.body_malformed",
    "request.body_too_large",
    "request.body_slow",
    "request.media_type_unsupported",
)
_OF_WRITES = (
    "request.idempotency_key_missing",
    "request.idempotency_key_malformed",
    "store.command_reused",
    "store.condition_failed",
    "store.duties_not_separated",
    "store.period_closed",
    "store.union_moved",
    "store.outcome_unknown",
)
_OF_MATCHING = ("request.if_match_missing", "request.if_match_malformed", "store.version_moved")
_OF_LEDGERS = ("request.query_invalid", "request.known_at_ahead", "ledgers.not_yet_shown")


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One route: how it is called, who may, what goes in and out, what can go wrong."""

    operation_id: str
    method: Method
    path: str
    tag: str
    summary: str
    policy: Policy
    act: Callable[..., Awaitable[Any]]
    answer: type
    body: type[Body] | None
    query: type[Query]
    example: Mapping[str, Any] | None
    writes: bool
    matches: bool
    status: int
    refusals: tuple[str, ...]
    media_type: str = "application/json"
    uploads: UploadKind | None = None

    @property
    def ids(self) -> list[str]:
        """The names in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    @property
    def codes(self) -> list[str]:
        """Every code this operation may answer with."""
        groups: list[Sequence[str]] = [_ALWAYS, self.refusals]
        if self.policy.people:
            groups.append(_OF_PEOPLE)
        if self.writes and self.policy.people:
            groups.append(_OF_SIGNERS)
        if self.policy.tenant is not None:
            groups.append(_OF_UNIONS if self.policy.tenant == "union" else _OF_FEDERATIONS)
        if self.policy.tenant == "union" and "auditor" in self.policy.keys:
            groups.append(_OF_ENGAGEMENTS)
        if self.body is not None:
            groups.append(_OF_BODIES)
        if self.uploads is not None:
            groups.append(_OF_UPLOADS)
        if self.writes:
            groups.append(_OF_WRITES)
        if self.matches:
            groups.append(_OF_MATCHING)
        if self.query is not NoQuery:
            groups.append(_OF_LEDGERS)
        return sorted({code for group in groups for code in group})


OPERATIONS: list[Operation] = []
"""All of them, in the order the modules were imported."""

_F = TypeVar("_F", bound=Callable[..., Awaitable[Any]])


def operation(
    method: Method,
    path: str,
    operation_id: str,
    *,
    tag: str,
    policy: Policy,
    answer: type,
    example: Mapping[str, Any] | None = None,
    writes: bool = False,
    matches: bool = False,
    status: int = 200,
    refusals: tuple[str, ...] = (),
    media_type: str = "application/json",
    uploads: UploadKind | None = None,
) -> Callable[[_F], _F]:
    """Declare a function as an operation. Its parameters `body` and `query` say what it takes.

    With `uploads` its parameter `upload` is the file the request consists of.
    """

    def declare(act: _F) -> _F:
        hints = get_type_hints(act)
        OPERATIONS.append(
            Operation(
                operation_id=operation_id,
                method=method,
                path=path,
                tag=tag,
                summary=inspect.getdoc(act) or operation_id,
                policy=policy,
                act=act,
                answer=answer,
                body=hints.get("body"),
                query=hints.get("query", NoQuery),
                example=example,
                writes=writes,
                matches=matches,
                status=status,
                refusals=refusals,
                media_type=media_type,
                uploads=uploads,
            )
        )
        return act

    return declare
