"""`gonghui audit-rules`, about one unit and about the units of a county."""

import json

import pytest

from domain.irregularity.rules import RULES
from services.cli import VERBS
from services.cli.arguments import parser
from services.cli.irregularities import audit_rules
from services.wiring import Wired
from tests.services.audit.test_irregularities import paid
from tests.support.books import Office, new_office

YEAR = ("--from", "2026-01-01", "--until", "2026-12-31")


async def typed(books: Wired, *arguments: str) -> int:
    """Type a command against these books; returns the exit status."""
    return await audit_rules(books.settings, parser().parse_args(["audit-rules", *arguments]))


async def test_a_unit_is_asked_about_every_rule_or_one(
    books: Wired, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    place = await paid(office, await office.member(1), {"account_name": "别人"})
    capsys.readouterr()
    assert await typed(books, "--union", "U001", *YEAR, "--json") == 0
    document = json.loads(capsys.readouterr().out.splitlines()[-1])
    found = {each["rule_id"]: each for each in document["rules"]}
    assert list(found) == list(RULES)
    assert found["R05"]["hits"][0]["positions"] == [place]
    assert await typed(books, "--union", "U001", "--rule", "R05", *YEAR) == 0
    printed = capsys.readouterr().out
    assert "收款账户户名与领取人不一致" in printed
    assert "别人" not in printed


async def test_the_units_of_a_county_are_asked_together(
    books: Wired, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    second = await new_office(books, code="U002")
    for one in (office, second):
        await paid(one, await one.member(1), {"bank_account": "6222"})
    capsys.readouterr()
    assert await typed(books, "--federation", "C000", *YEAR, "--json") == 0
    document = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [each["rule_id"] for each in document["rules"]] == ["R01", "R19"]
    assert len(document["rules"][0]["across"]) == 1
    assert await typed(books, "--federation", "C000", "--rule", "R01", *YEAR) == 0
    assert "U002:" in capsys.readouterr().out


async def test_misuse_is_told_by_the_exit_code(
    books: Wired, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    head = await office.head()
    assert await typed(books, "--union", "U999") == 2
    assert await typed(books, "--federation", "C999") == 2
    assert await typed(books, "--federation", "C000", "--known-at", "3") == 2
    assert await typed(books, "--union", "U001", "--known-at", str(head.position + 1)) == 2
    assert capsys.readouterr().err.count("\n") == 4
    for wrong in (["--rule", "R99"], ["--from", "soon"]):
        with pytest.raises(SystemExit):
            parser().parse_args(["audit-rules", "--union", "U001", *wrong])


def test_the_verb_is_one_of_the_command_line() -> None:
    assert VERBS["audit-rules"] is audit_rules
