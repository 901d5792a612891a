"""The values of an XML form (XFA), which Adobe's programs keep beside the fields of a form (ISO 32000-1, 12.7.8)."""

from pyexpat import ParserCreate

from pikepdf import Array, Object, Stream

from .bounded_stream import TooLargeError, stream_data

_MAX_XML = 4 << 20
"""The most bytes of the parts of an XML form together."""
_MAX_DEPTH = 64
"""How many elements may be in one another: each value keeps the names of those that it is in."""
_MAX_VALUES = 20_000
"""The most values, which is as many as the fields of some hundred forms."""

XmlValue = tuple[tuple[str, ...], str]
"""The names of the elements that a value is in, outermost first, and its text."""


def xml_values(form: Object) -> list[XmlValue]:
    """Return the values of an XML form in their order.

    Raises TooLargeError if it is too large to be one, and ValueError if it is no XML.
    """
    data = bytearray()
    for part in _parts(form.XFA):
        if isinstance(part, Stream):
            data += stream_data(part, _MAX_XML - len(data))
    reader = _DataReader()
    reader.read(bytes(data))
    return reader.values


def _parts(xfa: Object) -> list[Object]:
    """Return the parts of an XML form: one, or those after each part's name."""
    return list(xfa)[1::2] if isinstance(xfa, Array) else [xfa]


class _DataReader:
    """Collects the texts of the elements without children that are in the form's data."""

    def __init__(self) -> None:
        self.values: list[XmlValue] = []
        self._path: list[str] = []
        self._text: list[str] = []

    def read(self, data: bytes) -> None:
        """Read a whole document."""
        parser = ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        try:
            parser.Parse(data, True)  # noqa: FBT003 - it takes no keyword
        except TooLargeError:
            raise
        except Exception as error:
            raise ValueError("no XML form") from error

    def _refuse(self, *_declaration: object) -> None:
        """Refuse a document type: its entities can grow to gigabytes, and no form has one."""
        raise ValueError

    def _start(self, name: str, _attributes: object) -> None:
        if len(self._path) >= _MAX_DEPTH or len(self.values) >= _MAX_VALUES:
            raise TooLargeError
        self._path.append(name.rpartition(" ")[2])
        self._text.clear()

    def _end(self, _name: str) -> None:
        text = "".join(self._text).strip()
        if text and "data" in self._path[:-1]:
            self.values.append((tuple(self._path[self._path.index("data") + 1 :]), text))
        self._path.pop()
        self._text.clear()
