"""The dependency rule is a test: the contracts hold, and each of them notices a planted import."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.repository import CODE, ROOT

HEADING = "[[tool.importlinter.contracts]]"


class Plant(NamedTuple):
    """An import put where it must not be, and the contract that has to notice."""

    contract: str
    module: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}: {self.text}"


PLANTS = [
    Plant("services may use projections", "domain.planted", "import projections"),
    Plant("services may use projections", "projections.planted", "import services"),
    Plant("inside services", "services.settings", "import services.cli"),
    Plant("inside services", "services.store.planted", "import services.keys"),
    Plant("inside services", "services.planted", ""),
    Plant("inside services", "services.cli.planted", "import services.asgi"),
    Plant("inside services", "services.wiring", "import services.asgi"),
    Plant("inside services", "services.http.planted", "import services.wiring"),
    Plant("inside services", "services.exporters.planted", "import services.importers"),
    Plant("inside services", "services.auth.planted", "import services.http"),
    Plant("inside services", "services.identifiers", "import services.store"),
    Plant("domain and projections do no I/O", "domain.planted", "import time"),
    Plant("domain and projections do no I/O", "projections.planted", "from pathlib import Path"),
    Plant("only the store talks", "services.planted", "import asyncpg"),
    Plant("only the store talks", "services.http.planted", "from asyncpg import Connection"),
    Plant("only the store talks", "services.planted", "from eventsourcing import persistence"),
    Plant("only keys touches", "services.planted", "import cryptography"),
    Plant("a witness reaches no books", "services.witness.planted", "import services.store"),
    Plant("aggregates do not know", "domain.member.planted", "import domain.dues.events"),
]


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(  # noqa: S603 # our own Python on our own files
        [sys.executable, "-c", command, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )


def copied(folder: Path) -> None:
    """Copy the three packages, and give every contract an id so that one can be checked alone."""
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name, ignore=_all_but_python)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for number in range(len(contracts())):
        settings = settings.replace(f"{HEADING}\nname", f'{HEADING}\nid = "{number}"\nname', 1)
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")


def _all_but_python(_: str, names: list[str]) -> set[str]:
    other = {name for name in names if "." in name and not name.endswith(".py")}
    return other | {"__pycache__"}


def plant(folder: Path, module: str, text: str) -> None:
    path = folder.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def test_the_contracts_hold() -> None:
    linted = lint(ROOT)
    assert linted.returncode == 0, linted.stdout
    assert re.search(rf"{len(contracts())} kept, 0 broken", linted.stdout)


def test_every_contract_is_tried() -> None:
    untried = [name for name in contracts() if not any(name.startswith(p.contract) for p in PLANTS)]
    assert not untried


@pytest.mark.parametrize("planted", PLANTS, ids=str)
def test_a_planted_import_breaks_its_contract(planted: Plant, tmp_path: Path) -> None:
    copied(tmp_path)
    plant(tmp_path, planted.module, planted.text)
    number = next(n for n, name in enumerate(contracts()) if name.startswith(planted.contract))
    linted = lint(tmp_path, "--contract", str(number))
    assert "1 broken" in linted.stdout, linted.stdout
    assert planted.module.removesuffix(".__init__") in linted.stdout
