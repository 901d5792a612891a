"""One PDF's objects copied into another under new numbers; what several PDFs have in common is written once."""

import hashlib
import re

from pikepdf import Dictionary, Object, Pdf, Stream

from .syntax import renumbered
from .writer import PdfWriter

_NAME = re.compile(rb"/[^\s/<>\[\]()]+")


class ObjectCopy:
    """Copies one handout's objects into the print file.

    An object belongs to the handout alone if ``add`` has numbered it. Any other object is copied as soon as something
    that is copied refers to it, unless an equal one is in the print file already: ``shared`` has the numbers of those
    by their digests. ``key_offset`` is added to the handout's keys of the parent tree.
    """

    def __init__(self, book: Pdf, writer: PdfWriter, shared: dict[bytes, int], key_offset: int) -> None:
        self.numbers: dict[tuple[int, int], int] = {}
        """The new number of each object by its old number and generation."""
        self._book = book
        self._writer = writer
        self._shared = shared
        self._key_offset = key_offset
        self._own: list[tuple[int, Object]] = []
        """The objects that belong to the handout alone, with their new numbers."""
        self._copied: list[tuple[int, bytes]] = []
        self._in_progress: set[tuple[int, int]] = set()
        """The old numbers of the shared objects whose copying has begun."""

    def add(self, obj: Object) -> int:
        """Give an object that belongs to this handout alone a new number, and return it; the same each time.

        An object without a number, which lies within another, is copied together with that; then this returns 0.
        """
        if not obj.is_indirect or obj.objgen in self.numbers:
            return self.numbers.get(obj.objgen, 0)
        number = self._writer.reserve()
        self.numbers[obj.objgen] = number
        self._own.append((number, obj))
        return number

    def redirect(self, obj: Object, number: int) -> None:
        """Make references to one of the handout's objects lead to an object of the print file, and do not copy it."""
        self.numbers[obj.objgen] = number

    def put(self, *objects: tuple[int, bytes]) -> None:
        """Add new objects, each with its number, that need no renumbering."""
        self._copied += objects

    def renumbered(self, obj: Object) -> bytes:
        """Return an object as it is written in the print file; an indirect object as a reference."""
        return renumbered(obj.unparse(), self._number, key_offset=self._key_offset)

    def finished(self) -> list[tuple[int, bytes]]:
        """Copy the handout's own objects; return all copied objects but the streams, which have been written."""
        for number, obj in self._own:
            self._copied.append((number, self._body(obj)))
        return self._copied

    def _body(self, obj: Object) -> bytes:
        return renumbered(obj.unparse(resolved=True), self._number, key_offset=self._key_offset)

    def _number(self, number: int, generation: int) -> int:
        old = number, generation
        return self.numbers[old] if old in self.numbers else self._share(old)

    def _share(self, old: tuple[int, int]) -> int:
        """Return the number of an object that is in the print file once, with everything that it refers to."""
        if old in self._in_progress:  # It refers to itself, and such an object equals no other: it gets a new number.
            self.numbers[old] = self._writer.reserve()
            return self.numbers[old]
        self._in_progress.add(old)
        obj = self._book.get_object(old)
        stream = isinstance(obj, Stream)
        body, data = self._entries_and_data(obj) if stream else (self._body(obj), b"")
        digest = hashlib.sha256(b"%d %d %s%s" % (stream, len(body), body, data)).digest()
        number = self.numbers.get(old) or self._shared.get(digest)
        if number is None or old in self.numbers:
            number = number or self._writer.reserve()
            self._shared[digest] = number
            if stream:
                self._writer.stream(number, body, data)
            else:
                self._copied.append((number, body))
        self.numbers[old] = number
        return number

    def _entries_and_data(self, stream: Object) -> tuple[bytes, bytes]:
        """Return a stream's dictionary entries, without /Length, and its data as they are in the file, filtered."""
        entries = Dictionary({key: value for key, value in stream.items() if key != "/Length"})
        if "/Resources" in entries:
            entries.Resources = _used_resources(stream)
        return self.renumbered(entries)[2:-2].strip(), stream.read_raw_bytes()


def _used_resources(form: Object) -> Dictionary:
    """Return those of a form XObject's resources that its content names.

    WeasyPrint also lists resources that it does not use, such as the document's fonts, which differ from handout to
    handout. With them, no two handouts would have the same XObject.
    """
    names = {name.decode("latin-1") for name in _NAME.findall(form.read_bytes())}
    used = Dictionary()
    for category, resources in form.Resources.items():
        if isinstance(resources, Dictionary):
            used[category] = Dictionary({name: value for name, value in resources.items() if name in names})
    return used
