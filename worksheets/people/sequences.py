"""Sequences that hold nothing of their own: elements of another sequence, picked or changed as they are asked for.

The people of a long list are kept packed, and unpacked one after another; a list of a hundred thousand of them unpacked
would take half a gigabyte.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class Mapped(Sequence[T], Generic[S, T]):
    """What a function makes of each element of a sequence, made anew whenever it is asked for."""

    def __init__(self, elements: Sequence[S], function: Callable[[S], T]) -> None:
        self._elements = elements
        self._function = function

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._elements)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return an element, or some of them, by index."""
        if isinstance(index, slice):
            return [self._function(element) for element in self._elements[index]]
        return self._function(self._elements[index])


class Picked(Sequence[T]):
    """Some elements of a sequence, in any order, given by their indexes."""

    def __init__(self, elements: Sequence[T], indexes: Iterable[int]) -> None:
        self._elements = elements
        self._indexes = array("L", indexes)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._indexes)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return an element, or some of them, by index."""
        if isinstance(index, slice):
            return [self._elements[place] for place in self._indexes[index]]
        return self._elements[self._indexes[index]]
