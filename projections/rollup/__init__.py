"""What each unit contributes to the county roll-up, and how fresh it is."""
