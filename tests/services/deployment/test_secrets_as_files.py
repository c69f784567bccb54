"""A secret may stand in a file, in a file that systemd hands over, and never in two places at once."""

import os
import struct
from pathlib import Path

import pytest

from services.cli.asking import page
from services.file_access import is_open_to_others
from services.settings import SETTINGS, SettingInvalid, read_settings
from tests.architecture.repository import ROOT

SECRET = [setting for setting in SETTINGS if setting.is_secret]
EVERYBODY = 0xFFFFFFFF
OWNER, NAMED, GROUP, NAMED_GROUP, MASK, OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


def test_every_secret_is_read_from_its_file(tmp_path: Path) -> None:
    for setting in SECRET:
        file = tmp_path / setting.name
        file.write_text(f"postgresql://{setting.name}\n")
        settings = read_settings({setting.file_name: str(file)})
        values = [getattr(settings, name) for name in settings.__struct_fields__]
        assert f"postgresql://{setting.name}" in values
        assert settings.secret_files == (file,)


@pytest.mark.parametrize("token", ["two words", "口令", "x" * 201, "one\ntwo"])
def test_a_token_nobody_could_send_is_refused(token: str) -> None:
    with pytest.raises(SettingInvalid, match="GONGHUI_METRICS_TOKEN"):
        read_settings({"GONGHUI_METRICS_TOKEN": token})


def test_addresses_and_tokens_are_secret_and_nothing_else_is() -> None:
    named = {setting.name for setting in SECRET}
    assert named == {
        setting.name
        for setting in SETTINGS
        if setting.name.endswith(("_URL", "_TOKEN", "_PASSWORD", "_SECRET"))
    }


@pytest.mark.parametrize("content", [None, "", " \n", b"\xff\xfe"])
def test_a_file_without_a_secret_is_refused(tmp_path: Path, content: str | bytes | None) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingInvalid) as refused:
        read_settings({"DATABASE_URL_FILE": str(file)})
    assert refused.value.name == "DATABASE_URL_FILE"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("postgresql://a")
    both = {"DATABASE_URL_FILE": str(file), "DATABASE_URL": "postgresql://b"}
    with pytest.raises(SettingInvalid):
        read_settings(both)
    assert read_settings(both | {"DATABASE_URL": ""}).database_url == "postgresql://a"


def listed(*entries: tuple[int, int, int]) -> bytes:
    """An access list as the kernel keeps it (acl(5))."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


US = (NAMED, 4, os.geteuid())
AS_SYSTEMD_LISTS = [
    (OWNER, 4, EVERYBODY),
    US,
    (GROUP, 0, EVERYBODY),
    (MASK, 4, EVERYBODY),
    (OTHERS, 0, EVERYBODY),
]


@pytest.mark.parametrize(
    ("entries", "is_open"),
    [
        (AS_SYSTEMD_LISTS, False),
        ([*AS_SYSTEMD_LISTS[:2], (GROUP, 4, EVERYBODY), *AS_SYSTEMD_LISTS[3:]], True),
        ([*AS_SYSTEMD_LISTS[:3], (NAMED_GROUP, 4, 4711), *AS_SYSTEMD_LISTS[3:]], True),
        ([AS_SYSTEMD_LISTS[0], US, (NAMED, 4, os.geteuid() + 1), *AS_SYSTEMD_LISTS[2:]], True),
    ],
)
def test_a_credential_named_to_this_process_alone_is_not_open_to_others(
    tmp_path: Path, entries: list[tuple[int, int, int]], *, is_open: bool
) -> None:
    file = tmp_path / "credential"
    file.write_bytes(b"x" * 32)
    try:
        os.setxattr(file, "system.posix_acl_access", listed(*entries))
    except OSError:
        pytest.skip("this file system keeps no access lists")
    assert file.stat().st_mode & 0o070, "the group's bits show the list's mask"
    assert is_open_to_others(file) is is_open


@pytest.mark.parametrize(
    ("mode", "is_open"), [(0o400, False), (0o600, False), (0o440, True), (0o604, True)]
)
def test_without_a_list_the_mode_says_it_all(tmp_path: Path, mode: int, *, is_open: bool) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"x")
    file.chmod(mode)
    assert is_open_to_others(file) is is_open


def test_the_page_of_settings_is_the_one_of_the_code() -> None:
    """`gonghui settings > deploy/settings.md` makes it anew."""
    assert (ROOT / "deploy/settings.md").read_text(encoding="utf-8") == page()
