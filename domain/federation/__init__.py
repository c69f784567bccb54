"""A county federation (县总工会): a tenant of its own kind, with the tree of its units in its own log."""
