"""Findings of audits (审计问题) and every step of each: L32 and the county's list. Nothing personal is in them."""
