"""A good body made bad: a value replaced, a name added or lost, or simply other bytes."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.fuzz.corpus import ASSIGNED, LITERALS, VALUES

Place = tuple[str | int, ...]
_MARK = '"\x01here\x01"'


def changed_value(dice: random.Random, body: Any) -> bytes:  # noqa: ANN401 # any JSON
    """Put a hostile value somewhere."""
    return _written(_with(body, _somewhere(dice, body), dice.choice(VALUES)))


def changed_literal(dice: random.Random, body: Any) -> bytes:  # noqa: ANN401
    """Put a token somewhere that no writer of JSON would write."""
    marked = json.dumps(_with(body, _somewhere(dice, body), "\x01here\x01"), ensure_ascii=False)
    mark = json.dumps("\x01here\x01")
    return marked.encode().replace(mark.encode(), dice.choice(LITERALS), 1)


def changed_names(dice: random.Random, body: Any) -> bytes:  # noqa: ANN401
    """Lose a name, add one, or have one twice."""
    objects = [place for place, value in _places(body) if isinstance(value, dict)] or [()]
    place = dice.choice(objects)
    found = dict(_at(body, place)) if isinstance(_at(body, place), dict) else {}
    match dice.randrange(3):
        case 0 if found:
            del found[dice.choice(sorted(found))]
        case 1 if found:
            name = dice.choice(sorted(found))
            raw = _written(_with(body, place, found))
            return raw.replace(
                json.dumps(name).encode() + b":",
                b'%s:1,"%s":' % ((json.dumps(name).encode(), name.encode())),
                1,
            )
        case _:
            found[dice.choice(ASSIGNED)] = dice.choice(VALUES)
    return _written(_with(body, place, found))


def grown(dice: random.Random, body: Any) -> bytes:  # noqa: ANN401
    """Have a list a thousand times as long, or a value wrapped over and over."""
    place = _somewhere(dice, body)
    value = _at(body, place)
    if isinstance(value, list) and value:
        return _written(_with(body, place, value * 1_000))
    for _ in range(dice.choice((1, 2, 31, 32, 40))):
        value = [value] if dice.random() < 0.5 else {"a": value}
    return _written(_with(body, place, value))


def changed_bytes(dice: random.Random, raw: bytes) -> bytes:
    """Flip, cut, repeat, insert: a few times."""
    made = bytearray(raw or b"{}")
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(made) + 1)
        match dice.randrange(6):
            case 0 if made:
                made[at % len(made)] ^= 1 << dice.randrange(8)
            case 1:
                del made[at : at + dice.randint(1, 20)]
            case 2:
                made[at:at] = dice.randbytes(dice.randint(1, 6))
            case 3:
                made[at:at] = made[: dice.randint(1, 200)]
            case 4:
                made[at:at] = dice.choice(LITERALS)
            case _:
                del made[at:]
    return bytes(made)


def _written(body: Any) -> bytes:  # noqa: ANN401
    return json.dumps(body, separators=(",", ":")).encode()


def _places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401
    yield place, value
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, one in inner:
        yield from _places(one, (*place, name))


def _somewhere(dice: random.Random, body: Any) -> Place:  # noqa: ANN401
    return dice.choice([place for place, _ in _places(body)][1:] or [()])


def _at(body: Any, place: Place) -> Any:  # noqa: ANN401
    for name in place:
        body = body[name]
    return body


def _with(body: Any, place: Place, value: Any) -> Any:  # noqa: ANN401
    if not place:
        return value
    made = copy.deepcopy(body)
    _at(made, place[:-1])[place[-1]] = value
    return made
