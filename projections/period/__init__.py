"""会计期间: which months were closed, opened again or locked, by whom, after which checklist."""
