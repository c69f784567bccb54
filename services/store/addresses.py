"""One database address per role, given in the settings or derived from the administrator's."""

import base64
import hashlib
import hmac
import os
import secrets
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from services.file_access import is_open_to_others
from services.settings import Settings
from services.store import embedded
from services.store.pooler import through

_EMBEDDED_DATABASE = "gonghui"
EMBEDDED_ADMINISTRATOR = f"postgresql://postgres@/{_EMBEDDED_DATABASE}"
"""Who administers the embedded books, wherever the server's socket is."""
_ROOT_KEY_LENGTH = 32
_SALT_BYTES = 16
_ITERATIONS = 4_096
"""As PostgreSQL itself: the password is 256 random bits, which no number of rounds protects better."""


class Role(StrEnum):
    """The roles a process connects as; none is a member of another."""

    APP = "gonghui_app"
    PROJECTOR = "gonghui_projector"
    COUNTY = "gonghui_county"
    AUDITOR = "gonghui_auditor"
    CHECKPOINTER = "gonghui_checkpointer"
    KEYS = "gonghui_keys"


class RootKeyUnusable(Exception):
    """The root key's file is missing, too short, or open to others; `gonghui migrate` makes one."""


class Addresses:
    """Where each role finds its database. Starts the embedded server when an address needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._given: dict[Role, str | None] = {
            Role.APP: settings.app_url,
            Role.PROJECTOR: settings.projector_url,
            Role.COUNTY: settings.county_url,
            Role.AUDITOR: settings.auditor_url,
            Role.CHECKPOINTER: settings.checkpointer_url,
            Role.KEYS: settings.keystore_url,
        }

    @cached_property
    def administrator(self) -> str:
        """The administrator's address of the books."""
        if self._settings.database_url is not None:
            return self._settings.database_url
        folder = (self._settings.home / "postgres").resolve()
        return with_database(embedded.start(folder), _EMBEDDED_DATABASE)

    @cached_property
    def keystore_administrator(self) -> str | None:
        """The administrator's address of the key store; None where only the address of its role is given."""
        if self._settings.keystore_database_url is not None:
            return self._settings.keystore_database_url
        if self._settings.keystore_url is not None:
            return None
        return with_database(self.administrator, f"{database_of(self.administrator)}_keys")

    def of(self, role: Role) -> str:
        """Return the address of one role; raises RootKeyUnusable when it cannot be derived."""
        given = self._given[role]
        if given is not None:
            return given
        base = self.keystore_administrator if role is Role.KEYS else self.administrator
        if self._settings.pooler is not None:
            base = through(base or "", self._settings.pooler)
        return with_user(base or "", role, self.password(role))

    def password(self, role: Role) -> str:
        """Return a role's password, derived from the root key."""
        return _derived_password(read_root_key(self._settings.root_key_file), role)

    def verifier(self, role: Role) -> str:
        """Return what PostgreSQL keeps of a role's password (RFC 5802, 7677): no server ever sees the password.

        It follows from the root key like the password itself, so that it is the same each time.
        """
        root_key = read_root_key(self._settings.root_key_file)
        salt = hmac.new(root_key, f"salt:{role}".encode(), hashlib.sha256).digest()[:_SALT_BYTES]
        return _scram_verifier(_derived_password(root_key, role), salt)


def ensure_root_key(file: Path) -> None:
    """Make a root key where there is none; an existing one is never touched."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(secrets.token_bytes(_ROOT_KEY_LENGTH))
        opened.flush()
        os.fsync(opened.fileno())


def read_root_key(file: Path) -> bytes:
    """Return the root key; raises RootKeyUnusable."""
    try:
        is_open = is_open_to_others(file)
        key = file.read_bytes()
    except OSError:
        raise RootKeyUnusable from None
    if is_open or len(key) < _ROOT_KEY_LENGTH:
        raise RootKeyUnusable
    return key


def database_of(address: str) -> str:
    """Return the name of an address's database."""
    return unquote(urlsplit(address).path.removeprefix("/")) or "postgres"


def with_database(address: str, database: str) -> str:
    """Return the same address for another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def with_user(address: str, user: str, password: str) -> str:
    """Return the same address for another user; `?host=` for a socket's folder is kept."""
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in {"user", "password"}]
    return urlunsplit(
        parts._replace(netloc=f"{user}:{password}@{place}", query=urlencode(kept, safe="/"))
    )


def _scram_verifier(password: str, salt: bytes) -> str:
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    kept = (salt, hashlib.sha256(client_key).digest(), hmac.digest(salted, b"Server Key", "sha256"))
    written = [base64.b64encode(one).decode() for one in kept]
    return f"SCRAM-SHA-256${_ITERATIONS}:{written[0]}${written[1]}:{written[2]}"


def _derived_password(root_key: bytes, role: Role) -> str:
    return hmac.new(root_key, f"role:{role}".encode(), hashlib.sha256).hexdigest()
