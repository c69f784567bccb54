"""All findings of one installation, from its settings and its application; nothing is changed by asking."""

import asyncio
from collections.abc import Iterable

from litestar import Litestar
from litestar.datastructures import Cookie

from services.audit.ages import Attested
from services.deployment.application import findings_of_application
from services.deployment.database import (
    finding_of_neighbours,
    findings_of_catalogues,
    findings_of_logins,
)
from services.deployment.finding import Finding
from services.deployment.surroundings import (
    HABITS,
    findings_of_evidence,
    findings_of_files,
    findings_of_habits,
    findings_of_settings,
)
from services.keys.signing import read_public_keys
from services.settings import Settings
from services.store.addresses import Addresses, Role, RootKeyUnusable
from services.store.inspection import database_at, is_separation_whole, login_at
from services.store.pool import Pool


async def findings_of(
    settings: Settings,
    app: Litestar,
    *,
    public: frozenset[str],
    cookies: Iterable[Cookie] = (),
) -> list[Finding]:
    """Return every relaxed item, each once."""
    found = [
        *findings_of_application(app, public=public, cookies=cookies),
        *findings_of_settings(settings),
        *findings_of_files(settings),
        *await _of_databases(settings),
    ]
    return _merged(found)


async def _of_databases(settings: Settings) -> list[Finding]:
    try:
        addresses = {role: Addresses(settings).of(role) for role in Role}
    except RootKeyUnusable:
        return [Finding("database_unreachable")]
    seen = await asyncio.gather(*(login_at(address) for address in addresses.values()))
    found = findings_of_logins(dict(zip(addresses, seen, strict=True)))
    books = await database_at(addresses[Role.AUDITOR])
    keys = await database_at(addresses[Role.KEYS])
    found += findings_of_catalogues(one for one in (books, keys) if one is not None)
    if books is None:
        return found
    if keys is not None and (neighbours := finding_of_neighbours(books, keys)) is not None:
        found.append(neighbours)
    if await is_separation_whole(addresses[Role.AUDITOR]) is False:
        found.append(Finding("duties_table_differs"))
    return [*found, *await _of_evidence(settings, addresses[Role.AUDITOR])]


async def _of_evidence(settings: Settings, address: str) -> list[Finding]:
    witnesses = [key.name for key in read_public_keys(settings.witnesses_file)]
    pool = Pool(address, size=1)
    try:
        attested = Attested(pool, witnesses)
        return [
            *findings_of_evidence(await attested.ages()),
            *findings_of_habits(
                await attested.sound_ages(list(HABITS)), await attested.last_check()
            ),
        ]
    finally:
        await pool.close()


def _merged(found: Iterable[Finding]) -> list[Finding]:
    """One finding of each code, with all its places, in the order they were found."""
    places: dict[str, dict[str, None]] = {}
    for one in found:
        places.setdefault(one.code, {}).update(dict.fromkeys(one.places))
    return [Finding(code, tuple(named)) for code, named in places.items()]
