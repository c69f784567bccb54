"""A branch (分会) or group (小组) inside a union: formed, renamed, led, closed; it has no books of its own."""
