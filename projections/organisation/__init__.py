"""The union itself: its registration, officers, policies in force, import runs."""
