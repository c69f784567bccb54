"""What can be on record of an export: who took it out and when stands in the envelope, what was in it nowhere."""

from typing import Annotated, ClassVar, Literal

import msgspec

from domain.event import Event
from domain.ids import ExportId

ExportKind = Literal["bank_file", "audit_data", "bundle", "workbook", "print", "attachment"]
"""代发文件 with accounts in clear, a year's books for an auditor's software, an auditor's bundle, an .xlsx, a PDF,
one paper of a hardship file."""
About = Annotated[str, msgspec.Meta(max_length=200)]
"""Which one: the id of a pay list, a year and format, the name of a bundle."""


class ExportDelivered(Event, frozen=True, kw_only=True):
    """Part of the books left the system in one piece (等保 2.0 安全审计, domain.md 8.2).

    `people`: of how many people something stood in it in clear.
    """

    TOPIC: ClassVar[str] = "export.delivered"

    export_id: ExportId
    kind: ExportKind
    about: About
    people: int = 0


ExportEvent = ExportDelivered
