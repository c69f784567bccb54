"""A personal value as ciphertext. The domain and the projections never see what is inside."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Literal
from uuid import UUID

import msgspec

KeyKind = Literal["books", "file"]
"""`books`: what a voucher or pay list must show for its statutory years; `file`: everything else."""


_BOX = b'"box"'
_ESCAPE = b"\\"


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


def sealed_in(body: bytes) -> list[Sealed]:
    """Return every sealed value in an event's stored body; none where it is no JSON.

    Without an escape a name can only stand there as it is spelt: most bodies are seen to hold none without reading.
    """
    if _BOX not in body and _ESCAPE not in body:
        return []
    try:
        return list(_sealed(msgspec.json.decode(body)))
    except msgspec.DecodeError:
        return []


def _sealed(value: Any) -> Iterator[Sealed]:  # noqa: ANN401 # any JSON
    if isinstance(value, dict):
        if value.keys() == set(Sealed.__struct_fields__):
            with suppress(msgspec.ValidationError):
                yield msgspec.convert(value, Sealed)
        for part in value.values():
            yield from _sealed(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sealed(part)
