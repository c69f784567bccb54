"""Removes one guard at a time and demands that a test notices: `python -m tests.guards`."""
