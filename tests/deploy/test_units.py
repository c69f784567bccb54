"""systemd takes the unit files as they are, confines what they start, and they say what the program understands."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from services.cli.arguments import parser
from services.settings import SETTINGS
from tests.deploy.unit_files import (
    ELSEWHERE,
    PROGRAM,
    SERVICES,
    SYSTEMD,
    TIMERS,
    Unit,
    environment_file,
    unit,
)

ANALYZE = shutil.which("systemd-analyze")
BACKUP = "/opt/gonghui/current/deploy/backup"
MOST_EXPOSED = 1.5
"""Of ten, as `systemd-analyze security` counts: what is left is the network and the files of the service itself."""
NAMES = {setting.name for setting in SETTINGS} | {
    setting.file_name for setting in SETTINGS if setting.is_secret
}
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="no systemd-analyze (Debian: systemd)")
EVERY = [unit(path.name) for path in SERVICES]


def name_of(one: Unit) -> str:
    return one.name


def analyzed(*words: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run([ANALYZE, *words], capture_output=True, text=True, check=False)  # noqa: S603 # a Debian program


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root folder with our units and the programs they start, as install.sh lays them."""
    made = tmp_path_factory.mktemp("root")
    shutil.copytree(SYSTEMD, made / "etc/systemd/system")
    shutil.copytree(ELSEWHERE, made / "etc/systemd/system", dirs_exist_ok=True)
    for program in (PROGRAM, f"{BACKUP}/keys.sh", f"{BACKUP}/fetch.sh", "/bin/sh"):
        file = made / program.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    for target in ("multi-user", "network-online", "network", "basic", "shutdown", "timers"):
        (made / f"etc/systemd/system/{target}.target").write_text("[Unit]\n")
    for slice_ in ("system", "-", "system-gonghui\\x2dweb"):
        (made / f"etc/systemd/system/{slice_}.slice").write_text("[Unit]\n")
    (made / "etc/systemd/system/sysinit.target").write_text("[Unit]\n")
    return made


@needs_systemd
def test_systemd_takes_every_unit(root: Path) -> None:
    names = [path.name.replace("@.", "@8001.") for path in (*SERVICES, *TIMERS)]
    done = analyzed("verify", f"--root={root}", "--man=no", "gonghui.target", *names)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_a_unit_that_systemd_would_not_take_is_noticed(root: Path) -> None:
    broken = root / "etc/systemd/system/gonghui-broken.service"
    broken.write_text(f"[Service]\nType=notifi\nExecStart={PROGRAM}\n")
    try:
        done = analyzed("verify", f"--root={root}", "--man=no", "gonghui-broken.service")
    finally:
        broken.unlink()
    assert "notifi" in done.stderr


@needs_systemd
@pytest.mark.parametrize("one", EVERY, ids=name_of)
def test_what_a_unit_starts_is_confined(root: Path, one: Unit) -> None:
    name = one.name.replace("@.", "@8001.")
    done = analyzed("security", "--offline=yes", f"--root={root}", "--no-pager", name)
    told = re.search(r"exposure level for .*: (\d+\.\d)", done.stdout)
    assert told is not None, done.stderr
    assert float(told[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("one", EVERY, ids=name_of)
def test_a_unit_runs_a_verb_as_nobody_special(one: Unit) -> None:
    assert one.one("User") == one.one("Group") != "root"
    command = one.command()
    if command[0] == PROGRAM:
        assert parser().parse_args(command[1:]).verb


@pytest.mark.parametrize("one", EVERY, ids=name_of)
def test_a_unit_sets_what_the_program_reads_and_its_file_does_not_undo(one: Unit) -> None:
    """A file's settings win over Environment=, and a secret given twice is refused."""
    filed = environment_file((SYSTEMD / "gonghui.env").read_text(encoding="utf-8"))
    own = {name for name in one.environment() if name != "GONGHUI"}
    assert own <= NAMES
    assert not own & (filed.keys() - one.unset())
    for name in own:
        assert name.removesuffix("_FILE") not in filed.keys() - one.unset() or name in filed


def test_the_settings_of_a_host_are_known_and_hold_no_secret() -> None:
    filed = environment_file((SYSTEMD / "gonghui.env").read_text(encoding="utf-8"))
    assert filed.keys() <= NAMES
    assert filed["GONGHUI_PROFILE"] == "production"
    assert all("@/" not in value and "@:" not in value for value in filed.values())
    assert not any("password" in value for value in filed.values())


def test_a_server_is_told_once_who_catches_up_the_ledgers() -> None:
    """Several servers and a follower of its own: none of them surprises another."""
    assert unit("gonghui-web@.service").environment(instance="8001") == {
        "GONGHUI_HTTP_PORT": "8001",
        "GONGHUI_FOLLOW": "no",
    }
    lasting = {"gonghui-project.service": "project", "gonghui-checkpoint.service": "checkpoint"}
    for name, verb in lasting.items():
        assert unit(name).command() == [PROGRAM, verb]


def test_every_timer_starts_a_service_and_the_target_wants_it() -> None:
    wanted = " ".join(unit("gonghui.target").all_of("Unit", "Wants")).split()
    for timer in TIMERS:
        assert timer.with_suffix(".service").is_file()
        assert (timer.name in wanted) == (timer.parent == SYSTEMD)
    lasting = [one.name for one in EVERY if one.all_of("Service", "Restart") == ["always"]]
    here = [name for name in lasting if (SYSTEMD / name).is_file()]
    assert {name.replace("@8001", "@").replace("@8002", "@") for name in wanted} >= set(here)


def test_only_what_administers_is_given_an_administrators_address() -> None:
    holders = {
        one.name for one in EVERY if any("admin" in file for file in one.credentials().values())
    }
    assert holders == {f"gonghui-{verb}.service" for verb in ("migrate", "erase", "drill")}
