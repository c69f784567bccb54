"""What may be typed after the verbs that look after keys."""

import argparse
from pathlib import Path


def add_keystore_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add backup, restore, rotation and erasure."""
    backup = verbs.add_parser("keystore-backup", help="write the key store, all wrapped, to a file")
    backup.add_argument("-o", dest="file", type=Path, required=True, metavar="FILE")
    restore = verbs.add_parser(
        "keystore-restore", help="put a backup into an empty key store, and erase again"
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    rotate = verbs.add_parser("rotate-keys", help="put another root key or union key in place")
    which = rotate.add_mutually_exclusive_group(required=True)
    which.add_argument("--root", type=Path, metavar="NEWFILE", help="32 random bytes, mode 600")
    which.add_argument("--union", metavar="CODE")
    erase = verbs.add_parser("erase", help="destroy again whatever keys the logs say are destroyed")
    erase.add_argument(
        "--due", action="store_true", help="also carry out what is approved or over its term"
    )
    search = verbs.add_parser("erase-scan", help="search everything for what must be gone")
    search.add_argument(
        "--needles", type=Path, required=True, metavar="FILE", help="one on each line"
    )
    search.add_argument("--logs", type=Path, action="append", default=[], metavar="DIR")
