"""Audit engagements, who read what under them, their samples, verifications and reports."""
