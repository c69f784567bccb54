"""分会 and 小组 of a union."""
