"""Policies on offer. A preset counts once a union has adopted it: the event then holds all its values."""

from services.policies.loader import (
    Preset,
    county_presets,
    local_presets,
    preset_called,
    presets,
)

__all__ = ["Preset", "county_presets", "local_presets", "preset_called", "presets"]
