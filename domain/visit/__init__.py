"""A visit (五必访): who was visited on which occasion, and how many days after it (L17)."""
