"""Samples of events, one module for each aggregate, all of the same shape.

`COMPLETE`: every event, each optional field set. `MINIMAL`: the events that have optional fields, none of
them set. `VARIANTS`: shapes for which neither has room, among them fields that came later: a golden file is
never edited, so a new optional field is shown by a new variant.
"""
