"""`check --deploy` says what is relaxed and ends with 1; production does not start on it, development tells."""

import argparse

import msgspec
import pytest

from services.cli import deploying, running
from services.deployment import Finding
from services.pages import fitness
from services.settings import SettingInvalid, Settings
from services.words.deployment import DEPLOYMENT
from tests.architecture.repository import ROOT
from tests.support.database import Database

HINDERING = {
    "commits_not_durable",
    "keystore_in_same_cluster",
    "no_witness",
    "origin_is_default",
    "proxy_not_named",
}
EXPECTED = HINDERING | {"backup_old", "drill_old", "erasures_not_carried_out", "fsck_old"}
"""What the tests' installation relaxes, and what has never been done in it."""


async def test_every_finding_is_told_and_the_status_is_1(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = argparse.Namespace(deploy=True, json=True)
    assert await deploying.check(database.settings, arguments) == 1
    told = {one["code"] for one in msgspec.json.decode(capsys.readouterr().out)}
    assert told == EXPECTED
    assert await deploying.check(database.settings, argparse.Namespace(json=False)) == 1
    written = capsys.readouterr().out
    for code in EXPECTED:
        assert code in written
        assert DEPLOYMENT[code].fault in written
        assert DEPLOYMENT[code].mend_en in written


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of each server that was started."""
    begun: list[Settings] = []

    def serve(settings: Settings) -> int:
        begun.append(settings)
        return 0

    monkeypatch.setattr(running, "serve", serve)
    return begun


def _in_a_thread(settings: Settings, **given: bool) -> int:
    """`serve` begins a loop of its own."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with ThreadPoolExecutor(1) as aside:
        return aside.submit(deploying.serve, settings, **given).result()


async def test_production_does_not_start_on_a_finding(
    database: Database, served: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    production = msgspec.structs.replace(database.settings, profile="production")
    assert _in_a_thread(production) == 1
    assert _in_a_thread(database.settings, production=True) == 1
    assert served == []
    assert capsys.readouterr().err.count("keystore_in_same_cluster") == 2


async def test_production_starts_where_only_a_running_service_mends_what_is_found(
    database: Database, served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A witness cosigns what the server shows it: a server that waited for it would wait for ever."""
    production = msgspec.structs.replace(database.settings, profile="production")
    found = [Finding("cosignature_old"), Finding("fsck_old"), Finding("backup_old")]

    async def told(_: Settings) -> list[Finding]:
        return found

    monkeypatch.setattr(deploying, "findings_of_installation", told)
    monkeypatch.setattr(fitness, "findings_of_installation", told)
    assert _in_a_thread(production) == 0
    await fitness.refuse_unfit(production)
    found.append(Finding("no_witness"))
    assert _in_a_thread(production) == 1
    with pytest.raises(fitness.NotFitForProduction):
        await fitness.refuse_unfit(production)
    assert served == [production]


async def test_development_starts_and_tells_what_is_relaxed_once(
    database: Database, served: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _in_a_thread(database.settings) == 0
    assert served == [database.settings]
    told = capsys.readouterr().err
    for code in EXPECTED:
        assert told.count(code) == 1


async def test_a_profile_that_is_none_starts_nothing(
    database: Database, served: list[Settings]
) -> None:
    with pytest.raises(SettingInvalid):
        _in_a_thread(msgspec.structs.replace(database.settings, profile="prodution"))
    assert served == []


def test_every_finding_has_words_and_every_word_a_finding() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "services" / "deployment").glob("*.py")
    )
    ages = (ROOT / "services" / "audit" / "ages.py").read_text(encoding="utf-8")
    assert all(f'"{code}"' in sources or f'"{code}"' in ages for code in DEPLOYMENT)
