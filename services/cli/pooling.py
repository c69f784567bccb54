"""Verb `pooler-users`: the list by which a PgBouncer knows the roles."""

import argparse
import sys

from services.settings import Settings
from services.store.addresses import Addresses, Role


async def pooler_users(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Write PgBouncer's `auth_file`: each role with what PostgreSQL keeps of its password, and no password."""
    addresses = Addresses(settings)
    for role in Role:
        sys.stdout.write(f'"{role}" "{addresses.verifier(role)}"\n')
    return 0
