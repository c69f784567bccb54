"""A real installation, broken in every way, and a checker that says each time whether anything is lost."""
