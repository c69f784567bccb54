"""The API as it is served: a process of its own on a port of its own, over a database of a test."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec

from services.auth import ApiKeyRing
from services.commands.founding import federation_id_of
from services.store.api_keys import ApiKeys
from services.wiring import wired
from tests.support.database import Database

_ROOT: Final = Path(__file__).parents[2]
_SERVE: Final = "import sys; from services.cli import main; sys.exit(main())"
_SECONDS: Final = 30


class Served(msgspec.Struct, frozen=True):
    """Where it is served, by which process, and a key of a county that opens `path` for writing."""

    port: int
    process: int
    key: str
    path: str


@asynccontextmanager
async def served(database: Database) -> AsyncIterator[Served]:
    """Serve until left; the process must still run then."""
    federation_id = federation_id_of("QZ")
    async with wired(database.settings) as made:
        await made.builds.create_first()
        ring = ApiKeyRing(ApiKeys(made.pools.app))
        key = (await ring.issue_key(role="county", label="county", union_id=federation_id)).text
    port = _free_port()
    settings = database.settings
    process = subprocess.Popen(  # noqa: ASYNC220, S603 # our own interpreter and program
        [sys.executable, "-c", _SERVE, "serve"],
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": str(settings.database_url),
            "GONGHUI_HOME": str(settings.home),
            "GONGHUI_ROOT_KEY_FILE": str(settings.root_key_file),
            "GONGHUI_HTTP_PORT": str(port),
        },
    )
    try:
        await _listening(port, process)
        yield Served(port, process.pid, key, f"/v1/federations/{federation_id}/units")
        assert process.poll() is None, "the server is gone"
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, _SECONDS)


async def _listening(port: int, process: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(_SECONDS):
        while process.poll() is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
