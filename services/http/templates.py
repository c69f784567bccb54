"""官方模板: which workbooks can be imported, what each column means, and an empty one of each to fill."""

import asyncio
from typing import Final

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation
from services.importers.columns import TABLES_OF, FileKind
from services.importers.limits import DEFAULT_LIMITS
from services.importers.template_workbook import template
from services.importers.templates import TemplateTable, template_tables
from services.words.templates import FILE_SUFFIX, FILES, PURPOSES
from services.workbooks.names import attachment, file_name
from services.workbooks.writing import MEDIA_TYPE

_TEMPLATES: Final = "/v1/templates"


class TemplateView(Answered, frozen=True, kw_only=True):
    """One kind of file that can be imported; `href` is its template."""

    kind: FileKind
    title: str
    purpose: str
    href: str
    tables: tuple[TemplateTable, ...]


class TemplatesView(Answered, frozen=True, kw_only=True):
    """Every template, and how large a file may be."""

    templates: list[TemplateView]
    rows_most: int
    bytes_most: int


@operation(
    "GET",
    _TEMPLATES,
    "listTemplates",
    tag="templates",
    policy=may("templates.read"),
    answer=TemplatesView,
)
async def list_templates(asking: Asking) -> Answer:
    """Every kind of workbook the books take, with its columns, and the limits of a file."""
    _ = asking
    templates = [
        TemplateView(
            kind=kind,
            title=FILES[kind],
            purpose=PURPOSES[kind],
            href=f"{_TEMPLATES}/{kind}",
            tables=template_tables(kind),
        )
        for kind in TABLES_OF
    ]
    view = TemplatesView(
        templates=templates,
        rows_most=DEFAULT_LIMITS.rows,
        bytes_most=DEFAULT_LIMITS.file_bytes,
    )
    return Answer(body=view)


@operation(
    "GET",
    f"{_TEMPLATES}/{{kind}}",
    "readTemplate",
    tag="templates",
    policy=may("templates.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
    refusals=("request.path_unknown",),
)
async def read_template(asking: Asking, kind: FileKind) -> Answer:
    """An empty workbook to fill, with instructions, drop-downs and an example on a sheet of its own."""
    content = await asyncio.to_thread(template, kind)
    name = template_name(kind, asking.parts.today().year)
    return Answer(body=content, headers=attachment(name), media_type=MEDIA_TYPE)


def template_name(kind: FileKind, year: int) -> str:
    """Return what the file is called; that of dues bears the year, which the importer reads from it."""
    period = [str(year)] if kind == "dues" else []
    return file_name(FILES[kind], FILE_SUFFIX, *period)
