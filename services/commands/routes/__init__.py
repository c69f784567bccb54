"""One module for each aggregate, all of the same shape: which streams its commands touch, and how they are decided.

Each module has `COMMANDS`, the union of the commands it knows, and `route_of(tenant, command)`.
"""
