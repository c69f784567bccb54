"""Turns what was read into what people take away: printed ledgers, totals in the samples' structure."""
