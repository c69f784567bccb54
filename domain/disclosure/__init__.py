"""A disclosure (公开): what a union showed to its members or the public, where, from when until when."""
