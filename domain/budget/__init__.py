"""The budget of one year (预算): draft, three steps of consent, adjustment, spending against it, final accounts."""
