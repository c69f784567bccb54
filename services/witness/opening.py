"""Everything a witness needs before its first question, and every reason not to begin."""

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from domain.note import ED25519, NoteMalformed, PublicKey, parse_key
from services.file_access import is_open_to_others
from services.keys.signing import Cosigner, SigningKeyUnusable, new_witness_key, read_cosigner
from services.witness.connection import Asking, Connection
from services.witness.faults import StartRefused
from services.witness.holding import Holding
from services.witness.log import Log
from services.witness.pledge import Pledge, read_pledge, write_pledge
from services.witness.rounds import Clock, Witness


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator tells a witness: where its key and store lie, and whom it watches."""

    name: str
    log_key: str
    key: Path
    store: Path
    is_first_time: bool = False


def new_key(file: Path, name: str) -> PublicKey:
    """Make the key of a new witness; raises StartRefused where there is one."""
    try:
        return new_witness_key(file, name)
    except FileExistsError:
        raise StartRefused("key_exists") from None
    except (OSError, SigningKeyUnusable):
        raise StartRefused("key_unusable") from None


def connect(url: str, api_key_file: Path) -> Connection:
    """Return the connection to a server, with the API key a file holds; raises StartRefused."""
    try:
        if is_open_to_others(api_key_file):
            raise StartRefused("api_key_unusable")
        api_key = api_key_file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        raise StartRefused("api_key_unusable") from None
    if not api_key.isprintable() or " " in api_key or not api_key:
        raise StartRefused("api_key_unusable")
    return Connection(url, api_key)


@contextmanager
def open_witness(
    told: Told, asking: Asking, *, clock: Clock = lambda: int(time.time())
) -> Iterator[Witness]:
    """Open key, pledge and store of a witness, alone; raises StartRefused."""
    log_key, cosigner = _read_log_key(told.log_key), _read_key(told)
    with _alone(told.key):
        holding = _open_store(told, log_key, cosigner)
        try:
            yield Witness(
                Log(asking),
                log_key=log_key,
                cosigner=cosigner,
                holding=holding,
                key_file=told.key,
                clock=clock,
            )
        finally:
            holding.close()


def _open_store(told: Told, log_key: PublicKey, cosigner: Cosigner) -> Holding:
    pledge = read_pledge(told.key)
    if told.is_first_time and pledge is not None:
        raise StartRefused("key_was_used")
    try:
        if told.is_first_time:
            holding = Holding.create(told.store, log_key, cosigner.public)
        else:
            holding = Holding.open(told.store)
    except (sqlite3.Error, OSError):
        raise StartRefused("store_unusable") from None
    try:
        _check_own(holding, log_key, cosigner.public)
        _check_pledge(told.key, pledge, holding)
    except BaseException:
        holding.close()
        raise
    return holding


def _check_own(holding: Holding, log_key: PublicKey, own_key: PublicKey) -> None:
    if not holding.is_of(log_key, own_key):
        raise StartRefused("store_of_another")


def _check_pledge(key: Path, pledge: Pledge | None, holding: Holding) -> None:
    """Refuse a store that remembers less than the key has signed."""
    newest = holding.newest()
    if pledge is None:
        if newest is not None:
            raise StartRefused("pledge_missing")
        write_pledge(key, Pledge(store_id=holding.store_id))
        return
    if pledge.store_id != holding.store_id:
        raise StartRefused("store_of_another")
    if pledge.size == 0:
        return
    held = None if newest is None else newest.checkpoint
    if held is None or held.size < pledge.size:
        raise StartRefused("store_behind")
    if held.size == pledge.size and held.root.hex() != pledge.root:
        raise StartRefused("store_behind")


def _read_log_key(text: str) -> PublicKey:
    try:
        key = parse_key(text)
    except NoteMalformed:
        raise StartRefused("log_key_unusable") from None
    if key.type != ED25519:
        raise StartRefused("log_key_unusable")
    return key


def _read_key(told: Told) -> Cosigner:
    try:
        cosigner = read_cosigner(told.key)
    except SigningKeyUnusable:
        raise StartRefused("key_unusable") from None
    if cosigner.public.name != told.name:
        raise StartRefused("key_of_another_name")
    return cosigner


@contextmanager
def _alone(key: Path) -> Iterator[None]:
    """Hold the key against a second process; the system lets go of it when this one ends, however it ends."""
    with key.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartRefused("already_running") from None
        yield
