"""The tree of units of a federation, from the federation's own log."""
