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


def _read_folder(name: str) -> dict[str, Preset]:
    folder = resources.files("services.policies") / name
    return {
        entry.name.removesuffix(".toml"): _read(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


def _read(text: str) -> Preset:
    return msgspec.convert(tomllib.loads(text), Preset)
