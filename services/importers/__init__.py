"""Workbooks of clerks become typed rows, or refusals that name sheet, row, column and reason.

Kept empty on purpose: the confined child process imports this package and must start fast.
"""
