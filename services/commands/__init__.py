"""Carries out commands: read streams, evolve, decide, append. One path for pages, programs and files."""

from services.commands.desk import Asked, Desk, GroupRefused, Outcome, VersionMoved

__all__ = ["Asked", "Desk", "GroupRefused", "Outcome", "VersionMoved"]
