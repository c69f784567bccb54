"""How many people: a count in clear, never who."""

from typing import Annotated

import msgspec

HEADS_MAX = 10**9

HeadCount = Annotated[int, msgspec.Meta(ge=0, le=HEADS_MAX)]
