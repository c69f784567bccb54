"""Reads the unit files as systemd does, as far as they use it: settings, specifiers, environment, command."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.architecture.repository import ROOT

SYSTEMD = ROOT / "deploy/systemd"
PROGRAM = "/opt/gonghui/current/bin/gonghui"
ELSEWHERE = SYSTEMD / "elsewhere"
"""What belongs on other machines than that of the books."""
SERVICES = sorted([*SYSTEMD.glob("*.service"), *ELSEWHERE.glob("*.service")])
TIMERS = sorted([*SYSTEMD.glob("*.timer"), *ELSEWHERE.glob("*.timer")])


class Unit(msgspec.Struct, frozen=True):
    """A unit file: every setting of every section, in order."""

    name: str
    settings: Mapping[tuple[str, str], list[str]]

    def all_of(self, section: str, name: str) -> list[str]:
        return list(self.settings.get((section, name), []))

    def one(self, name: str) -> str:
        (value,) = self.all_of("Service", name)
        return value

    def environment(self, *, instance: str = "", credentials: Path | None = None) -> dict[str, str]:
        """What Environment= sets, with its specifiers filled in."""
        given = dict(line.split("=", 1) for line in self.all_of("Service", "Environment"))
        return {name: _filled(value, instance, credentials) for name, value in given.items()}

    def unset(self) -> set[str]:
        return {
            name for line in self.all_of("Service", "UnsetEnvironment") for name in line.split()
        }

    def credentials(self) -> dict[str, str]:
        return dict(line.split(":", 1) for line in self.all_of("Service", "LoadCredential"))

    def command(self) -> list[str]:
        return shlex.split(self.one("ExecStart"))


def unit(name: str) -> Unit:
    """Read one unit file by its name."""
    (path,) = (folder / name for folder in (SYSTEMD, ELSEWHERE) if (folder / name).is_file())
    return Unit(name, _settings(path.read_text(encoding="utf-8")))


def environment_file(text: str) -> dict[str, str]:
    """What a file of EnvironmentFile= sets; quotes around a value are not part of it."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: shlex.split(value)[0] for name, value in (line.split("=", 1) for line in lines)}


def _settings(text: str) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault((section, name), []).append(value)
    return found


def _filled(value: str, instance: str, credentials: Path | None) -> str:
    return value.replace("%i", instance).replace("%d", str(credentials or ""))
