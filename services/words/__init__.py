"""The Chinese words a user reads, by where they are read. Nothing else in the service speaks Chinese to people."""
