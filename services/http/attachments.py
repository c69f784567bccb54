"""附件: papers behind entries. Uploaded first, then named by an entry with the digest that is answered here."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from services.attachments import (
    Attachments,
    Paper,
    PaperDestroyed,
    PaperDiffers,
    PaperNotOfItsKind,
    PaperSpoilt,
    PaperUnknown,
    TooMuchUnnamed,
)
from services.attachments.cabinet import MOST_BYTES
from services.attachments.cleaning import CLEANERS
from services.auth import may, refusal_of
from services.http.asking import Answer, Asking
from services.http.exporting import record_export
from services.http.fields import Answered
from services.http.operation import operation
from services.http.problems import Problem
from services.http.uploads import Upload, UploadKind
from services.store.attachments import AttachmentRow

_ATTACHMENTS = "/v1/unions/{union_id}/attachments"
_ENDINGS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
_CODES: Final[Mapping[type[Exception], str]] = {
    PaperNotOfItsKind: "attachment.not_of_its_kind",
    PaperSpoilt: "attachment.file_spoilt",
    TooMuchUnnamed: "attachment.too_much_unnamed",
    PaperUnknown: "attachment.unknown",
    PaperDestroyed: "attachment.destroyed",
    PaperDiffers: "attachment.differs",
}
OPEN_TO: Final[Mapping[str, tuple[str, ...]]] = {
    "voucher": ("books.read",),
    "bank_statement": ("books.read",),
    "pay_batch": ("payments.read",),
    "household": ("aid.read",),
    "aid_case": ("aid.read",),
    "engagement": ("evidence.read",),
    "finding": ("findings.read",),
    "disclosure": ("books.read",),
}
"""By the package of the matter that names a paper: the actions of which one is needed to read it."""
_OF_FILES: Final = frozenset({"household", "aid_case"})
"""What shows illness and income: every look at such a paper is on record."""


class Attached(Answered, frozen=True, kw_only=True):
    """What an entry names the paper by. `cleaned`: place, device and the like were taken out of a picture.

    The digest is that of the bytes that are kept, after cleaning.
    """

    digest: str
    media_type: str
    size_bytes: int
    cleaned: bool


@operation(
    "POST",
    _ATTACHMENTS,
    "keepAttachment",
    tag="attachments",
    policy=may("attachments.write"),
    answer=Attached,
    refusals=(
        "attachment.not_of_its_kind",
        "attachment.file_spoilt",
        "attachment.too_much_unnamed",
        "attachment.destroyed",
    ),
    uploads=UploadKind(media_types=tuple(CLEANERS), max_bytes=MOST_BYTES),
)
async def keep_attachment(asking: Asking, upload: Upload) -> Answer:
    """上传附件: a photo or PDF of at most 10 MB; the same file again is the same paper. Unnamed ones go in time."""
    try:
        kept = await _cabinet(asking).keep(
            asking.tenant_id, upload.content, upload.media_type, by=asking.login.actor.actor_id
        )
    except (PaperNotOfItsKind, PaperSpoilt, PaperDestroyed, TooMuchUnnamed) as fault:
        raise Problem(_CODES[type(fault)]) from None
    attached = Attached(
        digest=kept.sha256,
        media_type=kept.media_type,
        size_bytes=kept.byte_count,
        cleaned=kept.cleaned,
    )
    return Answer(body=attached, headers={"Location": f"{asking.path}/{kept.sha256}"})


@operation(
    "GET",
    f"{_ATTACHMENTS}/{{digest}}",
    "readAttachment",
    tag="attachments",
    policy=may("attachments.read"),
    answer=bytes,
    media_type="application/octet-stream",
    refusals=("attachment.unknown", "attachment.destroyed", "attachment.differs"),
)
async def read_attachment(asking: Asking, digest: str) -> Answer:
    """查看附件: the paper itself, held against its digest. To be read by whoever may read what names it."""
    paper = await paper_for(asking, digest)
    ending = _ENDINGS[paper.media_type]
    headers = {
        "Content-Disposition": f'attachment; filename="{digest[:16]}.{ending}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Answer(body=paper.content, headers=headers, media_type=paper.media_type)


async def paper_for(asking: Asking, digest: str) -> Paper:
    """Return a paper the asker may read; raises Problem. One they may not read is as unknown as one that is not."""
    cabinet, tenant_id = _cabinet(asking), asking.tenant_id
    try:
        row = await cabinet.find(tenant_id, digest)
        packages = {naming.package for naming in await cabinet.namings(tenant_id, digest)}
        _refuse_unreadable(asking, row, packages)
        if packages & _OF_FILES and row.destroyed_at is None:
            await record_export(asking, "attachment", digest, people=1)
        return await cabinet.read(tenant_id, digest)
    except (PaperUnknown, PaperDestroyed, PaperDiffers) as fault:
        raise Problem(_CODES[type(fault)]) from None


def _refuse_unreadable(asking: Asking, row: AttachmentRow, packages: set[str]) -> None:
    """Under an engagement it was decided at the door; what nobody has named yet is its uploader's."""
    actions = {action for package in packages for action in OPEN_TO.get(package, ())}
    is_open = asking.login.engagement_id is not None and bool(packages)
    is_own = not packages and row.kept_by == asking.login.actor.actor_id
    if not (is_open or is_own or any(_is_let(asking, action) for action in actions)):
        raise PaperUnknown


def _is_let(asking: Asking, action: str) -> bool:
    tenant_id: UUID = asking.tenant_id
    return refusal_of(may(action), asking.login, tenant_id) is None


def _cabinet(asking: Asking) -> Attachments:
    return asking.parts.attachments
