"""A personal value as ciphertext. The domain and the projections never see what is inside."""

from typing import Literal
from uuid import UUID

import msgspec

KeyKind = Literal["books", "file"]
"""`books`: what a voucher or pay list must show for its statutory years; `file`: everything else."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ciphertext of one group of personal fields of one person (design 6).

    `box` is base64 of nonce and ciphertext. It opens only with the key `key` of `subject_id` and
    with the additional data that names union, subject, command, `ordinal` and field: moved to another
    person, event or field it no longer opens.
    """

    subject_id: UUID
    key: KeyKind
    ordinal: int
    box: str
