"""Rules that look for irregularities in what a union recorded: R01 to R21 of domain.md 7.4, and our own."""
