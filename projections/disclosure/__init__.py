"""Disclosures (公开): what was shown where, from when until when, and what it was about."""
