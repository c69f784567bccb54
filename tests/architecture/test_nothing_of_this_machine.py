"""The repository holds no path of the machine it was written on and no package index address."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, Place, name_of, repository_files, told

INSTALLED = ("/app", "/etc", "/opt", "/srv", "/usr", "/var")
"""Where the product may really live: paths below are the product's, not a machine's."""

HOME = re.compile(r"(?<![\w.$}/-])/(?:home|Users)/[a-z][\w-]*/|(?<![\w.$}/-])/root/")
INDEX = re.compile(
    r"--(?:extra-)?index-url|--find-links|--trusted-host|index-url\s*="
    r"|https?://[^\s\"'<>]*/(?:simple|packages)\b|files\.pythonhosted\.org"
)


def traces_in(text: str, checkout: Path = ROOT) -> Iterator[tuple[int, str]]:
    """Yield line and words of everything that belongs to one machine or one network."""
    patterns = [HOME, INDEX]
    if not str(checkout).startswith(INSTALLED) and len(checkout.parts) > 2:
        patterns.append(re.compile(re.escape(str(checkout)) + r"\b"))
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern in patterns:
            if found := pattern.search(line):
                yield number, found.group()


def test_no_file_names_this_machine_or_an_index() -> None:
    here = Path(__file__)
    found = [
        Place(name_of(path), line, words)
        for path in repository_files()
        if path != here
        for line, words in traces_in(_read(path))
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "line",
    [
        "see /home/ada/notes.txt",
        "open('/root/.cache/x')",
        "-r /Users/ada/requirements.txt",
        "--index-url https://mirror.example/simple",
        "index-url = https://mirror.example/pypi",
        "foo @ https://mirror.example/packages/foo.whl",
        "cd /somewhere/checkout/domain",
    ],
)
def test_a_trace_is_found(line: str) -> None:
    assert list(traces_in(line, Path("/somewhere/checkout")))


@pytest.mark.parametrize(
    "line", ["/var/lib/gonghui/", "/opt/gonghui/bin", "GET /api/home/page", "https://example.org/a"]
)
def test_other_paths_are_no_traces(line: str) -> None:
    assert not list(traces_in(line, Path("/opt/gonghui")))


def _read(path: Path) -> str:
    """Return the text of a file; a workbook or picture has none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
