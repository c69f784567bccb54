"""Carries out commands: read streams, evolve, decide, append. One path for pages, programs and files."""

from services.commands.deciding import GroupRefused, IfNew
from services.commands.desk import Asked, Desk, Outcome, VersionMoved
from services.commands.recounting import Recount

__all__ = ["Asked", "Desk", "GroupRefused", "IfNew", "Outcome", "Recount", "VersionMoved"]
