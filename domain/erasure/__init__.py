"""The erasure of one person's data (PIPL art. 47): asked for, approved by two, carried out by destroying keys."""
