"""Everything that touches the world: store, keys, use cases, edges."""
