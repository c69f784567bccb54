"""People and their logins: how an account comes about, gets in, and what it may do at which place."""
