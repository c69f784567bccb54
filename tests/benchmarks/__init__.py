"""How fast the books are, as ratios to a plain baseline in the same run (`make bench`)."""
