"""银行存款余额调节表: what the bank said of each money account, and what the books said."""
