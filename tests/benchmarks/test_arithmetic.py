"""The page of arithmetic says what follows from the figures that were measured."""

import msgspec

from tests.benchmarks.arithmetic import (
    PAGE,
    PLACES,
    Figures,
    Measured,
    checkpoint_seconds,
    database_bytes,
    figures_text,
    nodes,
    page,
    read_figures,
)

COUNTY, PROVINCE, NATION = PLACES


def test_the_page_is_what_the_figures_come_to() -> None:
    text = PAGE.read_text("utf-8")
    assert page(read_figures(), text) == text


def test_figures_are_read_as_they_were_written() -> None:
    figures = read_figures().figures
    again = figures_text(msgspec.structs.asdict(figures))
    assert msgspec.toml.decode(again, type=Measured).figures == figures


def test_another_figure_makes_another_page() -> None:
    text, measured = PAGE.read_text("utf-8"), read_figures()
    doubled = msgspec.structs.replace(
        measured.figures, event_index_bytes=2 * measured.figures.event_index_bytes
    )
    assert page(msgspec.structs.replace(measured, figures=doubled), text) != text


def test_a_province_is_a_hundred_counties() -> None:
    figures = read_figures().figures
    assert database_bytes(PROVINCE, figures, 10) == 100 * database_bytes(COUNTY, figures, 10)
    assert nodes(COUNTY, figures) == 1


def test_the_checkpoint_grows_with_unions_and_with_what_they_wrote() -> None:
    figures = _with(checkpoint_seconds_per_union=1e-3, checkpoint_seconds_per_grown_log=1e-2)
    seconds = checkpoint_seconds(COUNTY, figures)
    assert round(seconds, 6) == round(870 * 1e-3 + 870 * 0.05 * 1e-2, 6)
    assert checkpoint_seconds(NATION, figures) > 60


def _with(**changed: float) -> Figures:
    return msgspec.structs.replace(read_figures().figures, **changed)
