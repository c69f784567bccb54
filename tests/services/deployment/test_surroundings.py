"""Files, secrets, addresses and witnesses that are not fit for real books are found."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.audit.ages import Ages, LastCheck
from services.deployment.finding import Finding
from services.deployment.surroundings import (
    findings_of_backups,
    findings_of_evidence,
    findings_of_files,
    findings_of_habits,
    findings_of_settings,
)
from services.settings import Settings, read_settings

THEN = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = 3600.0
SOUND, UNSOUND = LastCheck(THEN, sound=True), LastCheck(THEN, sound=False)
STRONG = "x7Kq9vT2mNp4Rs8Wd3"


@pytest.fixture
def sound(tmp_path: Path) -> Settings:
    """The settings of an installation that is fit, as far as they say."""
    for name in ("root.key", "checkpoint.key"):
        (tmp_path / name).write_bytes(secrets.token_bytes(32))
        (tmp_path / name).chmod(0o600)
    return read_settings(
        {
            "GONGHUI_HOME": str(tmp_path),
            "DATABASE_URL": f"postgresql://admin:{STRONG}@db/books?sslmode=verify-full",
            "GONGHUI_ORIGIN": "books.example.org/qz",
            "GONGHUI_TLS_PROXY": "nginx",
            "GONGHUI_PROXIES": "1",
        }
    )


def changed(settings: Settings, **fields: Any) -> Settings:  # noqa: ANN401
    return msgspec.structs.replace(settings, **fields)


def test_a_fit_installation_has_no_findings(sound: Settings) -> None:
    assert findings_of_settings(sound) == []
    assert findings_of_files(sound) == []


@pytest.mark.parametrize(
    "password", ["short", "postgres-postgres-1", "averylongpassword", "0123456789abcde"]
)
def test_a_short_or_common_password_is_found(sound: Settings, password: str) -> None:
    weak = changed(sound, app_url=f"postgresql://gonghui_app:{password}@db/books?sslmode=require")
    found = findings_of_settings(weak)
    assert found == [Finding("secret_weak", ("GONGHUI_APP_URL",))]
    assert password not in repr(found)


@pytest.mark.parametrize(
    ("place", "is_found"),
    [
        ("db/books", True),
        ("db/books?sslmode=prefer", True),
        ("10.0.0.7:5432/books?sslmode=disable", True),
        ("/books?host=db.example.org", True),
        ("db/books?sslmode=require", False),
        ("db/books?sslmode=verify-full", False),
        ("127.0.0.1/books", False),
        ("localhost/books", False),
        ("/books?host=/run/postgresql", False),
    ],
)
def test_a_database_of_another_machine_is_reached_under_tls(
    sound: Settings, place: str, *, is_found: bool
) -> None:
    at = changed(sound, app_url=f"postgresql://gonghui_app:{STRONG}@{place}")
    expected = [Finding("database_without_tls", ("GONGHUI_APP_URL",))] if is_found else []
    assert findings_of_settings(at) == expected


def test_an_address_without_a_password_is_no_weak_one(sound: Settings) -> None:
    assert findings_of_settings(changed(sound, app_url="postgresql:///books?host=/run/pg")) == []


def test_the_embedded_database_is_found(sound: Settings) -> None:
    assert findings_of_settings(changed(sound, database_url=None)) == [Finding("database_embedded")]


def test_a_log_without_a_name_of_its_own_is_found(sound: Settings) -> None:
    found = findings_of_settings(changed(sound, origin="gonghui.localhost/books"))
    assert found == [Finding("origin_is_default")]


@pytest.mark.parametrize(
    ("host", "proxy", "proxies", "code"),
    [
        ("0.0.0.0", None, 0, "address_without_tls"),  # noqa: S104 # what is to be found
        ("::", None, 1, "address_without_tls"),
        ("books.example.org", None, 0, "address_without_tls"),
        ("0.0.0.0", "nginx", 1, None),  # noqa: S104
        ("127.0.0.1", "nginx", 2, None),
        ("127.0.0.1", None, 0, "proxy_not_named"),
        ("::1", None, 0, "proxy_not_named"),
        ("localhost", None, 0, "proxy_not_named"),
        ("127.0.0.1", "nginx", 0, "proxy_not_counted"),
    ],
)
def test_a_server_without_tls_in_front_and_a_proxy_nobody_counts_are_found(
    sound: Settings, host: str, proxy: str | None, proxies: int, code: str | None
) -> None:
    asked = changed(sound, http_host=host, tls_proxy=proxy, proxies=proxies)
    assert [one.code for one in findings_of_settings(asked)] == ([] if code is None else [code])


def test_a_secrets_file_that_others_may_read_is_found(sound: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "app.url"
    secret.write_text("postgresql://a@/b")
    secret.chmod(0o644)
    asked = changed(sound, secret_files=(secret,))
    assert findings_of_files(asked) == [Finding("key_open_to_others", ("app.url",))]
    secret.chmod(0o400)
    assert findings_of_files(asked) == []


@pytest.mark.parametrize(
    ("ages", "newest", "codes"),
    [
        ({"fsck": 1.0, "drill": 1.0, "erase": 1.0}, SOUND, []),
        ({"fsck": 1.0, "drill": 1.0, "erase": 1.0}, UNSOUND, ["fsck_unsound"]),
        (
            {"fsck": 37 * HOUR, "drill": 30 * 24 * HOUR, "erase": 35 * HOUR},
            SOUND,
            ["fsck_old"],
        ),
        (
            {"fsck": HOUR, "drill": 36 * 24 * HOUR},
            SOUND,
            ["drill_old", "erasures_not_carried_out"],
        ),
        ({}, LastCheck(None, None), ["drill_old", "erasures_not_carried_out", "fsck_old"]),
    ],
)
def test_nightly_and_monthly_work_that_was_not_done_is_found(
    ages: dict[str, float], newest: LastCheck, codes: list[str]
) -> None:
    assert [one.code for one in findings_of_habits(ages, newest)] == codes


@pytest.mark.parametrize(
    ("newest", "is_found"),
    [(None, True), (THEN - timedelta(hours=37), True), (THEN - timedelta(hours=35), False)],
)
def test_a_backup_that_is_missing_or_old_is_found(
    newest: datetime | None, *, is_found: bool
) -> None:
    assert findings_of_backups(newest, THEN) == ([Finding("backup_old")] if is_found else [])


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620])
@pytest.mark.parametrize("name", ["root.key", "checkpoint.key"])
def test_a_key_that_others_may_open_is_found(sound: Settings, name: str, mode: int) -> None:
    (sound.home / name).chmod(mode)
    assert findings_of_files(sound) == [Finding("key_open_to_others", (name,))]


def test_a_second_key_is_looked_at_as_well(sound: Settings, tmp_path: Path) -> None:
    file = tmp_path / "sm2.pem"
    file.write_text("key")
    file.chmod(0o644)
    found = findings_of_files(changed(sound, sm2_key_file=file))
    assert found == [Finding("key_open_to_others", ("sm2.pem",))]


def test_a_list_of_witnesses_that_others_may_write_is_found(sound: Settings) -> None:
    sound.witnesses_file.touch()
    sound.witnesses_file.chmod(0o666)
    assert findings_of_files(sound) == [Finding("key_open_to_others", ("witnesses",))]


def test_a_missing_key_is_found(sound: Settings) -> None:
    sound.signing_key_file.unlink()
    assert findings_of_files(sound) == [Finding("key_missing", ("checkpoint.key",))]


@pytest.mark.parametrize("key", [b"short", b"\x00" * 32, b"ab" * 32])
def test_a_root_key_that_is_not_random_is_found(sound: Settings, key: bytes) -> None:
    sound.root_key_file.write_bytes(key)
    assert findings_of_files(sound) == [Finding("secret_weak", ("root.key",))]


@pytest.mark.parametrize(
    ("ages", "codes"),
    [
        (Ages(0, [10]), []),
        (Ages(0, []), ["no_witness"]),
        (Ages(0, [None]), ["cosignature_old"]),
        (Ages(0, [10, 301]), ["cosignature_old"]),
        (Ages(301, [10]), ["checkpoint_old"]),
    ],
)
def test_missing_and_silent_witnesses_are_found(ages: Ages, codes: list[str]) -> None:
    assert findings_of_evidence(ages) == [Finding(code) for code in codes]


def test_the_root_keys_successor_and_the_folder_are_looked_at_too(
    sound: Settings, tmp_path: Path
) -> None:
    """While a rotation is under way the successor opens everything as well."""
    successor = tmp_path / "root.key.next"
    successor.write_bytes(secrets.token_bytes(32))
    successor.chmod(0o640)
    assert findings_of_files(sound) == [Finding("key_open_to_others", ("root.key.next",))]
    successor.chmod(0o600)
    assert findings_of_files(sound) == []
    tmp_path.chmod(0o770)
    assert findings_of_files(sound) == [Finding("key_open_to_others", (tmp_path.name,))]
