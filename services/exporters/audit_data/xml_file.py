"""Exported tables as one XML document in the manner of GB/T 24589.2, and the schema that describes it.

Both are made from the tables declared in `services/words/audit_data/gbt24589.py`, so the one cannot leave the
other behind.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from services.exporters.audit_data.cells import Table
from services.words.audit_data.declared import Kind
from services.words.audit_data.gbt24589 import NAMESPACE, ROOT, TABLES

XML_FILE: Final = "gbt24589.xml"
SCHEMA_FILE: Final = "gbt24589.xsd"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: Final[dict[Kind, str]] = {
    "text": "xs:string",
    "amount": "amount",
    "date": "date",
    "instant": "instant",
    "number": "xs:integer",
}


def xml_text(tables: Iterable[Table]) -> str:
    """Return the tables as one document, each row an element, each cell an element of it."""
    return "".join(_document(tables))


def schema_text() -> str:
    """Return the XML schema of the document: elements, their order, and how each is written."""
    return "".join(_schema())


def _document(tables: Iterable[Table]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{ROOT} xmlns="{NAMESPACE}">\n'
    for one in tables:
        names = [column.name for column in one.words.columns]
        for row in one.rows:
            yield f"<{one.words.name}>"
            for name, text in zip(names, row, strict=True):
                yield f"<{name}>{escape(_NOT_XML.sub('�', text))}</{name}>"
            yield f"</{one.words.name}>\n"
    yield f"</{ROOT}>\n"


def _schema() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'targetNamespace="{NAMESPACE}" xmlns="{NAMESPACE}" elementFormDefault="qualified">\n'
    )
    yield _simple("amount", r"-?[0-9]+\.[0-9]{2}")
    yield _simple("date", r"([0-9]{4}-[0-9]{2}-[0-9]{2})?")
    yield _simple("instant", r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)?")
    yield f'<xs:element name="{ROOT}"><xs:complexType><xs:sequence>\n'
    for words in TABLES:
        yield (
            f'<xs:element name="{words.name}" minOccurs="0" maxOccurs="unbounded">'
            f"{_told(words.chinese, words.english)}<xs:complexType><xs:sequence>\n"
        )
        for column in words.columns:
            yield (
                f'<xs:element name="{column.name}" type="{_TYPES[column.kind]}">'
                f"{_told(column.chinese, column.english)}</xs:element>\n"
            )
        yield "</xs:sequence></xs:complexType></xs:element>\n"
    yield "</xs:sequence></xs:complexType></xs:element>\n</xs:schema>\n"


def _simple(name: str, pattern: str) -> str:
    return (
        f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">'
        f'<xs:pattern value="{pattern}"/></xs:restriction></xs:simpleType>\n'
    )


def _told(chinese: str, english: str) -> str:
    told = "".join(
        f'<xs:documentation xml:lang="{language}">{escape(text)}</xs:documentation>'
        for language, text in (("zh", chinese), ("en", english))
    )
    return f"<xs:annotation>{told}</xs:annotation>"
