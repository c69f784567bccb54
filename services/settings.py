"""What can be set from outside. The only reader of the environment."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from domain.note import is_key_name


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
    Setting("GONGHUI_CHECKPOINTER_URL", "address for the role that takes checkpoints", "derived"),
    Setting("GONGHUI_KEYSTORE_URL", "address of the key store's own database", "derived"),
    Setting("GONGHUI_ROOT_KEY_FILE", "file that holds the root key", "GONGHUI_HOME/root.key"),
    Setting(
        "GONGHUI_ORIGIN",
        "name of this log in its checkpoints: host and path, never changed again",
        "gonghui.localhost/books",
    ),
    Setting(
        "GONGHUI_SIGNING_KEY_FILE",
        "file of the key that signs checkpoints",
        "GONGHUI_HOME/checkpoint.key",
    ),
    Setting(
        "GONGHUI_FIELD_CIPHER",
        "cipher of personal fields sealed from now on: `aes` (AES-256-GCM) or `sm4` (SM4-GCM)",
        "aes",
    ),
    Setting("GONGHUI_SM2_KEY_FILE", "PEM file of a second, SM2 key for checkpoints", "none"),
    Setting(
        "GONGHUI_WITNESSES_FILE",
        "file with one public key of a witness on each line",
        "GONGHUI_HOME/witnesses",
    ),
    Setting("GONGHUI_CHECKPOINT_SECONDS", "most seconds between a write and its checkpoint", "60"),
    Setting("GONGHUI_POOL_SIZE", "most connections of one role in one process", "20"),
    Setting("GONGHUI_HTTP_HOST", "address the server listens on", "127.0.0.1"),
    Setting("GONGHUI_HTTP_PORT", "port the server listens on", "8000"),
    Setting(
        "GONGHUI_PROXIES",
        "how many proxies of ours stand before the server and name the client",
        "0",
    ),
    Setting(
        "GONGHUI_IDENTITY_FILE",
        "TOML file with the identity providers that may vouch for people",
        "none",
    ),
    Setting(
        "GONGHUI_PROFILE",
        "`production` refuses to serve on any finding of `gonghui check --deploy`; `development` prints them",
        "development",
    ),
    Setting("GONGHUI_TLS_PROXY", "name of the proxy in front that ends TLS", "none"),
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
    checkpointer_url: str | None
    keystore_url: str | None
    root_key_file: Path
    origin: str
    signing_key_file: Path
    sm2_key_file: Path | None
    field_cipher: str
    witnesses_file: Path
    checkpoint_seconds: int
    pool_size: int
    http_host: str
    http_port: int
    proxies: int
    identity_file: Path | None
    profile: str
    tls_proxy: str | None


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
        checkpointer_url=environ.get("GONGHUI_CHECKPOINTER_URL") or None,
        keystore_url=environ.get("GONGHUI_KEYSTORE_URL") or None,
        root_key_file=Path(environ.get("GONGHUI_ROOT_KEY_FILE") or home / "root.key"),
        origin=_origin(environ),
        signing_key_file=Path(environ.get("GONGHUI_SIGNING_KEY_FILE") or home / "checkpoint.key"),
        sm2_key_file=_path(environ, "GONGHUI_SM2_KEY_FILE"),
        field_cipher=environ.get("GONGHUI_FIELD_CIPHER") or "aes",
        witnesses_file=Path(environ.get("GONGHUI_WITNESSES_FILE") or home / "witnesses"),
        checkpoint_seconds=_whole_number(
            environ, "GONGHUI_CHECKPOINT_SECONDS", default=60, most=3_600
        ),
        pool_size=_whole_number(environ, "GONGHUI_POOL_SIZE", default=20, most=1_000),
        http_host=environ.get("GONGHUI_HTTP_HOST") or "127.0.0.1",
        http_port=_whole_number(environ, "GONGHUI_HTTP_PORT", default=8000, most=65_535),
        proxies=_whole_number(environ, "GONGHUI_PROXIES", default=0, least=0, most=10),
        identity_file=_path(environ, "GONGHUI_IDENTITY_FILE"),
        profile=environ.get("GONGHUI_PROFILE") or "development",
        tls_proxy=environ.get("GONGHUI_TLS_PROXY") or None,
    )


def _origin(environ: Mapping[str, str]) -> str:
    origin = environ.get("GONGHUI_ORIGIN") or "gonghui.localhost/books"
    if not is_key_name(origin):
        raise SettingInvalid("GONGHUI_ORIGIN")
    return origin


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(given) if (given := environ.get(name)) else None


def _whole_number(
    environ: Mapping[str, str], name: str, *, default: int, most: int, least: int = 1
) -> int:
    written = environ.get(name) or str(default)
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= most:
        raise SettingInvalid(name)
    return int(written)
