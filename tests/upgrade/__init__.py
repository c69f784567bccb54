"""Upgrades: two versions of the code on one database, migrations under readers, builds of ledgers side by side."""
