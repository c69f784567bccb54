"""Verbs of a witness: make its key, run it, show what it holds. None of them opens the books."""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import threading
from contextlib import closing

import msgspec

from services import notify
from services.backups.witnessed import FORMAT, HeldHead, HeldHeads
from services.cli.figures import watched
from services.settings import Settings, notify_socket
from services.witness import (
    Holding,
    NotAnswered,
    NotCosigned,
    StartRefused,
    Told,
    Witness,
    connect,
    follow,
    new_key,
    open_witness,
)
from services.words.witness import FAULTS, HINDRANCES, WITNESS


async def witness(settings: Settings, arguments: argparse.Namespace) -> int:
    """Cosign checkpoints until told to stop, or once; 1 when not cosigned, 2 when it cannot start."""
    told = Told(
        name=arguments.name,
        log_key=arguments.log_key,
        key=arguments.key,
        store=arguments.store,
        is_first_time=arguments.first_time,
    )
    try:
        asking = connect(arguments.server, arguments.api_key)
        with open_witness(told, asking) as opened:
            if arguments.once:
                return _once(opened)
            with watched(settings, "witness"):
                await _until_told(opened, arguments.every)
    except StartRefused as refused:
        return _not_started(refused)
    except (sqlite3.Error, OSError):  # a full disk, a folder gone: what is not kept is not signed
        return _not_started(StartRefused("store_unusable"))
    return 0


async def witness_key(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Make a key; the line on standard output is for the server's list of witnesses."""
    try:
        made = new_key(arguments.key, arguments.name)
    except StartRefused as refused:
        return _not_started(refused)
    sys.stderr.write(f"{WITNESS['key']}\n")
    sys.stdout.write(f"{made.text}\n")
    return 0


async def witness_held(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print a note an auditor compares books with; 1 when it is not kept."""
    try:
        with closing(Holding.open(arguments.store)) as holding:
            if arguments.heads:
                return _heads_told(holding)
            newest, size = holding.newest(), arguments.size
            held = newest if size is None else holding.checkpoint(size)
            kept = ", ".join(map(str, holding.sizes()))
    except StartRefused as refused:
        return _not_started(refused)
    if held is None:
        missing = "nothing_held" if newest is None else "checkpoint_unknown"
        sys.stderr.write(WITNESS[missing].format(size=size, kept=kept) + "\n")
        return 1
    sys.stdout.write(held.raw.decode())
    return 0


def _heads_told(holding: Holding) -> int:
    """Print the newest checkpoint with every union's head, for whoever restores the books."""
    newest = holding.newest()
    if newest is None:
        sys.stderr.write(WITNESS["nothing_held"] + "\n")
        return 1
    document = HeldHeads(
        format=FORMAT,
        note=newest.raw.decode(),
        heads_root=newest.heads_root.hex(),
        heads=[
            HeldHead(head.union_id, head.position, head.hash.hex(), head.root.hex())
            for head in holding.heads()
        ],
    )
    sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    return 0


def _once(opened: Witness) -> int:
    try:
        code = opened.round().short_code
    except NotCosigned as doubted:
        meaning = FAULTS[doubted.fault]
        sys.stderr.write(WITNESS["not_cosigned"].format(meaning=meaning) + "\n")
        return 1
    except NotAnswered as silent:
        status = "" if silent.status is None else silent.status
        sys.stderr.write(WITNESS["not_answered"].format(status=status) + "\n")
        return 1
    sys.stdout.write(WITNESS["cosigned"].format(code=code) + "\n")
    return 0


async def _until_told(opened: Witness, every: int) -> None:
    stop = threading.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, stop.set)
    notify.tell(notify_socket(os.environ), notify.READY)
    await asyncio.to_thread(follow, opened, stop, every=every, meaning=FAULTS.__getitem__)


def _not_started(refused: StartRefused) -> int:
    meaning = HINDRANCES[refused.hindrance]
    sys.stderr.write(WITNESS["not_started"].format(meaning=meaning) + "\n")
    return 2
