"""`deploy/security.md` says what the code does: its numbers and lists are held against it."""

import ast
import re
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest

from domain.catalogue import CATALOGUE
from domain.roles import NEED_SECOND_FACTOR, ROLES_OF
from domain.sealed import Sealed
from services.attachments import cabinet
from services.auth import devices, identities, invitations, one_time_codes, passwords
from services.auth.login_limits import LoginLimit
from services.auth.sessions import SessionLimits
from services.http import expensive_reads, reading, uploads
from services.importers.limits import DEFAULT_LIMITS
from services.settings import SETTINGS
from services.store import pool
from services.store.pool import READING_LONG, SERVING
from services.witness import connection
from tests.architecture.repository import CODE, ROOT, files_in, parsed

LOGGING = {"info", "warning", "error", "exception"}
MIB = 2**20


@cache
def document() -> str:
    return (ROOT / "deploy/security.md").read_text(encoding="utf-8")


@cache
def row_of(beginning: str) -> str:
    """Return the one row of a table that begins with these words."""
    (row,) = [line for line in document().splitlines() if line.startswith(f"| {beginning}")]
    return row


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize(
    ("beginning", "values"),
    [
        (
            "tries of an account",
            [
                LoginLimit().free,
                LoginLimit().pause.total_seconds(),
                LoginLimit().longest.total_seconds(),
            ],
        ),
        ("forgotten after", [LoginLimit().forgotten_after.total_seconds()]),
        ("network", [LoginLimit().network_at_once, LoginLimit().network_every.total_seconds()]),
        (
            "everybody together",
            [LoginLimit().overall_at_once, LoginLimit().overall_every.total_seconds()],
        ),
        ("bodies", [reading.BODY_MAX_BYTES, reading.DEPTH_MAX, reading._BODY_SECONDS]),
        (
            "workbooks",
            [
                DEFAULT_LIMITS.file_bytes / MIB,
                DEFAULT_LIMITS.unpacked_bytes / MIB,
                DEFAULT_LIMITS.parts,
                DEFAULT_LIMITS.ratio,
                DEFAULT_LIMITS.rows,
                DEFAULT_LIMITS.columns,
                DEFAULT_LIMITS.memory_bytes / MIB,
                DEFAULT_LIMITS.wall_seconds,
            ],
        ),
        (
            "reads of whole logs",
            [
                expensive_reads.ReadLimits().burst,
                expensive_reads.ReadLimits().per_second,
                expensive_reads.ReadLimits().each_at_once,
                expensive_reads.ReadLimits().at_once,
            ],
        ),
        (
            "papers behind entries (附件), one",
            [
                cabinet.MOST_BYTES / MIB,
                uploads.UPLOAD_SECONDS,
                cabinet.MOST_UNNAMED_BYTES / MIB,
                cabinet.UNNAMED_KEPT.days,
            ],
        ),
        ("passwords | 4", [passwords._THREADS]),
        (
            "statements",
            [
                SERVING["statement_timeout"].rstrip("s"),
                READING_LONG["statement_timeout"].rstrip("s"),
            ],
        ),
    ],
)
def test_a_limit_is_the_one_of_the_code(beginning: str, values: list[Any]) -> None:
    told = numbers_in(row_of(beginning))
    for value in values:
        assert f"{float(value):g}" in told or str(value) in told, value


def test_passwords_are_described_as_they_are_judged() -> None:
    text = document()
    assert f"{passwords.SHORTEST} to {passwords.LONGEST} characters" in text
    assert f"fewer than {passwords.FEWEST_GUESSES} tries" in text
    words = re.search(r"these words of ours:\n(.*)\.\n", text)
    assert words is not None
    assert words[1].split(", ") == list(passwords._TYPED_HERE)
    memory, passes, lanes = passwords._MEMORY_KIB // 1024, passwords._PASSES, passwords._LANES
    assert f"{memory} MiB, {passes} passes, {lanes} lane" in text


def test_sessions_and_codes_last_as_long_as_described() -> None:
    text, limits = document(), SessionLimits()
    assert f"after {limits.idle.total_seconds() / 60:g} minutes without use" in text
    assert f"after {limits.absolute.total_seconds() / 3600:g} hours at all" in text
    assert f"codes of an appointment hold {invitations.VALID_FOR.days} days" in text
    assert f"known for {devices.KNOWN_FOR.days} days" in text
    bits = one_time_codes._LENGTH * (len(one_time_codes._ALPHABET).bit_length() - 1)
    assert f"{bits} random bits" in row_of("codes of appointments")


def test_roles_stand_where_their_factors_are() -> None:
    everybody = frozenset().union(*ROLES_OF.values())
    one, two = row_of("login name and password"), row_of("and a code of an authenticator")
    assert {role for role in everybody if role in one} == everybody - NEED_SECOND_FACTOR
    assert {role for role in everybody if role in two} == NEED_SECOND_FACTOR


def test_every_sealed_field_is_in_a_class() -> None:
    sealed = {
        name
        for event in CATALOGUE.values()
        for name, hint in get_type_hints(event).items()
        if hint is Sealed or Sealed in get_args(hint)
    }
    of_vouchers = set(re.findall(r"`(\w+)`", row_of("of vouchers")))
    of_files = set(re.findall(r"`(\w+)`", row_of("of a person's file")))
    assert of_vouchers | of_files == sealed
    assert of_vouchers & of_files == {"details"}


def test_every_key_file_and_algorithm_is_in_the_inventory() -> None:
    inventory = document().partition("## Keys and algorithms")[2].partition("## Connections")[0]
    for setting in SETTINGS:
        if setting.name.endswith("_FILE"):
            assert setting.name in inventory, setting.name
    for algorithms in identities._ALGORITHMS.values():
        assert all(name in inventory for name in algorithms)


def test_every_expensive_operation_is_named() -> None:
    part = document().partition("Whole logs are read by ")[2].partition(".")[0]
    assert set(part.replace("\n", " ").split(", ")) == expensive_reads.EXPENSIVE


def test_every_entry_of_the_log_is_in_its_list() -> None:
    written = {
        node.args[0].value
        for path in files_in(CODE, ".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LOGGING
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "_log"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert set(re.findall(r"`(\w+)`", row_of("standard error"))) == written


def test_connections_are_described_with_their_patience() -> None:
    part = document().partition("## Connections")[2].partition("## What is expensive")[0]
    names = {setting.name for setting in SETTINGS}
    for name in ("GONGHUI_HTTP_HOST", "GONGHUI_TLS_PROXY", "GONGHUI_POOL_SIZE"):
        assert name in names
        assert name in part
    assert f"{pool._ACQUIRE_SECONDS} s of patience" in part
    assert f"{connection._ANSWER_SECONDS} s an answer" in part


def test_it_says_how_soon_foreign_code_is_mended() -> None:
    part = document().partition("## Foreign code")[2]
    assert re.search(
        r"within \d+ days when .*, within \d+ otherwise; .* every three months", part, re.DOTALL
    )


def test_files_it_leads_to_are_there() -> None:
    for path in re.findall(r"`([\w/.]+\.(?:md|toml|yaml|lock|py))`", document()):
        assert (ROOT / path).is_file(), path
