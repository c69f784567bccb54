"""Moves one union's books to another server: out as one file, in with everything checked again.

The books are written at one place only. A file made after the old place has stopped lets the new place go on; one
made before is a copy there, which a later file may continue.
"""

from services.moving.arriving import Arrived, Arriving
from services.moving.container import FileBroken
from services.moving.examining import Examined
from services.moving.leaving import Leaving, Left
from services.moving.proving import Trust
from services.store.moving import MoveRefused

__all__ = [
    "Arrived",
    "Arriving",
    "Examined",
    "FileBroken",
    "Leaving",
    "Left",
    "MoveRefused",
    "Trust",
]
