"""How deep a body may go is decided before anything recurses into it."""

import pytest

from services.http.fields import Body
from services.http.problems import Problem
from services.http.reading import DEPTH_MAX, read_body


class Deep(Body, frozen=True, kw_only=True):
    """Takes no field, so that only the depth tells two bodies apart."""


@pytest.mark.parametrize(
    ("depth", "code"),
    [
        (DEPTH_MAX, "request.body_invalid"),
        (DEPTH_MAX + 1, "request.body_malformed"),
        (100_000, "request.body_malformed"),
    ],
)
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
def test_a_body_beyond_the_depth_is_not_even_read(
    depth: int, code: str, begin: str, end: str
) -> None:
    inner = "1" if begin != "[" else ""
    with pytest.raises(Problem) as refused:
        read_body((begin * depth + inner + end * depth).encode(), Deep)
    assert refused.value.code == code
