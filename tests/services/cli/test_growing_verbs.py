"""gonghui repartition, migrate --partitions, pooler-users."""

import pytest

from services.cli import VERBS
from services.cli.arguments import parser
from services.store.addresses import Role
from services.words.partitioning import PARTITIONING
from tests.support.books import Office
from tests.support.database import Database


async def run(database: Database, *words: str) -> int:
    arguments = parser().parse_args(words)
    return await VERBS[arguments.verb](database.settings, arguments)


async def test_books_are_laid_out_by_name_only(
    database: Database, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.member(1)
    assert await run(database, "migrate", "--partitions", "3") == 1
    assert PARTITIONING["not_empty"].format(partitions=3) in capsys.readouterr().err
    assert await run(database, "repartition", "3") == 0
    position = (await office.head()).position
    assert capsys.readouterr().out.startswith("分区 3 个")
    assert await run(database, "migrate", "--partitions", "3") == 0
    await office.member(2)
    assert (await office.head()).position > position


async def test_the_list_for_a_pooler_holds_no_password(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(database, "pooler-users") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split('"')[1] for line in lines] == list(Role)
    for role, line in zip(Role, lines, strict=True):
        assert line.split('"')[3].startswith("SCRAM-SHA-256$4096:")
        assert database.addresses.password(role) not in line


@pytest.mark.parametrize("written", ["-1", "1.5", "many", "2000"])
def test_no_number_of_partitions_is_refused(written: str) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["repartition", written])
