"""总账: the posting lines of all events, gathered into vouchers; journals, balances and statements follow."""
