"""A member (会员): one person in one union, from application or roster to leaving, and back."""
