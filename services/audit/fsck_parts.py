"""Parts of fsck that stand by themselves."""

from collections.abc import Sequence
from uuid import UUID

from services.audit.fsck_report import Checked, CheckPapers, Fault, Part
from services.store.moving import move_faults
from services.store.pool import Pool


async def papers_checked(check: CheckPapers, unions: Sequence[UUID]) -> Checked:
    """Every paper that is kept opens and has its hash; every one an event says is kept is there."""
    covered, faults = 0, list[Fault]()
    for union_id in unions:
        found = await check(union_id)
        covered += found.checked
        faults += [
            Fault(kind="attachment_missing", union_id=union_id, position=position)
            for position in found.missing
        ]
        faults += [
            Fault(kind="attachment_differs", union_id=union_id, place=digest)
            for digest in found.differing
        ]
    left = ["attachments_kept_elsewhere"]
    return Checked(part="attachments", covered=covered, not_covered=left, faults=faults)


async def moves_checked(auditor: Pool, unions: Sequence[UUID]) -> Checked:
    """A union that left is as it was when it left; whether it is written here is what its last move says."""
    faults = list[Fault]()
    for union_id in unions:
        async with auditor.union_tx(union_id) as connection:
            rows = await move_faults(connection, union_id)
        faults += [
            Fault(kind=row["kind"], union_id=union_id, position=row["position"]) for row in rows
        ]
    return Checked(part="moves", covered=len(unions), faults=faults)


def left_out(part: Part) -> Checked:
    """A part nobody asked for: it says so, and nothing else."""
    return Checked(part=part, covered=0, not_covered=["not_asked"])


def claim_faults(union_id: UUID, held: set[str], due: set[str]) -> list[Fault]:
    """Only the kind of a claim is named: what is claimed may be a blind index."""
    missing = [
        Fault(kind="claim_missing", union_id=union_id, place=_kind(one)) for one in due - held
    ]
    added = [Fault(kind="claim_added", union_id=union_id, place=_kind(one)) for one in held - due]
    return [*missing, *added]


def _kind(claim: str) -> str:
    return claim.partition(":")[0]
