"""Findings about the databases: who connects, what the catalogue allows, what a commit is worth."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from services.deployment.finding import Finding
from services.store.addresses import Role
from services.store.inspection import DatabaseSeen, LoginSeen, ServerSeen

CLOCKS_APART: Final = timedelta(seconds=2)
SOUND_VERSIONS: Final[Mapping[int, int]] = {15: 150014, 16: 160010, 17: 170006}
"""The first minor release of each version whose planner statistics leak nothing (CVE-2025-8713)."""

_OF_THE_CATALOGUE: Final = (
    ("strong_roles", "role_above_policies"),
    ("member_roles", "role_is_member"),
    ("unfenced_tables", "table_unfenced"),
    ("views_of_their_owner", "view_of_its_owner"),
    ("functions_of_the_mighty", "append_of_a_superuser"),
    ("rights_to_change", "events_changeable"),
    ("careless_settings", "commits_not_durable"),
    ("talkative_settings", "server_log_tells_values"),
)


def findings_of_logins(logins: Mapping[Role, LoginSeen | None]) -> list[Finding]:
    """Return what is wrong with who connects as each role."""
    found = []
    for role, seen in logins.items():
        if seen is None:
            code = "keystore_unreachable" if role is Role.KEYS else "database_unreachable"
            found.append(Finding(code, (role,)))
        elif seen.is_above_policies:
            found.append(Finding("role_above_policies", (role,)))
        elif seen.owns_tables:
            found.append(Finding("role_owns_tables", (role,)))
        elif seen.memberships:
            found.append(Finding("role_is_member", (role,)))
        elif seen.role != role:
            found.append(Finding("role_of_another", (role,)))
    return found


def findings_of_catalogues(seen: Iterable[DatabaseSeen]) -> list[Finding]:
    """Return what is relaxed in the catalogue and settings of databases."""
    databases = list(seen)
    found = []
    for name, code in _OF_THE_CATALOGUE:
        places = {place for one in databases for place in getattr(one, name)}
        if places:
            found.append(Finding(code, tuple(sorted(places))))
    servers = [one.server for one in databases]
    if any(abs(server.ahead) > CLOCKS_APART for server in servers):
        found.append(Finding("clock_differs"))
    if any(_is_outdated(server) for server in servers):
        found.append(Finding("server_outdated"))
    return found


def finding_of_neighbours(books: DatabaseSeen, keys: DatabaseSeen) -> Finding | None:
    """Keys and what they open belong in two clusters: a copy of one must not hold both (assurance 10.4)."""
    return Finding("keystore_in_same_cluster") if books.server.is_same(keys.server) else None


def _is_outdated(server: ServerSeen) -> bool:
    major = server.version // 10_000
    if major in SOUND_VERSIONS:
        return server.version < SOUND_VERSIONS[major]
    return major < min(SOUND_VERSIONS)
