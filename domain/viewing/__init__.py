"""A viewing: somebody saw what is personal in clear, for a reason, and it is on record before they saw it."""
