"""A union keeps its own words; whoever imports for it later need not bring them."""

from domain.union.commands import KeepVocabulary
from services.importers.file_import import FileImporter
from services.importers.vocabulary import merge
from tests.services.importers.making import ROSTER, book, member
from tests.services.imports_end_to_end.test_one_file import take
from tests.support.books import TODAY, Office

_OWN = '[words."会籍状态"]\n"在册" = "active"\n'


async def test_the_words_a_union_keeps_are_its_own(office: Office) -> None:
    files = FileImporter(office.desk, office.books.vault)
    assert await files.own_words(office.union_id) == []
    await office.do(KeepVocabulary(occurred_on=TODAY, toml=_OWN))
    own = await files.own_words(office.union_id)
    row = [
        "在册" if name == "会籍状态" else cell for name, cell in zip(ROSTER, member(1), strict=True)
    ]
    assert merge(own).words["会籍状态"]["在册"] == "active"
    assert (await take(office, book([ROSTER, row]), "会员花名册.xlsx", own)).committed
