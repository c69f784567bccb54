"""An account: one person's login, platform-wide; what was done with it and who knocked in vain."""
