"""Findings about files, secrets, addresses and witnesses: what stands around the program."""

import ipaddress
import math
import stat
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from services.audit.ages import Ages, LastCheck
from services.deployment.finding import Finding
from services.file_access import is_open_to_others
from services.settings import Settings

_SECRET_LEAST: Final = 16
_PLAIN: Final = ("password", "postgres", "gonghui", "changeme", "secret", "123456", "qwerty")
_DEFAULT_ORIGIN: Final = "localhost"
_KEY_LEAST_BYTES: Final = 32
_TLS_MODES: Final = frozenset({"require", "verify-ca", "verify-full"})
_TO_PLANT: Final = stat.S_IWGRP | stat.S_IWOTH
"""Whoever may write in a folder may put another key into the place of one that they cannot read."""


class Habit(NamedTuple):
    """Work a timer does (`deploy/systemd`): what is found when its last good end is longer ago than this."""

    code: str
    most: timedelta


NIGHTLY: Final = timedelta(hours=36)
HABITS: Final = {
    "drill": Habit("drill_old", timedelta(days=35)),
    "erase": Habit("erasures_not_carried_out", NIGHTLY),
    "fsck": Habit("fsck_old", NIGHTLY),
}
"""By the kind of its row in `books.check_run`; a night or a few days of a month may be missed."""


def findings_of_files(settings: Settings) -> list[Finding]:
    """Return what is wrong with the files of keys."""
    files = [settings.root_key_file, settings.signing_key_file]
    files += [] if settings.sm2_key_file is None else [settings.sm2_key_file]
    missing = tuple(file.name for file in files if not file.is_file())
    there = [file for file in files if file.is_file()]
    there += sorted(settings.root_key_file.parent.glob(f"{settings.root_key_file.name}.*"))
    there += settings.secret_files
    readable = tuple(file.name for file in there if is_open_to_others(file))
    folders = sorted({file.parent for file in there})
    readable += tuple(folder.name for folder in folders if folder.stat().st_mode & _TO_PLANT)
    found = [
        *([Finding("key_missing", missing)] if missing else []),
        *([Finding("key_open_to_others", readable)] if readable else []),
    ]
    root = settings.root_key_file
    if root.is_file() and _is_weak(root):
        found.append(Finding("secret_weak", (root.name,)))
    if settings.witnesses_file.is_file() and settings.witnesses_file.stat().st_mode & stat.S_IWOTH:
        found.append(Finding("key_open_to_others", (settings.witnesses_file.name,)))
    return found


def _is_weak(file: Path) -> bool:
    """A root key is random: short, or of few different bytes, it is none."""
    try:
        key = file.read_bytes()
    except OSError:
        return True
    return len(key) < _KEY_LEAST_BYTES or len(set(key)) < _KEY_LEAST_BYTES // 4


def findings_of_settings(settings: Settings) -> list[Finding]:
    """Return what the environment relaxes."""
    given = {
        "GONGHUI_APP_URL": settings.app_url,
        "GONGHUI_PROJECTOR_URL": settings.projector_url,
        "GONGHUI_COUNTY_URL": settings.county_url,
        "GONGHUI_AUDITOR_URL": settings.auditor_url,
        "GONGHUI_CHECKPOINTER_URL": settings.checkpointer_url,
        "GONGHUI_KEYSTORE_URL": settings.keystore_url,
        "DATABASE_URL": settings.database_url,
    }
    weak = tuple(name for name, address in given.items() if address and _has_weak_secret(address))
    found = [Finding("secret_weak", weak)] if weak else []
    bare = tuple(name for name, address in given.items() if address and _is_in_clear(address))
    if bare:
        found.append(Finding("database_without_tls", bare))
    if settings.database_url is None and settings.app_url is None:
        found.append(Finding("database_embedded"))
    if settings.origin.partition("/")[0].endswith(_DEFAULT_ORIGIN):
        found.append(Finding("origin_is_default"))
    return [*found, *_of_the_proxy(settings)]


def _of_the_proxy(settings: Settings) -> Iterable[Finding]:
    """Cookies need TLS, which a proxy ends; and who it says a client is counts only where it is counted."""
    if settings.tls_proxy is not None:
        if settings.proxies == 0:
            yield Finding("proxy_not_counted", ("GONGHUI_PROXIES",))
    elif _is_local(settings.http_host):
        yield Finding("proxy_not_named", ("GONGHUI_TLS_PROXY",))
    else:
        yield Finding("address_without_tls", ("GONGHUI_HTTP_HOST",))


def _is_in_clear(address: str) -> bool:
    """A database elsewhere is reached in clear unless its address asks for TLS: a driver only prefers it."""
    parts = urlsplit(address)
    told = dict(parse_qsl(parts.query))
    host = told.get("host", parts.hostname or "")
    if not host or host.startswith("/") or _is_local(host):
        return False
    return told.get("sslmode") not in _TLS_MODES


def _has_weak_secret(address: str) -> bool:
    """An address without a password is one of a socket or a certificate."""
    parts = urlsplit(address)
    if not parts.password:
        return False
    password = unquote(parts.password)
    is_plain = password == parts.username or any(word in password.lower() for word in _PLAIN)
    return is_plain or len(password) < _SECRET_LEAST


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def findings_of_habits(ages: Mapping[str, float], newest: LastCheck) -> list[Finding]:
    """Return which nightly and monthly work did not come to its end lately, and whether fsck found a fault."""
    found = [
        Finding(habit.code)
        for kind, habit in HABITS.items()
        if ages.get(kind, math.inf) > habit.most.total_seconds()
    ]
    return [*found, *([Finding("fsck_unsound")] if newest.sound is False else [])]


def findings_of_backups(newest: datetime | None, now: datetime) -> list[Finding]:
    """Return whether the newest base backup is too old, or there is none this machine knows of."""
    is_new = newest is not None and now - newest <= NIGHTLY
    return [] if is_new else [Finding("backup_old")]


def findings_of_evidence(ages: Ages) -> list[Finding]:
    """Return what is missing of witnesses: nobody outside vouches for the log, or not lately."""
    known = {"no_witness", "cosignature_old", "checkpoint_old"}
    return [Finding(code) for code in _of(ages) if code in known]


def _of(ages: Ages) -> Iterable[str]:
    return ages.warnings()
