"""Money held in trust (代管经费) for somebody else: a liability, never income."""
