"""The wheel is all there is to install: what the program reads is in it, what only we need is not."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.repository import CODE, ROOT, repository_files
from tests.support.database import Database

NOT_READ = {"README.md", "ruff.toml"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this working copy, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 # our own build
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in an environment of its own; what it needs comes from where the tests run."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", str(folder)],
        [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install", "--quiet",
         "--disable-pip-version-check", "--no-deps", "--no-index", str(wheel)],
    ):  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 # our own
    (place,) = (folder / "lib").glob("python*/site-packages")
    (place / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin/gonghui"


def test_what_the_program_reads_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in repository_files()
        if path.relative_to(ROOT).parts[0] in CODE
    }
    assert {name for name in ours if Path(name).name not in NOT_READ} <= held
    assert not [name for name in held if Path(name).name == "ruff.toml"]
    assert {Path(name).parts[0] for name in held} == set(CODE)


def test_installed_outside_the_tree_it_begins_an_installation(
    program: Path, database: Database, tmp_path: Path
) -> None:
    environ = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": database.administrator,
        "GONGHUI_HOME": str(database.settings.home),
    }

    def run(*words: str) -> str:
        done = subprocess.run(  # noqa: S603 # our own command
            [program, *words],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    place = "import services; print(services.__file__)"
    shown = subprocess.run(  # noqa: S603 # the environment's own Python
        [program.with_name("python"), "-c", place],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.startswith(str(program.parents[1]))
    told = run(
        "first-run", "--federation", "QZ000", "--name", "清泽县总工会", "--admin", "admin", "张三"
    )
    assert database.settings.origin in told
    run("template", "roster", "-o", "roster.xlsx")
    assert (tmp_path / "roster.xlsx").stat().st_size > 1_000


def test_what_is_installed_at_run_time_is_the_lock_without_what_only_we_need() -> None:
    """`make lock` writes both: the same versions and digests, and nothing for development."""
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    needed = (ROOT / "deploy/requirements.lock").read_text(encoding="utf-8")
    pinned = [line for line in needed.splitlines() if "==" in line and not line.startswith(" ")]
    assert len(pinned) > 20
    assert set(pinned) <= set(whole.splitlines())
    assert not any(line.startswith(("pytest", "ruff", "mypy", "playwright")) for line in pinned)
    digests = {line.strip(" \\") for line in needed.splitlines() if "--hash" in line}
    assert digests <= {line.strip(" \\") for line in whole.splitlines()}
