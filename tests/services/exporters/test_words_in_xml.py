"""Whatever stands in a cell stays in it: an exported document is read back as it was written."""

import pytest
from defusedxml.ElementTree import fromstring

from services.exporters.audit_data.cells import Table
from services.exporters.audit_data.xml_file import xml_text
from services.words.audit_data.gbt24589 import NAMESPACE, TABLES

WORDS = TABLES[0]


@pytest.mark.parametrize(
    "text",
    [
        "</a><b onload='x'>&\"]]><!--",
        "&amp;&#60;script&#62;",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
        "<![CDATA[x]]>",
        "<?xml version='1.0'?>",
        "王小明 𠮷 <工会>",
    ],
)
def test_no_word_breaks_out_of_its_cell(text: str) -> None:
    row = [text for _ in WORDS.columns]
    root = fromstring(xml_text([Table(WORDS, [row])]))
    (read,) = list(root)
    assert [cell.text for cell in read] == row
    assert [cell.tag for cell in read] == [f"{{{NAMESPACE}}}{one.name}" for one in WORDS.columns]


def test_what_no_document_may_hold_is_replaced() -> None:
    row = ["a\x00\x1b\ufffe" for _ in WORDS.columns]
    (read,) = list(fromstring(xml_text([Table(WORDS, [row])])))
    assert {cell.text for cell in read} == {"a���"}
