"""Old code, new code and old code again on one database under load: no command fails, and the books are whole.

The long form, with more of everything and figures, is `make upgrade`.
"""

import uuid
from pathlib import Path

import pytest

from services.store.addresses import with_database
from tests.support.database import Server, settings_for
from tests.upgrade.trees import CHANGED, tree_after, tree_before
from tests.upgrade.upgrading import Play, installation_at


async def test_nobody_notices_an_upgrade_nor_the_way_back(server: Server, tmp_path: Path) -> None:
    before = tree_before(tmp_path / "before")
    if before is None:
        pytest.skip("there is no history here to take the code before from")
    address = with_database(server.address, f"u_{uuid.uuid4().hex[:12]}")
    (tmp_path / "home").mkdir()
    settings = settings_for(address, tmp_path / "home" / "root.key")
    installation = installation_at(settings, tmp_path)
    play = Play(installation, before, tree_after(tmp_path / "after"), writes=20, processes=2)
    try:
        played = await play.play(again=False)
    finally:
        installation.end()
    assert played.seen.failed == []
    assert played.received_fen == played.seen.acknowledged_fen
    assert played.faults == []
    assert f"- {CHANGED}_" in played.dropped
