"""What a workbook is called when it is saved: 单位_报表_期间_导出时间.xlsx."""

import re
from datetime import datetime
from typing import Final
from urllib.parse import quote

_OUTSIDE: Final = re.compile(r'[\\/:*?"<>|\s_\x00-\x1f\x7f]+')
_PART_MOST: Final = 60
_PLAIN: Final = "workbook"


def file_name(*parts: str, at: datetime | None = None) -> str:
    """Return a name any system takes; `at` is the moment of the export."""
    told = [_OUTSIDE.sub("-", part).strip("-.")[:_PART_MOST] for part in parts]
    moment = [] if at is None else [f"{at:%Y%m%d%H%M%S}"]
    return "_".join([part for part in told if part] + moment) + ".xlsx"


def attachment(name: str) -> dict[str, str]:
    """Return the header that says under which name to save (RFC 6266, RFC 5987)."""
    ascii_name = name if name.isascii() else f"{_PLAIN}.xlsx"
    value = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": value}
