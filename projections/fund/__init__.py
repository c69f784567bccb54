"""Subsidies received (补助) and money held in trust (代管经费)."""
