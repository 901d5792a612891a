"""One PDF's objects copied into another under new numbers; what several have alike is written once."""

import hashlib
import re

from pikepdf import Dictionary, Object, Pdf, Stream

from .writer import PdfWriter

_NUMBER = re.compile(
    rb"""
    \( (?: [^\\()] | \\. )* \)  |  < [0-9A-Fa-f]* >           # a string, which is stepped over
    |  (?P<object> \d+ ) [ ] (?P<generation> \d+ ) [ ] R \b   # a reference
    |  (?P<entry> /StructParents? ) [ ] (?P<key> \d+ )        # a key of the parent tree
    """,
    re.DOTALL | re.VERBOSE,
)
_NAME = re.compile(rb"/[^\s/<>\[\]()]+")


class ObjectCopy:
    """One handout's objects on their way into the print file: its own, and those that it shares with others."""

    def __init__(self, book: Pdf, writer: PdfWriter, shared: dict[bytes, int], keys: int) -> None:
        self.numbers: dict[tuple[int, int], int] = {}
        """The new number of each object by its old number and generation."""
        self._book = book
        self._writer = writer
        self._shared = shared
        self._keys = keys
        """What the handout's keys of the parent tree are moved by."""
        self._own: list[tuple[int, Object]] = []
        self._done: list[tuple[int, bytes]] = []
        self._under_way: set[tuple[int, int]] = set()

    def own(self, thing: Object) -> int:
        """Give an object that no other handout has a number, once; one within another object goes with that."""
        if not thing.is_indirect or thing.objgen in self.numbers:
            return self.numbers.get(thing.objgen, 0)
        number = self._writer.reserve()
        self.numbers[thing.objgen] = number
        self._own.append((number, thing))
        return number

    def stand_in(self, thing: Object, number: int) -> None:
        """Let whatever hangs from one of the handout's objects hang from one of the print file's."""
        self.numbers[thing.objgen] = number

    def put(self, number: int, body: bytes) -> None:
        """Add an object that is ready."""
        self._done.append((number, body))

    def add(self, body: bytes) -> int:
        """Add an object that is ready; return its number."""
        number = self._writer.reserve()
        self.put(number, body)
        return number

    def renumbered(self, thing: Object) -> bytes:
        """Return an object as it is written here; one that has a number, as a reference."""
        return _NUMBER.sub(self._number, thing.unparse())

    def finished(self) -> list[tuple[int, bytes]]:
        """Return all the objects that are no streams; those that are have been written."""
        for number, thing in self._own:
            self._done.append((number, self._body(thing)))
        return self._done

    def _body(self, thing: Object) -> bytes:
        return _NUMBER.sub(self._number, thing.unparse(resolved=True))

    def _number(self, found: re.Match[bytes]) -> bytes:
        if found["key"]:
            return b"%s %d" % (found["entry"], int(found["key"]) + self._keys)
        if not found["object"]:
            return found[0]
        old = int(found["object"]), int(found["generation"])
        return b"%d 0 R" % (self.numbers[old] if old in self.numbers else self._share(old))

    def _share(self, old: tuple[int, int]) -> int:
        """Return the number of an object that others may have too: theirs, if it is the same with all it refers to."""
        if old in self._under_way:  # It refers to itself: nobody else's is the same.
            self.numbers[old] = self._writer.reserve()
            return self.numbers[old]
        self._under_way.add(old)
        thing = self._book.get_object(old)
        stream = isinstance(thing, Stream)
        body, data = self._parts(thing) if stream else (self._body(thing), b"")
        digest = hashlib.sha256(b"%d %d %s%s" % (stream, len(body), body, data)).digest()
        number = self.numbers.get(old) or self._shared.get(digest)
        if number is None or old in self.numbers:
            number = number or self._writer.reserve()
            self._shared[digest] = number
            if stream:
                self._writer.stream(number, body, data)
            else:
                self._done.append((number, body))
        self.numbers[old] = number
        return number

    def _parts(self, stream: Object) -> tuple[bytes, bytes]:
        """Return the entries of a stream's dictionary without its length, and its data as the filters left them."""
        entries = Dictionary({key: value for key, value in stream.items() if key != "/Length"})
        if "/Resources" in entries:
            entries.Resources = _used(stream)
        return self.renumbered(entries)[2:-2].strip(), stream.read_raw_bytes()


def _used(drawing: Object) -> Dictionary:
    """Return those of a drawing's resources that it names: all together they would lead to the whole handout's."""
    named = {name.decode("latin-1") for name in _NAME.findall(drawing.read_bytes())}
    found = Dictionary()
    for kind, entries in drawing.Resources.items():
        if isinstance(entries, Dictionary):
            found[kind] = Dictionary({name: value for name, value in entries.items() if name in named})
    return found
