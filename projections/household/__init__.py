"""Hardship households and the steps of their files."""
