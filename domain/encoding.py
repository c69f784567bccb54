"""Events to bytes and back, through the catalogue. What is hashed is the bytes, so encoding happens once."""

import msgspec

from domain.catalogue import CATALOGUE
from domain.event import Event
from domain.upcasters import UnknownShape, upcast

_encoder = msgspec.json.Encoder()
_decoders = {topic: msgspec.json.Decoder(event) for topic, event in CATALOGUE.items()}


def encode(event: Event) -> bytes:
    """Return the body of an event: UTF-8 JSON, as it will be stored and hashed."""
    return _encoder.encode(event)


def decode(topic: str, schema_version: int, body: bytes) -> Event:
    """Return the event in its newest shape; raises UnknownShape or msgspec.DecodeError."""
    event_class = CATALOGUE.get(topic)
    if event_class is None or schema_version > event_class.SCHEMA_VERSION:
        raise UnknownShape(topic, schema_version)
    try:
        if schema_version == event_class.SCHEMA_VERSION:
            return _decoders[topic].decode(body)
        return _lifted(event_class, schema_version, body)
    except (UnicodeDecodeError, TypeError, KeyError, RecursionError) as error:
        raise msgspec.DecodeError("the body is not of any known shape") from error


def _lifted(event_class: type[Event], schema_version: int, body: bytes) -> Event:
    shape = upcast(
        msgspec.json.decode(body),
        event_class.TOPIC,
        from_version=schema_version,
        to_version=event_class.SCHEMA_VERSION,
    )
    return msgspec.convert(shape, event_class)
