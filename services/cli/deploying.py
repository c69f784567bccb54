"""Verb `check --deploy`, and what `serve` does with it: production refuses, development tells."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import Final, TextIO

import msgspec

from services.cli import running
from services.deployment import Finding, hindering
from services.pages.fitness import findings_of_installation
from services.settings import PRODUCTION, SettingInvalid, Settings
from services.words.deployment import DEPLOYMENT, SUMMARY

PROFILES: Final = frozenset({"development", PRODUCTION})


async def check(settings: Settings, arguments: argparse.Namespace) -> int:
    """Say what is relaxed; exit status 1 where anything is."""
    found = await findings_of_installation(settings)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode([one._asdict() for one in found]).decode() + "\n")
    else:
        _tell(found, sys.stdout)
        summary = SUMMARY["found" if found else "none"]
        sys.stdout.write(summary.format(count=len(found)) + "\n")
    return 1 if found else 0


def serve(settings: Settings, *, production: bool = False) -> int:
    """Serve, unless this is production and something hinders that; raises SettingInvalid."""
    if settings.profile not in PROFILES:
        raise SettingInvalid("GONGHUI_PROFILE")
    found = asyncio.run(findings_of_installation(settings))
    must_be_strict = production or settings.profile == PRODUCTION
    if found:
        if not must_be_strict:
            sys.stderr.write(SUMMARY["relaxed"] + "\n")
        _tell(found, sys.stderr)
        if must_be_strict and hindering(found):
            sys.stderr.write(SUMMARY["refused"] + "\n")
            return 1
    return running.serve(settings)


def _tell(found: Sequence[Finding], out: TextIO) -> None:
    for one in found:
        words = DEPLOYMENT[one.code]
        places = f" [{', '.join(one.places)}]" if one.places else ""
        out.write(f"{one.code}{places}\n  {words.fault}。{words.mend}\n")
        out.write(f"  {words.fault_en}; {words.mend_en}\n")
