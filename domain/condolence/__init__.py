"""A condolence (慰问): given to any member on an occasion; aid is for registered households."""
