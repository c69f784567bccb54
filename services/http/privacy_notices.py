"""个人信息处理告知书: the versions of a union's notices, and which of them hold (PIPL arts. 14, 17)."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from domain.encoding import decode
from domain.ids import UnionId, privacy_notice_stream
from domain.privacy_notice.aggregate import State
from domain.privacy_notice.commands import PublishNotice
from domain.privacy_notice.events import NoticeKind, NoticePublished, Purpose, Retention
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Code
from services.http.operation import operation
from services.http.steps import command_of
from services.http.writing import Written, carry_out
from services.store.contract import RecordedEvent

_NOTICES = "/v1/unions/{union_id}/privacy-notices"
_NoticeText = Annotated[str, Meta(min_length=1, max_length=20_000)]


class Notice(Body, frozen=True, kw_only=True):
    """The text people are given to read, without anybody's name in it."""

    occurred_on: date
    version: Code
    kind: NoticeKind
    text: _NoticeText
    purposes: Annotated[tuple[Purpose, ...], Meta(min_length=1, max_length=20)]
    retention: Retention
    valid_from: date


class NoticeRow(Answered, frozen=True, kw_only=True):
    """`in_force`: it holds today. `text_sha256` is printed on the paper that is signed."""

    version: str
    kind: NoticeKind
    text: str
    text_sha256: str
    purposes: list[Purpose]
    retention: Retention
    published_on: date
    valid_from: date
    in_force: bool


class Notices(Answered, frozen=True, kw_only=True):
    version: int
    rows: list[NoticeRow]


@operation(
    "POST",
    _NOTICES,
    "publishPrivacyNotice",
    tag="privacy",
    policy=may("notices.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "privacy_notice.already_published",
        "privacy_notice.holds_before_published",
        "privacy_notice.purposes_missing",
        "privacy_notice.text_missing",
        "privacy_notice.version_missing",
    ),
    example={
        "occurred_on": "2026-01-01",
        "version": "2026-1",
        "kind": "membership",
        "text": "工会为管理会籍和收缴会费，依法处理您的姓名、公民身份号码和联系方式。",
        "purposes": ["membership_roster", "dues"],
        "retention": "while_member",
        "valid_from": "2026-01-01",
    },
)
async def publish_privacy_notice(asking: Asking, body: Notice) -> Answer:
    """Publish a version of a notice; it is never changed, another version follows it."""
    stream = privacy_notice_stream(UnionId(asking.tenant_id))
    command = await command_of(asking, PublishNotice, body)
    return await carry_out(
        asking,
        [command],
        stream,
        expected=asking.if_named(stream),
        fields=frozenset(body.__struct_fields__),
    )


@operation(
    "GET",
    _NOTICES,
    "listPrivacyNotices",
    tag="privacy",
    policy=may("privacy.read"),
    answer=Notices,
)
async def list_privacy_notices(asking: Asking) -> Answer:
    """Every version of the union's notices, with its text."""
    stream = privacy_notice_stream(UnionId(asking.tenant_id))
    read = await asking.parts.log.read_streams(asking.tenant_id, [stream])
    published = [
        (recorded, event)
        for recorded in read.events
        if isinstance(
            event := decode(recorded.topic, recorded.schema_version, recorded.body), NoticePublished
        )
    ]
    versions = {event.version: (event.kind, event.valid_from) for _, event in published}
    in_force = State(versions).in_force(asking.parts.today())
    rows = [_row(recorded, event, in_force) for recorded, event in published]
    return Answer(body=Notices(version=len(rows), rows=rows), headers=strong(len(rows)))


def _row(recorded: RecordedEvent, event: NoticePublished, in_force: frozenset[str]) -> NoticeRow:
    return NoticeRow(
        version=event.version,
        kind=event.kind,
        text=event.text,
        text_sha256=event.text_sha256,
        purposes=list(event.purposes),
        retention=event.retention,
        published_on=recorded.occurred_on,
        valid_from=event.valid_from,
        in_force=event.version in in_force,
    )
