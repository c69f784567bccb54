"""A witness: keeps what it has checked, cosigns what goes on from there, and nothing else.

A process of its own, under another administrator than the log's, with its own store and key (design 7,
assurance 10.1). It sees heads and proofs, never an event. It promises one history: it never cosigns
two roots for one size, nor a smaller size after a larger. It holds the head of every union, so it makes
the whole map of them itself and vouches for their number too. It says nothing about what entries mean, and
compares a chain hash only with the one it held: computing it takes the digests, which a bundle has.
"""

from services.witness.faults import NotAnswered, NotCosigned, StartRefused
from services.witness.holding import Held, Holding
from services.witness.opening import Told, connect, new_key, open_witness
from services.witness.rounds import Witness, follow

__all__ = [
    "Held",
    "Holding",
    "NotAnswered",
    "NotCosigned",
    "StartRefused",
    "Told",
    "Witness",
    "connect",
    "follow",
    "new_key",
    "open_witness",
]
