"""The papers an event names are found wherever they stand in its body."""

import pytest

from domain.attachment import named_in

ONE, OTHER = "1" * 64, "a" * 64


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"{}", set()),
        (b"no json", set()),
        (b"\xff", set()),
        (b'{"bank_file":"' + ONE.encode() + b'"}', {ONE}),
        (b'{"hash":"' + ONE.encode() + b'"}', set()),
        (b'{"sha256":"too short"}', set()),
        (
            b'{"evidence":[{"sha256":"' + ONE.encode() + b'","byte_count":1},'
            b'{"of":{"document_sha256":"' + OTHER.encode() + b'"}}]}',
            {ONE, OTHER},
        ),
    ],
)
def test_papers_are_found_by_the_fields_that_name_them(body: bytes, named: set[str]) -> None:
    assert named_in(body) == named
