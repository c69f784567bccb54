"""What a killed drill leaves, its server above all, is removed by the next one; what is in use is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.backups.scratch import PREFIX, is_ready_in_the_end, scratch_folder


def left_behind(parent: Path, name: str, starter: int) -> Path:
    home = parent / f"{PREFIX}{name}"
    (home / "copy").mkdir(parents=True)
    (home / "starter").write_text(str(starter), encoding="ascii")
    return home


@pytest.fixture
def ended() -> int:
    """The id of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


SLEEPING = """
import signal
signal.signal(signal.SIGQUIT, signal.SIG_DFL)
print(flush=True)
signal.pause()
"""


def sleeping(*words: str) -> subprocess.Popen[bytes]:
    """A process that is told to stop like a server, and has begun."""
    made = subprocess.Popen([sys.executable, "-c", SLEEPING, *words], stdout=subprocess.PIPE)  # noqa: S603 # ours
    assert made.stdout is not None
    made.stdout.readline()
    made.stdout.close()
    return made


def test_a_folder_is_there_and_then_gone(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as copy:
        assert copy.is_dir()
        with scratch_folder(tmp_path) as other:
            assert copy.is_dir()
            assert other != copy
    assert not list(tmp_path.iterdir())


def test_the_server_and_copy_of_a_killed_one_go(tmp_path: Path, ended: int) -> None:
    home = left_behind(tmp_path, "a", ended)
    server = sleeping("-D", str(home / "copy"))
    (home / "copy" / "postmaster.pid").write_text(f"{server.pid}\n", encoding="ascii")
    with scratch_folder(tmp_path):
        assert not home.exists()
    assert server.wait(10) != 0


def test_another_process_that_has_the_number_now_stays(tmp_path: Path, ended: int) -> None:
    home = left_behind(tmp_path, "a", ended)
    stranger = sleeping()
    (home / "copy" / "postmaster.pid").write_text(f"{stranger.pid}\n", encoding="ascii")
    with scratch_folder(tmp_path):
        assert not home.exists()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_one_that_is_in_use_stays(tmp_path: Path) -> None:
    home = left_behind(tmp_path, "a", os.getpid())
    with scratch_folder(tmp_path):
        assert home.exists()


def test_a_server_is_ready_when_it_says_so_and_never_where_it_is_gone(tmp_path: Path) -> None:
    assert not is_ready_in_the_end(tmp_path)
    (tmp_path / "postmaster.pid").write_text("\n" * 7 + "ready   \n", encoding="ascii")
    assert is_ready_in_the_end(tmp_path)
