"""Says what each event means for a ledger. Pure: events in, writes out."""
