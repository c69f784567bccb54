"""A money account compared with its bank statement (银行存款余额调节表): one stream for each account."""
