"""A cluster of its own that archives its log as `deploy/backup` says, with books in it, in a folder of a test."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from services.backups.programs import Programs, programs_of
from services.backups.scratch import is_ready_in_the_end
from services.settings import Settings, read_settings
from services.store.addresses import EMBEDDED_ADMINISTRATOR
from services.store.recovery import with_socket
from tests.support.books import ROOT
from tests.support.database import run_folder

SCRIPTS: Final = ROOT / "deploy" / "backup"
MAJOR: Final = int(os.environ.get("BACKUP_POSTGRES", "18"))
"""The version of PostgreSQL; Debian's programs are used where they are installed."""
_STARTER: Final = "import sys\nfrom services.cli import main\nsys.exit(main())\n"
_SETTINGS: Final = """
wal_level = replica
archive_mode = on
archive_command = '{scripts}/archive_wal.sh "$YARD_BACKUPS" "%p" "%f"'
max_wal_senders = 4
max_connections = 100
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


class Yard(msgspec.Struct, frozen=True):
    """Where one installation lives: its cluster, its backups, its keys."""

    home: Path
    programs: Programs

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def environ(self) -> dict[str, str]:
        """The settings of a process of this installation."""
        return {
            "DATABASE_URL": with_socket(EMBEDDED_ADMINISTRATOR, str(self.home)),
            "GONGHUI_HOME": str(self.home),
            "GONGHUI_BACKUPS": str(self.backups),
            "GONGHUI_KEYSTORE_BACKUPS": str(self.home / "keystore"),
            "GONGHUI_POSTGRES_PROGRAMS": str(self.programs.folder),
            "GONGHUI_POOL_SIZE": "8",
        }

    @property
    def _socket(self) -> str:
        return f"-c listen_addresses='' -k {self.home}"

    @property
    def settings(self) -> Settings:
        return read_settings(self.environ)

    def make(self) -> None:
        """Make the cluster, archiving from the beginning, and start it."""
        self.backups.mkdir()
        (self.home / "keystore").mkdir()
        self._own(self.home, self.backups)
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--encoding=utf8")
        told = _SETTINGS.format(scripts=SCRIPTS)
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as opened:
            opened.write(told)
        self.start()

    def start(self) -> None:
        words = ("-w", "-l", str(self.home / "log"), "-o", self._socket, "start")
        self.run("pg_ctl", "-D", str(self.data), *words)
        assert is_ready_in_the_end(self.data)

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop", check=False)

    def lose(self) -> None:
        """Kill the server without warning and lose its disk."""
        process = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(process, signal.SIGKILL)
        self.stop()
        shutil.rmtree(self.data)

    def back_up(self) -> str:
        """Take a base backup as every night; returns its name."""
        told = self.run(
            str(SCRIPTS / "base_backup.sh"),
            str(self.backups),
            "-h",
            str(self.home),
            "-U",
            "postgres",
        )
        return Path(told.stdout.strip()).name

    def gonghui(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a verb in a process of its own."""
        return self._process([str(self.home / "gonghui"), *words])

    def restore(self, *words: str, into: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run `restore.sh`; the server that comes up is this yard's."""
        owner = () if self.programs.user is None else ("--owner", self.programs.user)
        target = str(into or self.data)
        return self._process([str(SCRIPTS / "restore.sh"), "--into", target, *owner, *words])

    def run(
        self, program: str, *words: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the user who may."""
        entry = None if self.programs.user is None else pwd.getpwnam(self.programs.user)
        return subprocess.run(  # noqa: S603 # PostgreSQL's own programs, and our scripts
            [str(self.programs.folder / program), *words],
            env=self._environ_of_programs(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if "/" in program else subprocess.DEVNULL,
            stderr=None if check else subprocess.DEVNULL,
            text=True,
            user=None if entry is None else entry.pw_uid,
            group=None if entry is None else entry.pw_gid,
            extra_groups=None if entry is None else [],
            check=check,
        )

    def _process(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        told = {
            "GONGHUI": str(self.home / "gonghui"),
            "PG_CTL": str(self.programs.folder / "pg_ctl"),
            "PG_OPTIONS": self._socket,
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(  # noqa: S603 # our own verbs and scripts
            command,
            env=self._environ_of_programs() | self.environ | told,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _environ_of_programs(self) -> dict[str, str]:
        path = f"{self.programs.folder}:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "LC_ALL": "C", "YARD_BACKUPS": str(self.backups)}

    def copied(self, home: Path) -> "Yard":
        """What is left after the cluster's disk was lost, in a folder of its own: backups, keys, the witness."""
        home.chmod(0o755)
        shutil.copytree(
            self.home,
            home,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("data", "log", ".s.*"),
        )
        other = Yard(home, self.programs)
        other._own(other.home, *other.backups.rglob("*"), other.backups)
        return other

    def _own(self, *paths: Path) -> None:
        if self.programs.user is not None:
            for path in paths:
                shutil.chown(path, self.programs.user, pwd.getpwnam(self.programs.user).pw_gid)


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder another user may pass, with a path short enough for a socket; in memory where there is plenty."""
    home = Path(tempfile.mkdtemp(prefix="gonghui-yard-", dir=run_folder().parent))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def yard(home: Path) -> Iterator[Yard]:
    """A running cluster without books yet; stopped in the end."""
    home.chmod(0o755)
    made = Yard(home, programs_of(MAJOR, None, home))
    starter = home / "gonghui"
    starter.write_text(f"#!{sys.executable}\n{_STARTER}", encoding="ascii")
    starter.chmod(0o755)
    made.make()
    try:
        yield made
    finally:
        made.stop()
