"""Cadres and the households they stand by."""
