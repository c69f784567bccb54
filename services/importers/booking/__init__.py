"""Turns rows into commands: one group of commands for each row, decided whole or refused whole."""
