"""An appointment: the roles an account holds at one place, offered by somebody who may give them, then accepted."""
