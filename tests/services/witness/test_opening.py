"""A witness never begins anew under an old key: every way to lose its memory is refused at the start."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from services.keys.signing import Ed25519Signer
from services.witness import StartRefused, connect, holding, new_key
from services.witness.faults import Hindrance
from services.witness.pledge import pledge_file
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.watching import NAME, Watched, watched


@pytest.fixture
def log() -> FakeLog:
    made = FakeLog(seeded(4))
    made.grow()
    return made


@pytest.fixture
def watch(log: FakeLog, tmp_path: Path) -> Watched:
    """A witness that has cosigned once."""
    made = watched(tmp_path, log)
    made.round(log)
    return made


def hindered(watch: Watched, log: FakeLog, *, is_first_time: bool = False) -> Hindrance:
    with (
        pytest.raises(StartRefused) as refused,
        watch.opened(log, is_first_time=is_first_time),
    ):
        pass
    return refused.value.hindrance


def test_a_witness_begins_once_and_only_when_told(log: FakeLog, tmp_path: Path) -> None:
    new = Watched(tmp_path, log.signer.public.text)
    assert hindered(new, log) == "first_time_needed"
    assert not new.store.exists()
    new.begin(log)
    assert new.round(log) == 1
    assert hindered(new, log, is_first_time=True) == "key_was_used"
    pledge_file(new.key).unlink()
    assert hindered(new, log, is_first_time=True) == "store_exists"


@pytest.mark.parametrize("lose", [Path.unlink, lambda store: store.write_bytes(b"")])
def test_a_lost_store_is_the_end_of_its_key(
    lose: Callable[[Path], object], watch: Watched, log: FakeLog
) -> None:
    lose(watch.store)
    assert hindered(watch, log) == "first_time_needed"
    assert hindered(watch, log, is_first_time=True) == "key_was_used"


def test_a_store_from_an_older_backup_is_refused(watch: Watched, log: FakeLog) -> None:
    backup = watch.folder / "backup"
    shutil.copy(watch.store, backup)
    log.grow()
    watch.round(log)
    shutil.copy(backup, watch.store)
    assert hindered(watch, log) == "store_behind"


def test_a_store_of_another_history_is_refused(watch: Watched, log: FakeLog) -> None:
    fork = log.twin()
    fork.forget_last_census()
    fork.grow()
    pledge = pledge_file(watch.key)
    altered = pledge.read_text().replace(
        log.checkpoint(1).root.hex(), fork.checkpoint(1).root.hex()
    )
    pledge.write_text(altered)
    assert hindered(watch, log) == "store_behind"


def test_the_store_of_another_witness_is_refused(
    watch: Watched, log: FakeLog, tmp_path: Path
) -> None:
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    other = watched(other_folder, log)
    other.round(log)
    shutil.copy(other.store, watch.store)
    assert hindered(watch, log) == "store_of_another"


def test_the_store_of_another_log_is_refused(watch: Watched, log: FakeLog) -> None:
    watch.log_key = Ed25519Signer("books.example/log", bytes(32)).public.text
    assert hindered(watch, log) == "store_of_another"


def test_a_key_without_its_pledge_is_refused(watch: Watched, log: FakeLog) -> None:
    pledge_file(watch.key).unlink()
    assert hindered(watch, log) == "pledge_missing"
    pledge_file(watch.key).write_text("{")
    assert hindered(watch, log) == "pledge_unusable"


@pytest.mark.parametrize("place", [0, 5_000, 9_000, 13_000])
def test_a_damaged_store_is_refused_or_unharmed(place: int, watch: Watched, log: FakeLog) -> None:
    whole = bytearray(watch.store.read_bytes())
    whole[place : place + 64] = b"\xff" * 64
    watch.store.write_bytes(whole)
    found: str | None = None
    try:
        watch.round(log)
    except StartRefused as refused:
        found = refused.hindrance
    assert found in {None, "store_unusable"}


def test_a_head_changed_in_the_store_is_noticed_before_the_log_is_blamed(
    watch: Watched, log: FakeLog
) -> None:
    head = log.unions[1].head()
    whole = watch.store.read_bytes()
    assert head.root in whole
    watch.store.write_bytes(whole.replace(head.root, bytes(32)))
    assert hindered(watch, log) == "store_unusable"


def test_two_processes_cannot_share_a_key(watch: Watched, log: FakeLog) -> None:
    with watch.opened(log):
        assert hindered(watch, log) == "already_running"
    assert watch.round(log) == 1


def test_a_key_is_never_overwritten_and_never_open_to_others(tmp_path: Path) -> None:
    file = tmp_path / "key"
    public = new_key(file, NAME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(StartRefused, match="key_exists"):
        new_key(file, NAME)
    with pytest.raises(StartRefused, match="key_unusable"):
        new_key(tmp_path / "other", "a name")
    assert new_key(tmp_path / "third", NAME) != public


def test_key_name_and_log_key_must_be_usable(watch: Watched, log: FakeLog) -> None:
    told_log_key = watch.log_key
    for wrong in ("", "x", told_log_key[:-2], watch.public.text):
        watch.log_key = wrong
        assert hindered(watch, log) == "log_key_unusable"
    watch.log_key = told_log_key
    watch.key.chmod(0o640)
    assert hindered(watch, log) == "key_unusable"
    watch.key.unlink()
    new_key(watch.key, "another.example")
    assert hindered(watch, log) == "key_of_another_name"


def test_the_api_key_is_read_from_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "api.key"
    for text, mode in (("", 0o600), ("two words", 0o600), ("a\nb", 0o600), ("key", 0o644)):
        file.write_text(text)
        file.chmod(mode)
        with pytest.raises(StartRefused, match="api_key_unusable"):
            connect("https://books.example", file)
    with pytest.raises(StartRefused, match="api_key_unusable"):
        connect("https://books.example", tmp_path / "none")


def test_what_is_committed_waits_for_the_disk(
    watch: Watched, log: FakeLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert holding.DURABILITY == "extra"
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    with watch.opened(log) as witness:
        (level,) = witness._holding._database.execute("pragma synchronous").fetchone()
        witness.round()
    assert (level, len(synced)) == (3, 2)
