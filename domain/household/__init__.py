"""A hardship household (困难职工家庭): one file per household, before any aid (domain.md rule 13)."""
