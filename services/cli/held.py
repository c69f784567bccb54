"""A checkpoint from outside, as it is typed: the file of its note, or what stands on paper."""

import argparse
from pathlib import Path

from services.audit.held import Held, HeldMalformed, parse_held


def held_typed(text: str) -> Held:
    """Read FILE or SIZE:ROOT; raises ArgumentTypeError."""
    file = Path(text)
    try:
        return parse_held(file.read_text(encoding="utf-8") if file.exists() else text)
    except (HeldMalformed, ValueError):
        raise argparse.ArgumentTypeError("neither a checkpoint's file nor SIZE:ROOT") from None
