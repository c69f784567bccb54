"""What is not taken leaves nothing behind, not even in the key store."""

import pytest

from tests.services.importers.making import ROSTER, book, member
from tests.services.imports_end_to_end.test_one_file import take
from tests.support.books import Office


async def _known(office: Office, serial: int) -> bool:
    number = str(member(serial)[1])
    found = await office.books.vault.find(office.union_id, "id_number", [number])
    return bool(found)


async def test_a_dry_run_makes_nobody_known(office: Office) -> None:
    report = await take(office, book([ROSTER, member(1)]), "会员花名册.xlsx", dry_run=True)
    assert report.rows_accepted == 1
    assert not await _known(office, 1)


async def test_a_refused_file_makes_nobody_known(office: Office) -> None:
    spoilt = ["李军", "3.30206E+17", *member(2)[2:]]
    report = await take(office, book([ROSTER, member(1), spoilt]), "会员花名册.xlsx")
    assert not report.committed
    assert not await _known(office, 1)


@pytest.mark.parametrize("dry_first", [False, True])
async def test_an_import_makes_them_known(office: Office, *, dry_first: bool) -> None:
    content = book([ROSTER, member(1)])
    if dry_first:
        await take(office, content, "会员花名册.xlsx", dry_run=True)
    assert (await take(office, content, "会员花名册.xlsx")).committed
    assert await _known(office, 1)
