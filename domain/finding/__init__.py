"""A finding of an audit (审计问题): raised, put right, re-checked, struck off (发现 → 整改 → 复核 → 销号)."""
