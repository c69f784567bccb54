"""Dated rules: their types and their arithmetic. Their values are adopted by events, never constants."""
