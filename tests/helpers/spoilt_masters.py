"""Masters with one thing in them changed, as damage or a fault of the program could do it, but of the right types."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import setitem

import msgspec

from worksheets.merge.model import Master

_NUMBERS = (-1, 0, 1, 2, 7, 2**31, 10**12, -(10**12))
_LENGTHS = (math.nan, math.inf, -math.inf, 1e9, -1e9, 1e300)


@dataclass(frozen=True, slots=True)
class _Place:
    """A value in a tree of lists and dicts: how it is reached, and how it is replaced."""

    path: str
    value: object
    replace: Callable[[object], None]


def _places(tree: object, path: str = "") -> Iterator[_Place]:
    """Yield all values in a tree."""
    if not isinstance(tree, list | dict):
        return
    for key, value in enumerate(tree) if isinstance(tree, list) else list(tree.items()):
        inner = f"{path}.{'*' if isinstance(key, int) else key}"
        yield _Place(inner, value, partial(setitem, tree, key))
        yield from _places(value, inner)


def _others(value: object) -> list[object]:
    """Return other values of the same type; none for what is not changed."""
    match value:
        case bool() | None:
            others: list[object] = []
        case int():
            others = [*_NUMBERS, value + 1, value - 1]
        case float():
            others = list(_LENGTHS)
        case [_, *_]:
            others = [[], value[:-1], value[1:], [*value, value[0]], value[::-1]]
        case dict() if value:
            others = [{}, dict(list(value.items())[1:])]
        case bytes():
            others = [b"", value[::-1], value[:-1], bytes([*value[:-1], (value or b"a")[-1] ^ 1]), b"\0"]
        case str():
            others = ["", "x", value + "x", value[::-1] + "y"]
        case _:
            others = []
    return [other for other in others if other != value]


@dataclass(frozen=True, slots=True)
class SpoiltMaster:
    """A master with one value changed."""

    path: str
    """Which value that is: the names of the fields, with ``*`` for any index."""
    value: object
    """What it was before."""
    data: bytes
    """The master as it is written."""


def spoilt(master: Master, seed: int) -> SpoiltMaster:
    """Return a master with one value changed, a different one with each seed; each kind of value is as likely."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    tree = msgspec.msgpack.decode(msgspec.msgpack.encode(master), strict=False)
    by_path: dict[str, list[_Place]] = {}
    for place in _places(tree):
        by_path.setdefault(place.path, []).append(place)
    while True:
        place = chance.choice(by_path[chance.choice(sorted(by_path))])
        if others := _others(place.value):
            place.replace(chance.choice(others))
            return SpoiltMaster(place.path, place.value, msgspec.msgpack.encode(tree))
