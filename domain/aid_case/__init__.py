"""An aid case (帮扶): one approved amount for one household, paid in one or several payments."""
