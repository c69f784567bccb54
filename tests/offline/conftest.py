"""A clean bundle, and the verifier run as somebody elsewhere would run it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.audit import offline_verifier
from tests.offline.making import Files, zipped
from tests.offline.workshop import Workshop

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """An honest one; nobody may change it."""
    return Workshop()


@pytest.fixture(scope="session")
def clean(workshop: Workshop) -> Files:
    """Its bundle."""
    return workshop.signed(workshop.files())


@pytest.fixture
def put(tmp_path: Path) -> Callable[[Files], str]:
    """Write files as a bundle, and return where it is."""

    def write(files: Files) -> str:
        path = tmp_path / "bundle.zip"
        path.write_bytes(zipped(files))
        return str(path)

    return write


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the verifier isolated: no site packages, no folder of ours."""

    def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", offline_verifier.__file__, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 # our own

    return verify
