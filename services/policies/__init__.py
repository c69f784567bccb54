"""Policies on offer. A preset counts once a union has adopted it: the event then holds all its values."""

from services.policies.loader import Preset, local_presets, preset_called, presets

__all__ = ["Preset", "local_presets", "preset_called", "presets"]
