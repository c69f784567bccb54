"""A collection of dues (会费收缴批次): counted once, and closed when count and declaration agree."""
