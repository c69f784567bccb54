"""Requests, files and bytes nobody should send, by the ten thousand: `make fuzz`."""
