"""A copy is opened with settings of its own: nothing of them leads back to the live books."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from services.backups.books import settings_of_copy
from services.settings import read_settings
from services.store.addresses import Addresses, Role

SOCKET = Path("/var/lib/gonghui/drill/copy")
URLS = {f"GONGHUI_{role}_URL": "postgresql://u:p@live:5432/gh" for role in (
    "APP", "PROJECTOR", "COUNTY", "AUDITOR", "CHECKPOINTER")}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "root.key").write_bytes(bytes(range(32)))
    (tmp_path / "root.key").chmod(0o600)
    return {"GONGHUI_HOME": str(tmp_path), "GONGHUI_PROFILE": "production"}


@pytest.mark.parametrize(
    ("given", "user", "database"),
    [
        (
            {"DATABASE_URL": "postgresql://admin:secret@live:5432/gh?sslmode=require"},
            "admin",
            "/gh",
        ),
        ({"DATABASE_URL": "postgresql:///gh?host=/run/live"}, "postgres", "/gh"),
        (URLS, "postgres", "/gh"),
        ({**URLS, "DATABASE_URL": "postgresql://admin@live/gh"}, "admin", "/gh"),
        ({}, "postgres", "/gonghui"),
        (
            {"DATABASE_URL": "postgresql://a@live/gh", "GONGHUI_POOLER": "postgresql://l:6432"},
            "a",
            "/gh",
        ),
    ],
)
def test_every_address_of_the_books_is_the_copys(
    home: dict[str, str], given: dict[str, str], user: str, database: str
) -> None:
    settings = settings_of_copy(read_settings(home | given), SOCKET)
    addresses = Addresses(settings)
    administrator = urlsplit(addresses.administrator)
    assert (administrator.username, administrator.path) == (user, database)
    for role in Role:
        parts = urlsplit(addresses.of(role))
        assert parse_qs(parts.query)["host"] == [str(SOCKET)], role
        assert parts.hostname is None
        assert parts.path == (f"{database}_keys" if role is Role.KEYS else database)
    assert settings.profile == "development"
    assert not (Path(home["GONGHUI_HOME"]) / "postgres").exists()


@pytest.mark.parametrize("name", ["GONGHUI_KEYSTORE_URL", "GONGHUI_KEYSTORE_DATABASE_URL"])
def test_a_key_store_apart_is_read_as_its_role_and_never_migrated(
    home: dict[str, str], name: str
) -> None:
    given = {"DATABASE_URL": "postgresql://admin@live/gh", name: "postgresql://k@keys:5433/gk"}
    addresses = Addresses(settings_of_copy(read_settings(home | given), SOCKET))
    assert addresses.keystore_administrator is None
    assert urlsplit(addresses.of(Role.KEYS)).hostname == "keys"
