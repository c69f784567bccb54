"""Why a witness did not cosign, or did not start. Codes only; the words are in `services/words/witness.py`."""

from typing import Literal

Fault = Literal[
    "note_malformed",
    "other_log",
    "log_signature_bad",
    "smaller",
    "forked",
    "not_consistent",
    "census_not_included",
    "census_differs",
    "census_earlier",
    "union_vanished",
    "before_differs",
    "position_fell",
    "head_rewritten",
    "history_rewritten",
    "heads_differ",
    "page_out_of_order",
    "answer_malformed",
    "answer_too_long",
]
"""What is wrong with what the server showed: each is an alarm."""

Hindrance = Literal[
    "first_time_needed",
    "store_exists",
    "store_unusable",
    "store_of_another",
    "store_behind",
    "key_was_used",
    "key_exists",
    "key_unusable",
    "key_of_another_name",
    "pledge_missing",
    "pledge_unusable",
    "already_running",
    "log_key_unusable",
    "server_unusable",
    "server_in_clear",
    "api_key_unusable",
]
"""Why a witness does not start; nothing is asked of the server before."""


class NotCosigned(Exception):
    """The server showed what must not be cosigned: nothing was signed and nothing kept of it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class NotAnswered(Exception):
    """The server did not answer, or answered a status; None where no status came. Accuses nobody."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(status)
        self.status = status


class StartRefused(Exception):
    """A witness cannot run so."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance)
        self.hindrance: Hindrance = hindrance
