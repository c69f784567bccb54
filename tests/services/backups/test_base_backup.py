"""`base_backup.sh`: what a confined unit may do is enough for it."""

import stat
import subprocess
from pathlib import Path

from tests.services.backups.yard import SCRIPTS

COPIER = """#!/bin/sh
for word; do case $word in --pgdata=*) mkdir "${word#*=}" && touch "${word#*=}/base.tar.gz" ;; esac; done
"""


def test_a_copy_takes_no_bit_over_that_a_unit_may_not_set(tmp_path: Path) -> None:
    """The folder of backups hands its group on (setgid), which `RestrictSUIDSGID=` lets nobody hand on by chmod."""
    bases = tmp_path / "base"
    bases.mkdir()
    bases.chmod(0o2770)
    copier = tmp_path / "pg_basebackup"
    copier.write_text(COPIER)
    copier.chmod(0o755)
    subprocess.run(  # noqa: S603 # our own script
        [str(SCRIPTS / "base_backup.sh"), str(tmp_path)],
        env={"PATH": "/usr/bin:/bin", "PG_BASEBACKUP": str(copier)},
        check=True,
        capture_output=True,
    )
    (copy,) = bases.iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o750
    assert stat.S_IMODE((copy / "base.tar.gz").stat().st_mode) == 0o640
