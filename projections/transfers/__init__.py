"""What of memberships concerns more than one union: transfers between unions, expulsions filed with the county."""
