"""A pairing (一帮一): a cadre stands by one hardship household, with a target and a due date (L18)."""
