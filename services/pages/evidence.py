"""证据核验: how far the log has come, what of it is signed and witnessed, and papers held against it."""

import re
from typing import Any, Final, NamedTuple

from services.auth import may
from services.exporters import qr
from services.http.books import HeadView
from services.http.checkpoints import CheckpointDocument, ConsistencyDocument
from services.http.problems import Problem
from services.http.proofs import ReceiptDocument
from services.pages.page import Fetched, Reply, Shown, page
from services.pages.reading_forms import count_of
from services.pages.reasons import said
from services.pages.tried import tried
from services.pages.visit import Visit

_EVIDENCE: Final = "/unions/{union_id}/evidence"
_SECTION: Final = "evidence"
_HASH: Final = re.compile(r"[0-9a-f]{32,64}")
_CUT_SHORT: Final = "账簿里没有第 {position} 号记录。请核对收据；如果收据没有抄错，账簿可能被截短。"
_HELD_LEAST: Final = 8
_NONE_THERE: Final = frozenset({"evidence.no_checkpoint", "request.path_unknown"})
_FORMAT: Final[dict[str, Any]] = {"format": "json"}


class HeldCheckpoint(NamedTuple):
    """A checkpoint somebody wrote down, held against the log: whether it is the one that was signed then.

    `steps`: hashes of the proof that the newest checkpoint begins with it; None where none can be made.
    """

    size: int
    typed: str
    signed: str
    same: bool
    steps: int | None


@page("GET", _EVIDENCE, "evidence", policy=may("log.read"), section=_SECTION)
async def evidence(visit: Visit) -> Reply:
    """The state of the log and of its newest checkpoint; receipts and checkpoints on paper are checked here."""
    head: HeadView = await visit.read("readHead")
    latest = await _checkpoint(visit, None)
    receipt, receipt_fault = await _receipt(visit)
    held, held_fault = await _held(visit, latest)
    values = {
        "head": head,
        "latest": latest,
        "uncovered": head.position - (head.checkpoint_position or 0),
        "code": None if latest is None else qr.checkpoint(latest.origin, latest.size, latest.root),
        "receipt": receipt,
        "receipt_fault": receipt_fault,
        "held": held,
        "held_fault": held_fault,
    }
    return Shown(template="audit/evidence.html", values=values)


@page("GET", f"{_EVIDENCE}/note", "checkpoint_note", policy=may("log.read"), section=_SECTION)
async def checkpoint_note(visit: Visit) -> Reply:
    """The newest checkpoint as it was signed, to be kept elsewhere."""
    answer = await visit.ask("readLatestCheckpoint")
    return Fetched(answer=answer, name="检查点.note")


async def _checkpoint(visit: Visit, size: int | None) -> CheckpointDocument | None:
    """Return a checkpoint, the newest where no size is named; None while there is none."""
    call = (
        visit.read("readLatestCheckpoint", **_FORMAT)
        if size is None
        else visit.read("readCheckpoint", {"size": size}, **_FORMAT)
    )
    found: CheckpointDocument | Problem = await tried(call)
    if not isinstance(found, Problem):
        return found
    if found.code in _NONE_THERE:
        return None
    raise found


async def _receipt(visit: Visit) -> tuple[ReceiptDocument | None, str]:
    """Return what the log says of a receipt that was typed, or why it cannot say anything."""
    position = visit.query.get("position", "")
    hash_ = visit.query.get("hash", "").strip().lower()
    if not position and not hash_:
        return None, ""
    if count_of(position) is None or not _HASH.fullmatch(hash_):
        return None, "请填写记录号，和收据上链值的至少前 32 位。"
    call = visit.read("proveReceipt", position=position, hash=hash_)
    found: ReceiptDocument | Problem = await tried(call)
    if not isinstance(found, Problem):
        return found, ""
    if found.code == "request.path_unknown":
        return None, _CUT_SHORT.format(position=position)
    return None, said(found.code)


async def _held(
    visit: Visit, latest: CheckpointDocument | None
) -> tuple[HeldCheckpoint | None, str]:
    """Return what became of a checkpoint that was written down."""
    size = visit.query.get("size", "")
    typed = visit.query.get("root", "").strip().lower()
    if not size and not typed:
        return None, ""
    counted = count_of(size)
    if counted is None or len(typed) < _HELD_LEAST:
        return None, "请填写检查点编号，和纸上记的短码，或者树根的至少前 8 位。"
    then = await _checkpoint(visit, counted)
    if then is None or latest is None:
        return None, f"没有第 {size} 号检查点。请核对纸上的编号。"
    same = typed == then.short_code.lower() or then.root.startswith(typed)
    return HeldCheckpoint(then.size, typed, then.root, same, await _steps(visit, then, latest)), ""


async def _steps(visit: Visit, then: CheckpointDocument, latest: CheckpointDocument) -> int | None:
    sizes: dict[str, Any] = {"from": then.size, "to": latest.size}
    proven: ConsistencyDocument | Problem = await tried(visit.read("proveConsistency", **sizes))
    return None if isinstance(proven, Problem) else len(proven.path)
