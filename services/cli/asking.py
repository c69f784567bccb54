"""Verbs that ask how things are without touching the books: `health` and `settings`."""

import argparse
import http.client
import sys
from typing import Final

import msgspec

from services.settings import SETTINGS, Setting, Settings
from services.words.first_run import HEALTH, SETTINGS_PAGE

_SECONDS: Final = 5
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 # what is listened on, to ask there
_MOST_BYTES: Final = 1 << 16


class _Told(msgspec.Struct, frozen=True):
    """What `/health/ready` says of itself; whatever is False is why it is not ready."""

    books_reachable: bool = True
    keys_reachable: bool = True
    migrated: bool = True
    projections_live: bool = True


async def health(settings: Settings, arguments: argparse.Namespace) -> int:
    """Ask this machine's server whether it can serve; 0 if so, 1 if not or if it says nothing."""
    port = settings.http_port if arguments.port is None else arguments.port
    host = _EVERYWHERE.get(settings.http_host, settings.http_host)
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", arguments.path)
        response = connection.getresponse()
        status, body = response.status, response.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException):
        sys.stderr.write(HEALTH["silent"].format(host=host, port=port) + "\n")
        return 1
    finally:
        connection.close()
    if status != http.client.OK:
        message = HEALTH["not_ready"].format(status=status, reasons=", ".join(_reasons(body)))
        sys.stderr.write(message + "\n")
        return 1
    sys.stdout.write(HEALTH["ready"] + "\n")
    return 0


def _reasons(body: bytes) -> list[str]:
    try:
        told = msgspec.to_builtins(msgspec.json.decode(body, type=_Told))
    except msgspec.MsgspecError:
        return []
    return [name for name, holds in told.items() if not holds]


async def settings_page(_settings: Settings, _arguments: argparse.Namespace) -> int:
    """Print the table of every setting, as `deploy/settings.md` keeps it. No value of this process is shown."""
    sys.stdout.write(page())
    return 0


def page() -> str:
    """Return the table of settings as a Markdown page."""
    words = SETTINGS_PAGE
    rows = [words["heading"], "|---|---|---|---|", *(_row(one) for one in SETTINGS)]
    return "\n\n".join([words["title"], words["about"], "\n".join(rows)]) + "\n"


def _row(one: Setting) -> str:
    secret = SETTINGS_PAGE["secret"].format(file=one.file_name) if one.is_secret else ""
    default = one.default.replace("|", "\\|")
    return f"| `{one.name}` | {one.meaning} | {default} | {secret} |"
