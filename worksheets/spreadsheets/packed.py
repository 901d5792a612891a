"""Long sequences that take little memory: their items are kept packed, some tens together, and unpacked when needed.

A row of a list is some hundred bytes in its file, two thousand as Python's texts and less than a hundred packed. An
item is a new object each time that it is unpacked: nothing may be known of it by its identity.
"""

import pickle
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Generic, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")

TOGETHER = 32
"""Items that are packed together. Of 20,000 rows, each takes 108 bytes in sixteens, 82 so, and 68 in sixty-fours."""
_KEPT = 64
"""Chunks that are kept unpacked: with them, two thousand rows of 31 columns take 4 MB."""
_UNPACKED = 2 * _KEPT * TOGETHER
"""Items at the end of a sequence that make half of them be packed."""
_LEVEL = 1
"""How hard zlib tries: more makes rows smaller by a twentieth only."""


class Chunked(Sequence[T]):
    """A sequence whose items come some together. The last ones are kept, so that a short one is unpacked once.

    To go through it in order, as often as one likes, costs little; to jump about in a long one costs a chunk each time.
    """

    def __init__(self) -> None:
        self._kept: dict[int, Sequence[T]] = {}
        """Chunks by their indexes. All are given up at once: threads may use the sequence at the same time."""

    def chunk(self, index: int) -> Sequence[T]:
        """Return the items from ``index * TOGETHER`` on, as many as belong together."""
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return an item, or those of a slice as a tuple."""
        if isinstance(index, slice):
            return self._slice(range(*index.indices(len(self))))
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        number, place = divmod(index, TOGETHER)
        return (self._kept.get(number) or self._kept_chunk(number))[place]

    def __iter__(self) -> Iterator[T]:
        """Yield all items; one chunk is unpacked at a time."""
        count = -(-len(self) // TOGETHER)
        return chain.from_iterable(map(self._kept_chunk, range(count)))

    def __eq__(self, other: object) -> bool:
        """Return True for a sequence of equal items."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, object]:
        """Leave what is unpacked out of copies."""
        return {**self.__dict__, "_kept": {}}

    def __repr__(self) -> str:
        """Show the items, as a tuple shows them."""
        return repr(tuple(self))

    def _slice(self, indexes: range) -> Sequence[T]:
        if indexes.step != 1:
            return tuple(self[index] for index in indexes)
        chunks = range(indexes.start // TOGETHER, -(-indexes.stop // TOGETHER))
        items = chain.from_iterable(map(self._kept_chunk, chunks))
        first = indexes.start % TOGETHER
        return tuple(islice(items, first, first + len(indexes)))

    def _kept_chunk(self, number: int) -> Sequence[T]:
        items = self._kept.get(number)
        if items is None:
            items = self.chunk(number)
            if len(self._kept) >= _KEPT:
                self._kept = {}
            if len(items) == TOGETHER:  # The last chunk may still grow.
                self._kept[number] = items
        return items


class Packed(Chunked[T]):
    """A sequence that is packed as it grows, but for its last items: one of two thousand is not packed at all."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        super().__init__()
        self._chunks: list[bytes] = []
        self._rest: list[T] = []
        """The last items, which are not packed."""
        for item in items:
            self.append(item)

    def __reduce__(self) -> tuple[object, ...]:
        """Let it go to other processes as it is."""
        return Packed, (), self.packed_state

    def __setstate__(self, state: tuple[object, ...]) -> None:
        """Take what another process has packed."""
        self._chunks, self._rest = state  # type: ignore[assignment]

    @property
    def packed_state(self) -> tuple[object, ...]:
        """What ``__setstate__`` takes."""
        return self._chunks, self._rest

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._chunks) * TOGETHER + len(self._rest)

    def append(self, item: T) -> None:
        """Add an item."""
        self._rest.append(item)
        if len(self._rest) == _UNPACKED:
            for start in range(0, _UNPACKED // 2, TOGETHER):
                items = self._rest[start : start + TOGETHER]
                self._chunks.append(zlib.compress(pickle.dumps(items, pickle.HIGHEST_PROTOCOL), _LEVEL))
            del self._rest[: _UNPACKED // 2]

    def chunk(self, index: int) -> Sequence[T]:
        """Return items that were packed together, or some of the last ones."""
        if index >= len(self._chunks):
            start = (index - len(self._chunks)) * TOGETHER
            return self._rest[start : start + TOGETHER]
        items: list[T] = pickle.loads(zlib.decompress(self._chunks[index]))  # noqa: S301 - packed by ourselves
        return items


class Picked(Chunked[T]):
    """Some items of a sequence, in an order of their own; only their indexes are held."""

    def __init__(self, items: Sequence[T], indexes: Iterable[int]) -> None:
        super().__init__()
        if isinstance(items, Picked):
            indexes = map(items.indexes.__getitem__, indexes)
            items = items.items
        self.items: Sequence[T] = items
        self.indexes: Sequence[int] = array("l", indexes)

    def __len__(self) -> int:
        """Return the number of picked items."""
        return len(self.indexes)

    def chunk(self, index: int) -> Sequence[T]:
        """Return some of the picked items."""
        start = index * TOGETHER
        return list(map(self.items.__getitem__, self.indexes[start : start + TOGETHER]))


class Mapped(Chunked[T], Generic[S, T]):
    """What a function makes of each item of a sequence, when it is asked for."""

    def __init__(self, items: Sequence[S], function: Callable[[S], T]) -> None:
        super().__init__()
        self._items = items
        self._function = function

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def chunk(self, index: int) -> Sequence[T]:
        """Return what the function makes of some items."""
        start = index * TOGETHER
        return list(map(self._function, self._items[start : start + TOGETHER]))
