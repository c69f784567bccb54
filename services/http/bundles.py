"""The auditor's bundle: one zip of a union's books to take home and check without us (users.md 9.9)."""

import re
import tempfile
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from services.audit.bundle import MOST_HELD, BundleName, parse_name
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.exporting import record_export
from services.http.fields import INT8_MAX, Answered, Body, Query
from services.http.operation import operation
from services.http.problems import Fault, Problem

_ZIP = "application/zip"
_BUNDLES = "/v1/unions/{union_id}/bundles"
_IN_MEMORY_BYTES = 8 << 20
_REFUSALS = ("evidence.no_checkpoint", "evidence.not_covered", "evidence.log_broken")
_Size = Annotated[int, Meta(ge=1, le=INT8_MAX)]
_SIZES = re.compile(r"[1-9][0-9]{0,17}(,[1-9][0-9]{0,17}){0,19}")


class BundleWish(Body, frozen=True, kw_only=True):
    """The checkpoint the bundle ends at (the newest by default), and checkpoints somebody holds."""

    checkpoint: _Size | None = None
    held: Annotated[tuple[_Size, ...], Meta(max_length=MOST_HELD)] = ()


class BundleQuery(Query, frozen=True, kw_only=True):
    """The same wish in an address: `held` are sizes with commas between."""

    checkpoint: _Size | None = None
    held: Annotated[str, Meta(max_length=400)] = ""


class BundleDocument(Answered, frozen=True, kw_only=True):
    """Which bundle it is. Nothing is stored: `id` says all there is to say, and can be asked for again."""

    id: str
    union_id: UUID
    checkpoint: int
    held: tuple[int, ...]
    href: str


@operation(
    "POST",
    _BUNDLES,
    "makeBundle",
    tag="evidence",
    policy=may("evidence.read"),
    answer=BundleDocument,
    status=201,
    refusals=_REFUSALS,
    example={"held": [1]},
)
async def make_bundle(asking: Asking, body: BundleWish) -> Answer:
    """审计包: name the bundle that begins with checkpoints one holds and ends at a newer one."""
    return await _named(asking, body.checkpoint, body.held)


@operation(
    "GET",
    _BUNDLES,
    "findBundle",
    tag="evidence",
    policy=may("evidence.read"),
    answer=BundleDocument,
    refusals=_REFUSALS,
)
async def find_bundle(asking: Asking, query: BundleQuery) -> Answer:
    """审计包: the same for a key that may only read."""
    if query.held and not _SIZES.fullmatch(query.held):
        faults = [Fault("#/held", "request.field_invalid")]
        raise Problem("request.query_invalid", faults=faults)
    held = tuple(int(size) for size in query.held.split(",")) if query.held else ()
    return await _named(asking, query.checkpoint, held)


@operation(
    "GET",
    f"{_BUNDLES}/{{bundle_id}}",
    "readBundle",
    tag="evidence",
    policy=may("evidence.read"),
    answer=bytes,
    media_type=_ZIP,
    refusals=(*_REFUSALS, "request.path_unknown"),
)
async def read_bundle(asking: Asking, bundle_id: str) -> Answer:
    """审计包: the zip. It is checked with verify.py, which `gonghui verifier` writes out."""
    name = parse_name(bundle_id)
    if name is None:
        raise Problem("request.path_unknown")
    await record_export(asking, "bundle", bundle_id)
    # Sent, and with that closed, piece by piece: a log of a million events does not fit into memory.
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
    try:
        await asking.parts.bundles.write(asking.tenant_id, name, file)
    except BaseException:
        file.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{asking.tenant_id}-{name.text}.zip"',
        "Content-Length": str(file.tell()),
        "Cache-Control": "no-store",
    }
    return Answer(body=None, file=file, headers=headers, media_type=_ZIP)


async def _named(asking: Asking, checkpoint: int | None, held: tuple[int, ...]) -> Answer:
    name: BundleName = await asking.parts.bundles.name(
        asking.tenant_id, checkpoint=checkpoint, held=held
    )
    href = f"{asking.path}/{name.text}"
    document = BundleDocument(
        id=name.text,
        union_id=asking.tenant_id,
        checkpoint=name.size,
        held=name.held,
        href=href,
    )
    return Answer(body=document, headers={"Location": href})
