"""From `gonghui checkpoint` to an audit at home: nothing but `verify.py`, the bundles, and a code on paper."""

import subprocess
import sys
from pathlib import Path

from tests.e2e.test_command_line import Home, home

__all__ = ["home"]


def verified(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier where nothing of ours can be found."""
    return subprocess.run(  # noqa: S603 # what was written out
        [sys.executable, "-I", "-S", "verify.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_county_is_audited_offline(home: Home, tmp_path: Path) -> None:
    assert home.gonghui("import", "county", str(home.county)).status == 0
    away = tmp_path / "away"
    away.mkdir()
    early = home.gonghui("bundle", "QZ001", "-o", str(away / "early.zip"))
    assert early.status == 1
    assert "gonghui checkpoint --once" in early.err
    assert not list(away.iterdir())
    note = home.gonghui("checkpoint", "--once").out
    (away / "held.note").write_text(note, encoding="utf-8")
    code = "QZ000"
    written = home.gonghui("bundle", "--federation", code, "-o", str(away / "bundles"))
    assert written.status == 0, written.err
    assert home.gonghui("verifier", "-o", str(away / "verify.py")).status == 0
    for name in ("federation", "QZ001", "QZ003"):
        done = verified(away, f"bundles/{name}.zip", "--held", "held.note", "--lang", "en")
        assert done.returncode == 0, done.stdout + done.stderr
    assert home.gonghui("bundle", "--federation", "NONE", "-o", str(away)).status == 2
    assert home.gonghui("bundle", "NOBODY", "-o", str(away / "x.zip")).status == 2

    home.execute("update books.event set body = body || ' ' where topic = 'dues.received'")
    assert home.gonghui("bundle", "QZ001", "-o", str(away / "QZ001.zip")).status == 0
    done = verified(away, "QZ001.zip")
    assert done.returncode == 1
    assert "digest" in done.stdout
