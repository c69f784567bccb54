"""A voucher (记账凭证): drafted, reviewed, approved and posted by different people; undone by a reversal."""
