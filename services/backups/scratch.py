"""A PostgreSQL of its own on an unpacked copy: nobody else reaches it, and it reaches nothing but its folder.

It reads neither the settings nor the access rules that came with the copy, so it never writes into the archive of
the books it was copied from, and it opens no port.
"""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from services.backups.programs import Programs
from services.backups.targets import Target, recovery_lines
from services.store.embedded import is_running

PREFIX: Final = "gonghui-scratch-"
_STARTER: Final = "starter"
_COPY: Final = "copy"
_MARK: Final = "gonghui scratch"
_SETTINGS: Final = (
    "listen_addresses = ''",
    "unix_socket_permissions = 0700",
    "archive_mode = off",
    "max_connections = 100",
    "max_wal_size = '4GB'",
    "checkpoint_timeout = '1h'",
    "shared_buffers = '128MB'",
    "log_error_verbosity = terse",
    "log_parameter_max_length = 0",
    "log_parameter_max_length_on_error = 0",
)
_LAST_LINES: Final = 20
_PATIENCE: Final = str(24 * 3_600)
"""Seconds a replay may take: a hundred gigabytes take hours."""
_STATUS_LINE: Final = 7
_READY: Final = "ready"
_LOOK_SECONDS: Final = 0.05
_IMMEDIATELY: Final = signal.SIGQUIT
"""PostgreSQL's immediate shutdown: a copy has nothing to lose."""


class NotStarted(Exception):
    """The copy did not come up; its last lines of log say why (they hold no row of anybody)."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(*lines)
        self.lines = tuple(lines)


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder for a copy, and remove it in the end; what killed processes have left goes first."""
    place = parent or Path(tempfile.gettempdir())
    _remove_left(place)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    try:
        (home / _STARTER).write_text(str(os.getpid()), encoding="ascii")
        (home / _COPY).mkdir(mode=0o700)
        yield home / _COPY
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def start(copy: Path, programs: Programs, archive: Path, target: Target) -> Path:
    """Bring a copy to a target and run it; returns the folder of its socket. Raises NotStarted."""
    return await asyncio.to_thread(_started, copy, programs, archive, target)


async def stop(copy: Path, programs: Programs) -> None:
    """Stop a copy's server at once."""
    await asyncio.to_thread(_pg_ctl, programs, copy, ["stop", "-m", "immediate"])


def _started(copy: Path, programs: Programs, archive: Path, target: Target) -> Path:
    home = copy.parent
    _configure(copy, archive, target)
    _give(home, programs.user)
    words = ["start", "-w", "-t", _PATIENCE, "-l", str(home / "log"), "-o", _options(home)]
    if _pg_ctl(programs, copy, words) != 0 or not is_ready_in_the_end(copy):
        raise NotStarted(_last_lines(home / "log"))
    return home


def is_ready_in_the_end(data: Path) -> bool:
    """Wait while a server recovers; tell whether it came up. `pg_ctl` only waits until the recovery has begun.

    It counts as ready at the target only because it lets nobody in before (`hot_standby = off`).
    """
    while (status := _status(data)) not in {_READY, None}:
        time.sleep(_LOOK_SECONDS)
    return status == _READY


def _status(data: Path) -> str | None:
    """Return what a server says of itself in the last line of its file, as `pg_ctl` reads it; None: it is gone."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""


def _configure(copy: Path, archive: Path, target: Target) -> None:
    home = copy.parent
    lines = [f"unix_socket_directories = '{home}'", *_SETTINGS]
    lines += recovery_lines(archive, target, _MARK)
    (home / "postgresql.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (home / "pg_hba.conf").write_text("local all all trust\n", encoding="ascii")
    (home / "pg_ident.conf").write_text("", encoding="ascii")
    (copy / "postgresql.auto.conf").unlink(missing_ok=True)  # it would come before ours
    (copy / "recovery.signal").touch(mode=0o600)


def _options(home: Path) -> str:
    named = {
        "config_file": "postgresql.conf",
        "hba_file": "pg_hba.conf",
        "ident_file": "pg_ident.conf",
    }
    return " ".join(f"-c {name}={home / file}" for name, file in named.items())


def _pg_ctl(programs: Programs, copy: Path, words: Sequence[str]) -> int:
    """Run PostgreSQL's starter as the user who may; its words go nowhere, the server's go to its log."""
    entry = None if programs.user is None else pwd.getpwnam(programs.user)
    return subprocess.run(  # noqa: S603 # PostgreSQL's own program on a folder of ours
        [str(programs.folder / "pg_ctl"), "-s", "-D", str(copy), *words],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=None if entry is None else entry.pw_uid,
        group=None if entry is None else entry.pw_gid,
        extra_groups=None if entry is None else [],
        check=False,
    ).returncode


def _give(home: Path, user: str | None) -> None:
    if user is None:
        return
    for path in (home, *home.rglob("*")):
        shutil.chown(path, user, pwd.getpwnam(user).pw_gid)


def _last_lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
    except OSError:
        return []


def _remove_left(place: Path) -> None:
    """A drill that was killed leaves its server and its copy; whoever comes next stops and removes them."""
    for home in place.glob(f"{PREFIX}*"):
        try:
            starter = int((home / _STARTER).read_text(encoding="ascii"))
        except (OSError, ValueError):
            continue
        if not is_running(starter):
            _stop_server(home / _COPY)
            shutil.rmtree(home, ignore_errors=True)


def _stop_server(copy: Path) -> None:
    with suppress(OSError, ValueError):
        process = int((copy / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        if str(copy).encode() in Path(f"/proc/{process}/cmdline").read_bytes():
            os.kill(process, _IMMEDIATELY)
