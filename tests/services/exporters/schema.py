"""Validates a document against the part of XML Schema that our own schema uses: sequences and patterns."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

_XS = "{http://www.w3.org/2001/XMLSchema}"
_BUILT_IN = {"xs:string": r"[\s\S]*", "xs:integer": r"-?[0-9]+"}


def faults_of(schema: str, document: str) -> list[str]:
    """Return what in the document is not as the schema says; nothing when it is valid."""
    tree = ElementTree.fromstring(schema)
    namespace = f"{{{tree.attrib['targetNamespace']}}}"
    patterns = dict(_BUILT_IN)
    for simple in tree.findall(f"{_XS}simpleType"):
        pattern = simple.find(f"{_XS}restriction/{_XS}pattern")
        assert pattern is not None
        patterns[simple.attrib["name"]] = pattern.attrib["value"]
    root = tree.find(f"{_XS}element")
    assert root is not None
    return list(_faults(root, ElementTree.fromstring(document), namespace, patterns))


def _faults(
    declared: Element, found: Element, namespace: str, patterns: dict[str, str]
) -> Iterator[str]:
    if found.tag != namespace + declared.attrib["name"]:
        yield f"{found.tag} is not {declared.attrib['name']}"
        return
    kind = declared.get("type")
    if kind is not None:
        if len(found) or not re.fullmatch(patterns[kind], found.text or ""):
            yield f"{found.tag} is not of {kind}: {found.text}"
        return
    children = list(found)
    for child in declared.findall(f"{_XS}complexType/{_XS}sequence/{_XS}element"):
        count = 0
        while children and children[0].tag == namespace + child.attrib["name"]:
            yield from _faults(child, children.pop(0), namespace, patterns)
            count += 1
        if count < int(child.get("minOccurs", "1")):
            yield f"{found.tag} lacks {child.attrib['name']}"
        if child.get("maxOccurs", "1") != "unbounded" and count > int(child.get("maxOccurs", "1")):
            yield f"{found.tag} has too many {child.attrib['name']}"
    yield from (f"{found.tag} has {child.tag} out of place" for child in children)
