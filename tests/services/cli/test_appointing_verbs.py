"""`gonghui appoint`: the first of a place is appointed at the machine; what cannot be is said in words."""

import argparse

import pytest

from services.cli.arguments import parser
from services.cli.people import appoint
from services.words.cli import CLI_FAULTS
from tests.services.cli.test_first_run import asked as first_asked
from tests.services.cli.test_first_run import first_run
from tests.support.database import Database


def asked(login: str, name: str) -> argparse.Namespace:
    return parser().parse_args(["appoint", "--of", "QZ000", "county_officer", login, name])


async def test_somebody_is_appointed_and_the_code_is_shown(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await first_run(database.settings, first_asked()) == 0
    capsys.readouterr()
    assert await appoint(database.settings, asked("officer1", "仲小妮")) == 0
    assert capsys.readouterr().out.startswith("officer1 ")


async def test_a_name_that_holds_office_under_another_login_is_refused_in_words(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await first_run(database.settings, first_asked()) == 0
    assert await appoint(database.settings, asked("officer1", "仲小妮")) == 0
    capsys.readouterr()
    assert await appoint(database.settings, asked("officer2", "仲小妮")) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err.strip()) == ("", CLI_FAULTS["appointed_otherwise"])
