"""What can be set from outside. The only reader of the environment."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from domain.note import is_key_name


class Setting(msgspec.Struct, frozen=True):
    """One variable of the environment: its name, what it means, what holds when it is absent.

    A secret one may be given as the name of a file instead, in a variable with `_FILE` behind its name: the
    environment of a process is seen by more than its memory (`docker inspect`, `/proc`, a unit file).
    """

    name: str
    meaning: str
    default: str
    is_secret: bool = False

    @property
    def file_name(self) -> str:
        """Name of the variable that names the file of a secret."""
        return f"{self.name}_FILE"


BEARER: Final = re.compile(r"[\x21-\x7e]{1,200}")
"""A token as it is sent."""
PRODUCTION: Final = "production"
"""The profile of real books."""
_DERIVED: Final = "from the two addresses above and the root key"
_IS_SECRET: Final = True

SETTINGS: tuple[Setting, ...] = (
    Setting("GONGHUI_HOME", "folder of the embedded database and of the root key", ".gonghui"),
    Setting(
        "DATABASE_URL",
        "administrator's address of a PostgreSQL 15 or later; used by `migrate`, and by the other "
        "processes to find host and database",
        "an embedded PostgreSQL in GONGHUI_HOME",
        is_secret=True,
    ),
    Setting(
        "GONGHUI_KEYSTORE_DATABASE_URL",
        "the same for the key store, which in production is a PostgreSQL of its own",
        "a database beside the books, `…_keys`",
        is_secret=True,
    ),
    Setting("GONGHUI_APP_URL", "address for the role that serves requests", _DERIVED, _IS_SECRET),
    Setting(
        "GONGHUI_PROJECTOR_URL", "address for the role that writes ledgers", _DERIVED, _IS_SECRET
    ),
    Setting("GONGHUI_COUNTY_URL", "address for the role that reads roll-ups", _DERIVED, _IS_SECRET),
    Setting(
        "GONGHUI_AUDITOR_URL",
        "address for the role that replays and verifies",
        _DERIVED,
        _IS_SECRET,
    ),
    Setting(
        "GONGHUI_CHECKPOINTER_URL",
        "address for the role that takes checkpoints",
        _DERIVED,
        _IS_SECRET,
    ),
    Setting(
        "GONGHUI_KEYSTORE_URL",
        "address for the role of the key store, where `migrate` is not to look after that",
        _DERIVED,
        _IS_SECRET,
    ),
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
    Setting(
        "GONGHUI_APPENDS",
        "`grouped`: appends of several unions share a commit; `single`: each is a call of its own, for Citus",
        "grouped",
    ),
    Setting(
        "GONGHUI_POOLER",
        "address of a PgBouncer in transaction mode (`postgresql://host:port`) for the roles whose addresses are "
        "derived; a given address says `?pooler=transaction`, or `?pooler=prepared` from PgBouncer 1.21 on",
        "none",
    ),
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
    Setting(
        "GONGHUI_BACKUPS",
        "folder of the books' base backups and archived log, as `deploy/backup` writes them",
        "none",
    ),
    Setting(
        "GONGHUI_KEYSTORE_BACKUPS",
        "folder of the key store's daily copies; on another disk than the books' backups",
        "none",
    ),
    Setting(
        "GONGHUI_POSTGRES_PROGRAMS",
        "folder of PostgreSQL's programs, for drills and restores",
        "Debian's of the version needed, else the embedded ones",
    ),
    Setting(
        "GONGHUI_FOLLOW",
        "`yes`: `serve` also catches up ledgers and takes checkpoints; `no`: processes of their own do",
        "yes",
    ),
    Setting(
        "GONGHUI_DRAIN_SECONDS",
        "seconds `/health/ready` says 503 before a server that is told to stop does, for balancers that ask it",
        "0",
    ),
    Setting(
        "GONGHUI_METRICS_PORT",
        "port where `project`, `checkpoint` and `witness` show their figures; `serve` shows its own at `/metrics`",
        "none",
    ),
    Setting(
        "GONGHUI_METRICS_TOKEN",
        "what whoever reads figures must send as `Authorization: Bearer`; without one only this machine may read "
        "them, and nobody through a proxy",
        "none",
        is_secret=True,
    ),
    Setting(
        "GONGHUI_OTLP_ENDPOINT",
        "address traces are sent to (`http://host:4318/v1/traces`); needs the extra `gonghui[traces]`, whose own "
        "`OTEL_*` variables hold too",
        "none",
    ),
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
    keystore_database_url: str | None
    root_key_file: Path
    origin: str
    signing_key_file: Path
    sm2_key_file: Path | None
    field_cipher: str
    witnesses_file: Path
    checkpoint_seconds: int
    pool_size: int
    appends: str
    pooler: str | None
    http_host: str
    http_port: int
    proxies: int
    identity_file: Path | None
    profile: str
    tls_proxy: str | None
    follow: bool
    drain_seconds: int
    metrics_port: int | None
    metrics_token: str | None
    otlp_endpoint: str | None
    backups: Path | None
    keystore_backups: Path | None
    postgres_programs: Path | None
    secret_files: tuple[Path, ...]


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings; raises SettingInvalid."""
    environ, secret_files = _with_secrets(environ)
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
        keystore_database_url=environ.get("GONGHUI_KEYSTORE_DATABASE_URL") or None,
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
        appends=environ.get("GONGHUI_APPENDS") or "grouped",
        pooler=environ.get("GONGHUI_POOLER") or None,
        http_host=environ.get("GONGHUI_HTTP_HOST") or "127.0.0.1",
        http_port=_whole_number(environ, "GONGHUI_HTTP_PORT", default=8000, most=65_535),
        proxies=_whole_number(environ, "GONGHUI_PROXIES", default=0, least=0, most=10),
        identity_file=_path(environ, "GONGHUI_IDENTITY_FILE"),
        profile=environ.get("GONGHUI_PROFILE") or "development",
        tls_proxy=environ.get("GONGHUI_TLS_PROXY") or None,
        follow=_yes_or_no(environ, "GONGHUI_FOLLOW", default="yes"),
        drain_seconds=_whole_number(environ, "GONGHUI_DRAIN_SECONDS", default=0, least=0, most=300),
        metrics_port=_whole_number(environ, "GONGHUI_METRICS_PORT", default=0, least=0, most=65_535)
        or None,
        metrics_token=_token(environ, "GONGHUI_METRICS_TOKEN"),
        otlp_endpoint=environ.get("GONGHUI_OTLP_ENDPOINT") or None,
        backups=_path(environ, "GONGHUI_BACKUPS"),
        keystore_backups=_path(environ, "GONGHUI_KEYSTORE_BACKUPS"),
        postgres_programs=_path(environ, "GONGHUI_POSTGRES_PROGRAMS"),
        secret_files=secret_files,
    )


