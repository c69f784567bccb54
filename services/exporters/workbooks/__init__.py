"""Workbooks out: ledgers, statements, the county's tables, the roster to edit, and templates, as .xlsx."""
