"""The papers an event names are found wherever they stand in its body."""

import pytest

from domain.attachment import named_in

ONE, OTHER = "1" * 64, "a" * 64
NESTED = (
    b'{"evidence":[{"sha256":"' + ONE.encode() + b'","byte_count":1},'
    b'{"of":{"document_sha256":"' + OTHER.encode() + b'"}}]}'
)


@pytest.mark.parametrize(
    ("topic", "body", "named"),
    [
        ("voucher.drafted", b"{}", set()),
        ("voucher.drafted", b"no json", set()),
        ("voucher.drafted", b"\xff", set()),
        ("pay_batch.paid", b'{"bank_file":"' + ONE.encode() + b'"}', {ONE}),
        ("statement.issued", b'{"hash":"' + ONE.encode() + b'"}', set()),
        ("voucher.drafted", b'{"sha256":"too short"}', set()),
        ("disclosure.published", NESTED, {ONE, OTHER}),
        ("statement.issued", NESTED, {ONE}),
    ],
)
def test_papers_are_found_by_the_fields_that_name_them(
    topic: str, body: bytes, named: set[str]
) -> None:
    assert named_in(topic, body) == named
