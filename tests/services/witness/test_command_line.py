"""`gonghui witness`, `witness-key` and `witness-held` as a county's operator types them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.note import parse_key, parse_note
from services.cli import main
from services.keys.signing import is_signed
from services.log import configure
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.serving import served


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """The command line sets up logging for a process of its own."""
    yield
    configure()


@pytest.fixture
def log() -> FakeLog:
    made = FakeLog(seeded(8))
    made.grow()
    return made


def test_a_witness_from_its_key_to_what_it_holds(
    log: FakeLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, store, api_key = tmp_path / "w.key", tmp_path / "w.sqlite", tmp_path / "api.key"
    api_key.touch(mode=0o600)
    api_key.write_text("key\n")
    assert main(["witness-key", "witness.county", "--key", str(key)]) == 0
    public = parse_key(capsys.readouterr().out.strip())
    assert main(["witness-key", "witness.county", "--key", str(key)]) == 2
    held = ["witness-held", "--store", str(store)]
    assert main(held) == 2
    with served(log) as (url, _):
        once = [
            "witness", "--server", url, "--log-key", log.signer.public.text, "--once",
            "--name", "witness.county", "--key", str(key), "--store", str(store),
            "--api-key", str(api_key),
        ]  # fmt: skip
        assert main(once) == 2
        assert main([*once, "--first-time"]) == 0
        assert log.checkpoint(1).short_code in capsys.readouterr().out
        log.forget_last_census()
        log.grow()
        assert main(once) == 1
        assert "两个版本" in capsys.readouterr().err
    assert main(once) == 1
    assert "没有应答" in capsys.readouterr().err
    assert main(held) == 0
    note = parse_note(capsys.readouterr().out.encode())
    assert is_signed(note, log.signer.public)
    assert is_signed(note, public)
    assert main([*held, "--size", "2"]) == 1
    assert "1" in capsys.readouterr().err


@pytest.mark.parametrize("every", ["0", "-1", "x", "1.5"])
def test_the_pause_between_rounds_is_a_number_of_seconds(every: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["witness", "--every", every])
