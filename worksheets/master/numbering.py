"""Numbers the objects of a rendering anew: first those that are the same for everybody, then those that are not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

from worksheets.merge.questions import PLACEHOLDER
from worksheets.pdf.content_stream import Digests
from worksheets.pdf.structure import walk
from worksheets.pdf.syntax import compact, renumbered

ObjectKey = tuple[int, int]
"""The number and the generation of an object in the rendering, as pikepdf's ``objgen`` has them."""


@dataclass(frozen=True, slots=True)
class NumberedObjects:
    """The objects of a rendering with their numbers in the master."""

    numbers: Mapping[ObjectKey, int]
    streams: Sequence[Object]
    """The streams that are the same for everybody, numbered from 1."""
    others: Sequence[Object]
    """The other objects that are the same for everybody, numbered after them."""
    with_placeholders: Sequence[Object]
    """The objects with placeholders in their strings."""

    @property
    def next_number(self) -> int:
        """The first number that is free."""
        return max(self.numbers.values()) + 1

    def number(self, obj: Object) -> int:
        """Return the number of an object."""
        return self.numbers[obj.objgen]

    def body(self, obj: Object) -> bytes:
        """Return an object as the master has it: with the new numbers, without needless spaces."""
        return compact(renumbered(obj.unparse(resolved=True), lambda *key: self.numbers[key]))

    def entries_but(self, obj: Object, names: Collection[str]) -> bytes:
        """Return the entries of a dictionary or a stream, except some, without ``<<`` and ``>>``."""
        return self.body(Dictionary({name: value for name, value in obj.items() if name not in names}))[2:-2]

    def references(self, objects: Collection[Object]) -> bytes:
        """Return references to objects, with spaces between them."""
        return b" ".join(b"%d 0 R" % self.number(obj) for obj in objects)


def numbered_objects(book: Pdf, digests: Digests, variable: Collection[ObjectKey]) -> NumberedObjects:
    """Give the objects that a PDF uses new numbers; those that draw the same, by their digests, get the same one.

    The order is: fixed streams, other fixed objects, a free number for the object stream that holds these in each
    handout, and the variable objects. ``variable`` are the objects that depend on the participant; those with
    placeholders in their strings are added.
    """
    reachable = list(reachable_objects(book))
    first = {digests.get(obj.objgen, obj.objgen): obj for obj in reversed(reachable)}
    distinct = [obj for obj in reachable if first[digests.get(obj.objgen, obj.objgen)].objgen == obj.objgen]
    with_placeholders = [obj for obj in distinct if placeholder_strings(obj)]
    variable = {*variable, *(obj.objgen for obj in with_placeholders)}
    fixed = [obj for obj in distinct if obj.objgen not in variable]
    streams = [obj for obj in fixed if isinstance(obj, Stream)]
    others = [obj for obj in fixed if not isinstance(obj, Stream)]
    object_stream = None
    ordered = [*streams, *others, object_stream, *(obj for obj in distinct if obj.objgen in variable)]
    numbers = {obj.objgen: number for number, obj in enumerate(ordered, start=1) if obj is not None}
    repeated = {obj.objgen: first[digests[obj.objgen]].objgen for obj in reachable if obj.objgen in digests}
    numbers |= {repetition: numbers[original] for repetition, original in repeated.items()}
    return NumberedObjects(numbers, streams, others, [obj for obj in with_placeholders if not isinstance(obj, Stream)])


def reachable_objects(book: Pdf) -> Iterator[Object]:
    """Yield the numbered objects that a PDF uses, in an order that depends on its content only."""
    if not book.trailer.Info.is_indirect:
        book.trailer.Info = book.make_indirect(book.trailer.Info)
    for obj in walk([book.trailer.Info, book.trailer.Root], lambda parent: _values(parent)[::-1]):
        if obj.is_indirect:
            yield obj


def _values(obj: Object) -> list[Object]:
    """Return the values of a dictionary or an array, except numbers and the like; none for any other object."""
    if isinstance(obj, Dictionary | Stream):
        return [value for value in obj.values() if isinstance(value, Object)]
    return [value for value in obj if isinstance(value, Object)] if isinstance(obj, Array) else []


def strings(obj: Object) -> Iterator[String]:
    """Yield the texts in an object, but not those in other numbered objects that it refers to.

    The digest of an attachment (/CheckSum) is a string, but no text: some of its bytes may look like any letter.
    """
    if isinstance(obj, Dictionary) and "/CheckSum" in obj:
        obj = Dictionary({key: value for key, value in obj.items() if key != "/CheckSum"})
    for value in [obj] if isinstance(obj, String) else _values(obj):
        if isinstance(value, String):
            yield value
        elif not value.is_indirect:
            yield from strings(value)


def placeholder_strings(obj: Object) -> list[String]:
    """Return the strings with placeholders in an object."""
    return [text for text in strings(obj) if PLACEHOLDER.search(str(text))]
