"""Sealed values are found in stored bytes, however their names are spelt."""

from uuid import UUID

import msgspec
import pytest

from domain.sealed import Sealed, sealed_in

SEALED = Sealed(subject_id=UUID(int=7), key="books", ordinal=1, box="AAAA")
PLAIN = msgspec.json.encode({"who": {"identity": SEALED}, "lines": [SEALED, 1]})


def test_every_one_is_found_at_any_depth() -> None:
    assert sealed_in(PLAIN) == [SEALED, SEALED]


@pytest.mark.parametrize("spelt", [b'"\\u0062ox"', b'"b\\u006fx"'])
def test_one_whose_name_is_spelt_with_escapes_is_found(spelt: bytes) -> None:
    assert sealed_in(PLAIN.replace(b'"box"', spelt)) == [SEALED, SEALED]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"box":"AAAA"}', b'{"boxes":1}', b"[]"])
def test_what_is_none_is_none(body: bytes) -> None:
    assert sealed_in(body) == []
