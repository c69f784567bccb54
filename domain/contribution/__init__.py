"""The employer's two percent (拨缴经费): declared, received and shared, handed up, refunded; one stream a month."""
