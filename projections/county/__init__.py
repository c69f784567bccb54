"""What the county looks after: its money and rules for units, what came in for which month, files that wait."""
