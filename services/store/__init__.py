"""The event store: the only importer of asyncpg and eventsourcing."""
