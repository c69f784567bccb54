"""The application is built once in a process, whoever looks at it, and works only where it was opened."""

import pytest

from services.pages.application import OnlyLookedAt, application, opened_by
from services.pages.fitness import findings_of_installation
from tests.services.http.conftest import running
from tests.support.database import Database


async def test_whoever_looks_at_the_application_looks_at_the_one_that_will_serve(
    database: Database,
) -> None:
    built = application.cache_info().misses
    await findings_of_installation(database.settings)
    await findings_of_installation(database.settings)
    assert application.cache_info().misses <= max(built, 1)


async def test_an_application_that_was_only_looked_at_does_not_open() -> None:
    with pytest.raises(ExceptionGroup) as said:
        async with running(application()):
            pass
    assert said.value.subgroup(OnlyLookedAt) is not None


async def test_it_works_with_what_it_was_opened_by(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def opening(_metrics: object) -> object:
        opened.append(True)
        raise OnlyLookedAt

    monkeypatch.setattr("services.pages.application._Door.opening", None)
    assert opened_by(opening) is application()  # type: ignore[arg-type] # it opens nothing
    with pytest.raises(ExceptionGroup):
        async with running(application()):
            pass
    assert opened == [True]
