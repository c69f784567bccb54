"""A call of an operation whose refusal a page has its own words for, or another way round."""

from collections.abc import Awaitable
from typing import TypeVar

from services.http.problems import Problem, of_error

_T = TypeVar("_T")


async def tried(call: Awaitable[_T]) -> _T | Problem:
    """Return the answer, or why there is none; who may not is not asked further (raises)."""
    try:
        return await call
    except Exception as error:
        problem = of_error(error)
        if problem is None or problem.code.startswith("access."):
            raise
        return problem
