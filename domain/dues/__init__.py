"""A member's dues account (会费): wage bases declared, receipts by month, reversals."""
