"""Workbooks as they are written: cells, sheets, the names of files. What stands in them others know."""
