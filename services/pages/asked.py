"""What a list is asked for by its address, and how far a matter has come, as several pages need it."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.http.asking import Answer
from services.pages.forms import Choices
from services.pages.signers import preferred, signers
from services.pages.steps import Prepare, Prepared
from services.pages.visit import Visit
from services.words.forms.choices import CHOICES_OF

Course = Sequence[tuple[str, str]]
"""Titles of steps in their order, each with done, now or later."""


async def asked(visit: Visit, operation_id: str, *names: str, **given: Any) -> Answer:  # noqa: ANN401 # of a query
    """Return a list as its address asks for it: filters of these names, the page, and how many rows there are."""
    wanted = {name: visit.query.get(name) for name in (*names, "cursor")}
    return await visit.ask(operation_id, **{**wanted, "count": "exact", **given})


def codes(field: str) -> Choices:
    """Return the codes of a field with their words, for a filter."""
    return list(CHOICES_OF[field].items())


def course(titles: Sequence[str], done: int, *, ended: bool = False) -> Course:
    """Return the bar of steps where the first `done` are taken; nothing is next where the matter has ended."""
    return [
        (title, "done" if place < done else "now" if place == done and not ended else "later")
        for place, title in enumerate(titles)
    ]


def signed(
    fields: Mapping[str, Sequence[str]], *, texts: Mapping[str, list[str]] | None = None
) -> Prepare:
    """Return what prepares a form in which officers sign: by field the offices of which one is needed."""

    async def prepare(visit: Visit) -> Prepared:
        return await signing(visit, fields, texts=texts)

    return prepare


async def signing(
    visit: Visit,
    fields: Mapping[str, Sequence[str]],
    *,
    texts: Mapping[str, list[str]] | None = None,
    **more: Any,  # noqa: ANN401 # the rest of Prepared
) -> Prepared:
    """Return a form in which officers sign, oneself first where one holds the office."""
    choices = {name: await signers(visit, offices) for name, offices in fields.items()}
    first = {name: preferred(offered, visit.officer_id) for name, offered in choices.items()}
    return Prepared(
        **{
            **more,
            "choices": {**choices, **more.get("choices", {})},
            "texts": {**first, **(texts or {})},
        }
    )
