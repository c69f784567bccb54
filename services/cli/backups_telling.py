"""How backups, restored books and drills are told at a terminal."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.backups.drill_report import DrillReport
from services.backups.standing import Standing, Verdict
from services.backups.stock import BaseSeen, Stock
from services.backups.witnessed import Witnessed
from services.words.backups import (
    AGES,
    BACKUPS,
    DRILL,
    DRILL_FOUND,
    RESTORED,
    SIZES,
    STEPS,
)

_KILO = 1024


def say(words: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(words + "\n")


def tell_stock(stock: Stock) -> None:
    """Tell what there is, oldest first."""
    for base in stock.bases:
        say(
            BACKUPS["base"].format(
                name=base.name,
                age=age(base.finished_at),
                size=size(base.packed_bytes),
                line=_use_of(base),
            )
        )
    if not stock.bases:
        say(BACKUPS["no_base"])
    archive = stock.archive
    if archive.newest_at is None:
        say(BACKUPS["archive_empty"])
    else:
        say(
            BACKUPS["archive"].format(
                count=archive.segments,
                size=size(archive.packed_bytes),
                age=age(archive.newest_at),
            )
        )
    for copy in stock.keystore:
        say(BACKUPS["keystore"].format(name=copy.name, age=age(copy.made_at)))
    if not stock.keystore:
        say(BACKUPS["no_keystore"])
    if stock.is_keystore_in_same_cluster:
        say(BACKUPS["same_cluster"])


def tell_verdict(
    verdict: Verdict,
    witnessed: Witnessed | None,
    codes: Mapping[UUID, str],
    *,
    is_on_purpose: bool,
) -> None:
    """Tell whether restored books are all there, and what is not."""
    held = "" if witnessed is None else f"{witnessed.held.size}-{witnessed.held.root[:16]}"
    if verdict.is_behind:
        say(RESTORED["behind"].format(held=held, newest=verdict.newest_size))
        if verdict.standing is None:
            say(RESTORED["heads_unknown"])
    if verdict.standing is not None:
        _tell_standing(verdict.standing, codes)
    if verdict.is_fork:
        say(RESTORED["fork"])
    if not verdict.report.sound:
        kinds = sorted({fault.kind for part in verdict.report.parts for fault in part.faults})
        say(RESTORED["unsound"].format(kinds=", ".join(kinds)))
    elif witnessed is None:
        say(RESTORED["sound_alone"])
    elif not verdict.is_lacking and not verdict.is_fork:
        say(RESTORED["whole"].format(held=held))
    if is_on_purpose and verdict.is_lacking:
        say(RESTORED["on_purpose"])
    say(RESTORED["next"])


def tell_drill(report: DrillReport) -> None:
    """Tell how a drill went."""
    if report.base is not None and report.base_finished_at is not None:
        say(
            DRILL["title"].format(
                base=report.base, age=age(report.base_finished_at), version=report.server_version
            )
        )
    if report.standing is not None and report.standing.is_whole:
        say(DRILL["covered"].format(unions=report.unions, events=report.events))
    say(DRILL["not_held"] if report.held is None else DRILL["held"].format(held=report.held))
    if report.keystore is not None:
        found = report.keystore
        say(
            DRILL["keystore"].format(
                age=age(found.made_at), tenants=found.tenants, people=found.people
            )
        )
    steps = "，".join(f"{STEPS[name]} {taken:.1f}" for name, taken in report.seconds.items())
    say(DRILL["seconds"].format(steps=steps))
    for one in report.found:
        say(DRILL_FOUND[one.finding].format(places=", ".join(one.places)))
    say(DRILL["sound" if report.sound else "unsound"])


def age(moment: datetime) -> str:
    """Return how long ago a moment was, in the largest unit that is not zero."""
    passed = max(datetime.now(UTC) - moment, timedelta())
    if passed.days:
        return AGES["days"].format(number=passed.days)
    if passed >= timedelta(hours=1):
        return AGES["hours"].format(number=passed.seconds // 3_600)
    return AGES["minutes"].format(number=passed.seconds // 60)


def size(count: int) -> str:
    """Return a size in bytes in the largest unit of which there are ten."""
    if count >= 10 * _KILO**3:
        return SIZES["giga"].format(number=count // _KILO**3)
    if count >= 10 * _KILO**2:
        return SIZES["mega"].format(number=count // _KILO**2)
    return SIZES["kilo"].format(number=count // _KILO)


def _use_of(base: BaseSeen) -> str:
    if not base.is_readable:
        return BACKUPS["manifest_unusable"]
    if not base.is_on_newest_line:
        return BACKUPS["off_line"]
    if base.missing_segment is not None:
        return BACKUPS["gap_after"].format(segment=base.missing_segment)
    return BACKUPS["on_line"]


def _tell_standing(standing: Standing, codes: Mapping[UUID, str]) -> None:
    for one in standing.lacking:
        say(
            RESTORED["lacking"].format(
                code=codes.get(one.union_id, ""),
                union_id=one.union_id,
                position=one.position,
                known=one.known,
                events=one.events,
            )
        )
    if standing.lacking:
        say(
            RESTORED["lacking_sum"].format(
                unions=len(standing.lacking), events=standing.events_lacking
            )
        )
    for union_id in standing.differing:
        say(RESTORED["differing"].format(code=codes.get(union_id, ""), union_id=union_id))
