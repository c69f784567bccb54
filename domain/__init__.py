"""Decides what may happen in a union's books. Pure: no I/O, no clock, no dice."""
