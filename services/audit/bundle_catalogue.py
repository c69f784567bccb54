"""The catalogue of events as it is put into a bundle: topic, meaning in two languages, JSON schema."""

from functools import cache

import msgspec

from domain.catalogue import CATALOGUE
from domain.event import Event
from services.words.events import event_title

_REFERENCE = "#/schemas/{name}"


@cache
def catalogue_document() -> bytes:
    """Return the document as JSON; the same bytes for the same version of this program."""
    events = list(CATALOGUE.values())
    shapes, schemas = msgspec.json.schema_components(events, ref_template=_REFERENCE)
    document = {
        "format": "gonghui.catalogue/1",
        "events": [
            {
                "topic": event.TOPIC,
                "schema_version": version,
                "zh": event_title(event.TOPIC),
                "en": _meaning(event),
                "schema": shape,
            }
            for event, shape in zip(events, shapes, strict=True)
            for version in range(1, event.SCHEMA_VERSION + 1)
        ],
        "schemas": schemas,
    }
    return msgspec.json.encode(document, order="deterministic")


def _meaning(event: type[Event]) -> str:
    """Return the first line of what is written about an event, else its name in words."""
    written = event.__dict__.get("__doc__") or ""
    first = written.strip().partition("\n")[0]
    return first or event.TOPIC.replace(".", " ").replace("_", " ")