def notify_socket(environ: Mapping[str, str]) -> str | None:
    """Return where a supervisor wants to hear of this process (sd_notify(3)), if it does."""
    return environ.get("NOTIFY_SOCKET") or None


def _with_secrets(environ: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[Path, ...]]:
    """Return the environment with what the files of secrets hold, and which files these are."""
    read: dict[str, str] = {}
    files = []
    for setting in SETTINGS:
        named = environ.get(setting.file_name) if setting.is_secret else None
        if not named:
            continue
        if environ.get(setting.name):  # which of the two holds, nobody could tell
            raise SettingInvalid(setting.file_name)
        read[setting.name] = _secret_in(Path(named), setting.file_name)
        files.append(Path(named))
    return {**environ, **read}, tuple(files)


def _secret_in(file: Path, name: str) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingInvalid(name) from None
    if not secret:
        raise SettingInvalid(name)
    return secret


def _yes_or_no(environ: Mapping[str, str], name: str, *, default: str) -> bool:
    written = environ.get(name) or default
    if written not in {"yes", "no"}:
        raise SettingInvalid(name)
    return written == "yes"


def _origin(environ: Mapping[str, str]) -> str:
    origin = environ.get("GONGHUI_ORIGIN") or "gonghui.localhost/books"
    if not is_key_name(origin):
        raise SettingInvalid("GONGHUI_ORIGIN")
    return origin


def _token(environ: Mapping[str, str], name: str) -> str | None:
    """What fits behind `Bearer` in a header: nobody could ever send another one."""
    token = environ.get(name) or None
    if token is not None and BEARER.fullmatch(token) is None:
        raise SettingInvalid(name)
    return token


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(given) if (given := environ.get(name)) else None


def _whole_number(
    environ: Mapping[str, str], name: str, *, default: int, most: int, least: int = 1
) -> int:
    written = environ.get(name) or str(default)
    if not written.isascii() or not written.isdigit() or not least <= int(written) <= most:
        raise SettingInvalid(name)
    return int(written)
