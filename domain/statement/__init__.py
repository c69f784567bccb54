"""A printed statement (打印件): which ledger it shows, at which position, and the short code it bears."""
