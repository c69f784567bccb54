"""The long form of what the tests prove about evidence: `make evidence`."""
