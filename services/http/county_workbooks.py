"""The county's tables as workbooks: the roll-up, the indicators, how far books have come."""

import asyncio
from datetime import date

from services.auth import may
from services.exporters.workbooks.county import (
    CountyAsked,
    coverage_workbook,
    indicators_workbook,
    rollup_workbook,
)
from services.http.asking import Answer, Asking, weak
from services.http.exporting import record_export
from services.http.federations import registered
from services.http.operation import operation
from services.http.statistics import (
    CoverageQuery,
    IndicatorsQuery,
    RollupQuery,
    coverage_of,
    indicators_of,
    rollup_seen,
)
from services.reads import Scope
from services.words.sheets import COVERAGE_TITLE, INDICATORS_TITLE, ROLLUP_TITLE
from services.workbooks.names import attachment, file_name
from services.workbooks.writing import MEDIA_TYPE

_FEDERATION = "/v1/federations/{federation_id}"


@operation(
    "GET",
    f"{_FEDERATION}/rollup/workbook",
    "exportRollup",
    tag="federations",
    policy=may("county.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
)
async def export_rollup(asking: Asking, query: RollupQuery) -> Answer:
    """全县汇总表 as .xlsx. Small counts are left out as on the screen."""
    seen = await rollup_seen(asking, query)
    asked = await _asked(asking, str(query.year))
    content = await asyncio.to_thread(rollup_workbook, asked, seen.told)
    return await _exported(asking, content, asked, ROLLUP_TITLE, seen.position)


@operation(
    "GET",
    f"{_FEDERATION}/indicators/workbook",
    "exportIndicators",
    tag="county",
    policy=may("county.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
)
async def export_indicators(asking: Asking, query: IndicatorsQuery) -> Answer:
    """全县指标表 as .xlsx: sums, and each unit's numerator and denominator."""
    seen = await indicators_of(asking, query)
    asked = await _asked(asking, seen.told.until_month)
    content = await asyncio.to_thread(
        indicators_workbook, asked, seen.told.indicators, seen.told.least
    )
    return await _exported(asking, content, asked, INDICATORS_TITLE, seen.position)


@operation(
    "GET",
    f"{_FEDERATION}/coverage/workbook",
    "exportCoverage",
    tag="county",
    policy=may("county.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
)
async def export_coverage(asking: Asking, query: CoverageQuery) -> Answer:
    """账目进度表 as .xlsx: what each unit has recorded for each month; missing is missing."""
    seen = await coverage_of(asking, query)
    asked = await _asked(asking, str(query.year))
    content = await asyncio.to_thread(coverage_workbook, asked, seen.told.units)
    return await _exported(asking, content, asked, COVERAGE_TITLE, seen.position)


async def _asked(asking: Asking, period: str) -> CountyAsked:
    _, federation = await registered(asking)
    scope = Scope(union_id=asking.tenant_id, as_of=date.max)
    units = (await asking.parts.ledgers.units(scope)).rows
    return CountyAsked(name=federation.name, period=period, units=units)


async def _exported(
    asking: Asking, content: bytes, asked: CountyAsked, title: str, position: int
) -> Answer:
    await record_export(asking, "workbook", f"{title} {asked.period}")
    name = file_name(asked.name, title, asked.period, at=asking.parts.here())
    return Answer(body=content, headers=weak(position) | attachment(name), media_type=MEDIA_TYPE)
