"""How a union's move is told at a terminal."""

import sys
from pathlib import Path

from services.moving import Arrived, Examined, Left, MoveRefused
from services.words.moving import MOVE_REFUSALS, MOVING


def tell_left(left: Left, file: Path) -> None:
    """Tell what was written, and how much of it stands under checkpoints."""
    say(
        "exported",
        file=file,
        position=left.position,
        papers=left.papers,
        manifest=left.manifest.hex(),
    )
    say("covered", covered=left.covered, cosigned=left.cosigned)
    if not left.stopped:
        say("exported_copy")


def tell_examined(found: Examined) -> None:
    """Tell what a whole file holds, and what outsiders vouch for."""
    position = found.union.position
    say(
        "examined",
        position=position,
        commands=found.commands,
        papers=found.papers,
        checkpoints=" ".join(found.checkpoints) or "--",
    )
    if not found.checkpoints:
        say("no_checkpoint")
    elif found.covered < position:
        say("not_covered", count=position - found.covered)
    if found.checkpoints and found.cosigned < position:
        say("not_cosigned_in", count=position - found.cosigned)


def tell_arrived(arrived: Arrived) -> None:
    """Tell what came of bringing a file in."""
    is_new = arrived.events_added or arrived.keys
    message = "already" if not is_new else "arrived" if arrived.is_written_here else "copied"
    say(
        message,
        union=arrived.union_id,
        position=arrived.position,
        added=arrived.events_added,
        keys=arrived.keys,
    )
    if arrived.unlisted:
        say("unlisted", count=arrived.unlisted)


def say(message: str, **values: object) -> None:
    """Write a line to standard output."""
    sys.stdout.write(MOVING[message].format(**values) + "\n")


def fault(message: str, **values: object) -> int:
    """Say what was typed wrongly; returns the exit status for that."""
    sys.stderr.write(MOVING[message].format(**values) + "\n")
    return 2


def refusal(refused: MoveRefused) -> int:
    """Say why a move was refused; returns the exit status for that."""
    sys.stderr.write(MOVE_REFUSALS.get(refused.kind, refused.kind) + "\n")
    return 1
