"""Reads the policies on offer: one file per rule, first valid date and source document."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from domain.policy.in_force import Policy


class Preset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy on offer, the day from which it may hold, and the document that orders it."""

    document_no: str
    valid_from: date
    policy: Policy


@cache
def presets() -> tuple[Preset, ...]:
    """Return the national presets, oldest first."""
    read = _read_folder("offered").values()
    return tuple(sorted(read, key=lambda preset: (preset.valid_from, preset.policy.policy_id)))


@cache
def local_presets() -> dict[str, Preset]:
    """Return the local rules on offer by the name of their file; no union is founded with them."""
    return _read_folder("local")


@cache
def county_presets() -> dict[str, Preset]:
    """Return what binds a county that adopted nothing else, by the name of its file; no union begins with it."""
    return _read_folder("county")


def preset_called(name: str) -> Preset | None:
    """Return the preset in the file of this name, or the only one whose policy has this id; else None."""
    by_file = {**_read_folder("offered"), **_read_folder("local"), **_read_folder("county")}
    if name in by_file:
        return by_file[name]
    same_id = [preset for preset in by_file.values() if preset.policy.policy_id == name]
    return same_id[0] if len(same_id) == 1 else None


@cache
def _read_folder(name: str) -> dict[str, Preset]:
    folder = resources.files("services.policies") / name
    return {
        entry.name.removesuffix(".toml"): _read(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


def _read(text: str) -> Preset:
    return msgspec.convert(tomllib.loads(text), Preset)
