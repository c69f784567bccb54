"""A payment batch (发放批次): one pay list, approved as a whole, paid with one bank file (L13)."""
