"""Visits and what became of them."""
