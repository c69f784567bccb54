"""Evidence: recomputes what the books claim, and proves it to whoever trusts nobody here."""

from services.audit.checkpoints import Checkpointer, Taken
from services.audit.cosignatures import CosignatureRefused, Cosignatures, Cosigned
from services.audit.proofs import NoSuchCheckpoint, NotCovered, Proofs, StoredCheckpoint
from services.audit.verify import BooksVerifier, UnionVerified

__all__ = [
    "BooksVerifier",
    "Checkpointer",
    "CosignatureRefused",
    "Cosignatures",
    "Cosigned",
    "NoSuchCheckpoint",
    "NotCovered",
    "Proofs",
    "StoredCheckpoint",
    "Taken",
    "UnionVerified",
]
