"""What can be set from outside. The only reader of the environment."""

from collections.abc import Mapping
from pathlib import Path

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """One variable of the environment: its name, what it means, what holds when it is absent."""

    name: str
    meaning: str
    default: str


SETTINGS: tuple[Setting, ...] = (
    Setting("GONGHUI_HOME", "folder of the embedded database and of the root key", ".gonghui"),
    Setting(
        "DATABASE_URL",
        "administrator's address of a PostgreSQL 15 or later; used by `migrate`, and by the other "
        "processes to find host and database",
        "an embedded PostgreSQL in GONGHUI_HOME",
    ),
    Setting("GONGHUI_APP_URL", "address for the role that serves requests", "derived"),
    Setting("GONGHUI_PROJECTOR_URL", "address for the role that writes ledgers", "derived"),
    Setting("GONGHUI_COUNTY_URL", "address for the role that reads roll-ups", "derived"),
    Setting("GONGHUI_AUDITOR_URL", "address for the role that replays and verifies", "derived"),
    Setting("GONGHUI_KEYSTORE_URL", "address of the key store's own database", "derived"),
    Setting("GONGHUI_ROOT_KEY_FILE", "file that holds the root key", "GONGHUI_HOME/root.key"),
    Setting("GONGHUI_POOL_SIZE", "most connections of one role in one process", "20"),
    Setting("GONGHUI_HTTP_HOST", "address the server listens on", "127.0.0.1"),
    Setting("GONGHUI_HTTP_PORT", "port the server listens on", "8000"),
)


class SettingInvalid(ValueError):
    """A variable of the environment holds something it cannot mean. Names the variable only."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not hold a usable value")
        self.name = name


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one process, checked."""

    home: Path
    database_url: str | None
    app_url: str | None
    projector_url: str | None
    county_url: str | None
    auditor_url: str | None
    keystore_url: str | None
    root_key_file: Path
    pool_size: int
    http_host: str
    http_port: int


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings; raises SettingInvalid."""
    home = Path(environ.get("GONGHUI_HOME") or ".gonghui")
    return Settings(
        home=home,
        database_url=environ.get("DATABASE_URL") or None,
        app_url=environ.get("GONGHUI_APP_URL") or None,
        projector_url=environ.get("GONGHUI_PROJECTOR_URL") or None,
        county_url=environ.get("GONGHUI_COUNTY_URL") or None,
        auditor_url=environ.get("GONGHUI_AUDITOR_URL") or None,
        keystore_url=environ.get("GONGHUI_KEYSTORE_URL") or None,
        root_key_file=Path(environ.get("GONGHUI_ROOT_KEY_FILE") or home / "root.key"),
        pool_size=_whole_number(environ, "GONGHUI_POOL_SIZE", default=20, most=1_000),
        http_host=environ.get("GONGHUI_HTTP_HOST") or "127.0.0.1",
        http_port=_whole_number(environ, "GONGHUI_HTTP_PORT", default=8000, most=65_535),
    )


def _whole_number(environ: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    written = environ.get(name) or str(default)
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= most:
        raise SettingInvalid(name)
    return int(written)
