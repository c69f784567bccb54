"""Image and composition pass their linters, run what the program understands, and nothing in them is relaxed.

No container is run here: the same processes are started as the unit files say (`test_processes.py`).
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.arguments import parser
from services.settings import SETTINGS
from tests.architecture.repository import ROOT

CONTAINER = ROOT / "deploy/container"
PROGRAMS = Path(sys.executable).parent
NAMES = {setting.name for setting in SETTINGS} | {
    setting.file_name for setting in SETTINGS if setting.is_secret
}
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (CONTAINER / "compose.yaml").read_text(encoding="utf-8")
    )
    return loaded


def linted(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which(program, path=str(PROGRAMS)) or shutil.which(program)
    if found is None:
        pytest.skip(f"no {program} in this environment")
    return subprocess.run([found, *words], capture_output=True, text=True, check=False)  # noqa: S603 # a linter


def test_the_image_is_built_as_a_linter_advises() -> None:
    done = linted("hadolint", str(CONTAINER / "Dockerfile"))
    assert (done.returncode, done.stdout) == (0, "")


def test_an_image_that_runs_as_root_or_pipes_carelessly_is_noticed(tmp_path: Path) -> None:
    careless = tmp_path / "Dockerfile"
    careless.write_text("FROM debian:latest\nRUN cd /tmp && apt-get update | tee x\nUSER root\n")
    assert linted("hadolint", str(careless)).returncode == 1


def test_the_composition_is_one() -> None:
    done = linted(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(CONTAINER / "compose.yaml"),
    )
    assert done.returncode == 0, done.stdout


def test_a_composition_that_is_none_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services:\n  web:\n    image: x\n    read_onyl: true\n")
    done = linted("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong))
    assert done.returncode == 1


def test_every_service_is_confined_and_bounded(composed: dict[str, Any]) -> None:
    for name, service in composed["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert {"mem_limit", "pids_limit"} <= service.keys(), name
        assert "privileged" not in service, name
        assert not str(service["image"]).endswith(":latest") or "gonghui" in service["image"], name


def test_databases_have_no_network_and_no_service_offers_a_port_but_the_proxy(
    composed: dict[str, Any],
) -> None:
    services = composed["services"]
    assert [services[name]["network_mode"] for name in ("books", "keys")] == ["none", "none"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert composed["networks"]["inside"] == {"internal": True}


def test_what_a_service_runs_and_is_told_is_known_to_the_program(composed: dict[str, Any]) -> None:
    ours = {
        name: service
        for name, service in composed["services"].items()
        if str(service["image"]).endswith("gonghui:latest}")
    }
    assert {
        "migrate",
        "web-a",
        "web-b",
        "project",
        "checkpoint",
        "witness",
        "fsck",
        "erase",
    } <= set(ours)
    for service in ours.values():
        command = service.get("command", ["serve"])
        if "entrypoint" not in service:
            assert parser().parse_args([str(word) for word in command]).verb
        assert set(service.get("environment", {})) <= NAMES
    for name in ("books", "keys"):
        assert set(composed["services"][name]["environment"]) <= OF_POSTGRES


def test_secrets_are_files_and_only_what_administers_has_an_administrators(
    composed: dict[str, Any],
) -> None:
    holders = {
        name
        for name, service in composed["services"].items()
        if any("admin" in one for one in service.get("secrets", []))
    }
    assert holders == {"books", "keys", "migrate", "erase", "backup"}
    used = {one for service in composed["services"].values() for one in service.get("secrets", [])}
    assert used == set(composed["secrets"])
    for service in composed["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE")
            assert "@" not in str(value)


def test_what_is_mounted_is_there_or_made(composed: dict[str, Any]) -> None:
    """`prepare.sh` makes what holds secrets, certificates and backups; the rest is in the repository."""
    made = (CONTAINER / "prepare.sh").read_text(encoding="utf-8")
    for service in composed["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if not source.startswith("."):
                assert source in composed["volumes"]
            elif not (CONTAINER / source).exists():
                assert source.removeprefix("./") in made, source


def test_a_composition_is_prepared_once_and_keeps_what_it_has(tmp_path: Path) -> None:
    folder = tmp_path / "container"
    folder.mkdir()
    script = shutil.copy(CONTAINER / "prepare.sh", folder)
    stand_ins = tmp_path / "bin"
    stand_ins.mkdir()
    (stand_ins / "chown").write_text("#!/bin/sh\n")
    (stand_ins / "install").write_text('#!/bin/sh\nfor last; do :; done\nexec mkdir -p "$last"\n')
    for file in stand_ins.iterdir():
        file.chmod(0o755)
    prepare(script, "books.example.org/qz", stand_ins)
    kept = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    secret = folder / "secrets/books-admin.password"
    assert secret.stat().st_mode & 0o077 == 0
    assert secret.read_text() in (folder / "secrets/books-admin.url").read_text()
    assert "GONGHUI_ORIGIN=books.example.org/qz" in (folder / "settings.env").read_text()
    prepare(script, "other.example.org/qz", stand_ins)
    assert {file: file.read_bytes() for file in kept} == kept


def prepare(script: str, origin: str, stand_ins: Path) -> None:
    """Run the script, with stand-ins for what only root may do."""
    environ = {"PATH": f"{stand_ins}:/usr/bin:/bin"}
    subprocess.run([script, origin], check=True, env=environ, capture_output=True)  # noqa: S603 # our own
