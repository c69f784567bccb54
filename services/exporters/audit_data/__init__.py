"""A year's books for an auditor's software: three profiles, each a zip with its dictionary (domain.md 7.7)."""

from services.exporters.audit_data.profiles import PROFILES, Profile, export_of

__all__ = ["PROFILES", "Profile", "export_of"]
