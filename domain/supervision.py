"""Why a county may stop a unit from acting: a code, so that no paper's wording gets into the log."""

from typing import Literal

FreezeReason = Literal[
    "inactive", "books_missing", "audit_finding", "misuse_of_funds", "reorganisation", "other"
]
