"""Plays a year of the demo county's life through the desk, after its workbooks were imported.

What is told stands in `deploy/demo/year.toml`. Nothing in it changes a figure of the imported year that
`expected.json` checks: members, dues, aid and condolences of that year come from the workbooks alone. The audits
it ends with find what the rules really hit in these books.
"""

from services.demonstration.script import read_script
from services.demonstration.year import play

__all__ = ["play", "read_script"]
