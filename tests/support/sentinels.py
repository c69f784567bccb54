"""People who do not exist, whose details must come out nowhere: every test may use them, one hook looks for them.

The hook fails a test that left one of them in what it printed or logged, whatever the test itself is about (S16).
"""

import re
from collections.abc import Generator
from typing import Final

import pytest

NAME: Final = "哨兵欧阳"
ID_NUMBER: Final = "110105198701019775"
WRONG_ID_NUMBER: Final = "110105198701019770"
MOBILE: Final = "13900139777"
ACCOUNT: Final = "6222020000007777"
LOGIN: Final = "shaobing.ouyang"
PASSWORD: Final = "Shaobing-9-ouyang"
ILLNESS: Final = "哨兵之疾"
ADDRESS: Final = "哨兵路七十七号"
SENTINELS: Final = (
    NAME,
    ID_NUMBER,
    WRONG_ID_NUMBER,
    MOBILE,
    ACCOUNT,
    LOGIN,
    PASSWORD,
    ILLNESS,
    ADDRESS,
)

_OF_THE_SUITE: Final = ("王小明", "13800138000", "6222020000001234")
"""Whom the other tests write about."""
_ID_NUMBERS: Final = r"110105198\d0101\d{3}[\dX]|990101(?:19|20)\d\d0101\d{3}[\dX]"
_ANY: Final = re.compile("|".join([*map(re.escape, (*SENTINELS, *_OF_THE_SUITE)), _ID_NUMBERS]))


def found_in(text: str) -> str | None:
    """Return the first detail of a person in a text."""
    match = _ANY.search(text)
    return None if match is None else match[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose printed or logged lines hold a detail of a person."""
    assert call is not None
    report = yield
    if report.when != "call" or not report.passed:
        return report
    for title, text in report.sections:
        detail = found_in(text)
        if detail is not None:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: {title} tells of a person: {_line(text, detail)}"
            break
    return report


def _line(text: str, detail: str) -> str:
    line = next(line for line in text.splitlines() if detail in line)
    return line.replace(detail, "…")[:300]
