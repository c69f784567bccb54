"""Pay lists, their steps and their lines."""
