"""XML of strangers, read as it comes: no entities, no tag without end, nothing held that the reader does not want.

XML that is not well-formed is read a second time, with what careless programs write put right: control characters,
which XML 1.0 has no way to write, a bare & and the names of HTML's characters, spaces before the declaration. All that
is changed is a spelling: no text is lost or added.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from html.entities import html5
from typing import TypeVar
from xml.parsers import expat

_LONGEST_TAG = 4_000_000
"""Bytes that may pass without an event: the longest tag or comment."""
_DEEPEST = 200
"""How deep elements may be in one another."""
_NAMES = 20_000
"""How many different names elements and attributes may have; the parser keeps them all."""
_MENDED = 50_000_000
"""Size limit of XML that is mended, in bytes, since it is held as a whole."""
_HELD = 0xFDD0
"""Control characters are held as noncharacters of Unicode from U+FDD0, of which there are as many."""
_MOST_MENDED = 200_000
"""Limit of the references and sections in XML that is mended: each takes a microsecond."""
_BAD_REFERENCE = re.compile(r"&(?:#(?:x([0-9A-Fa-f]{1,10})|([0-9]{1,10}));|([A-Za-z][A-Za-z0-9]{0,40};)|(?!#))")
_CONTROLS = {code: chr(_HELD + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_VERBATIM = "<![CDATA["
_PUT_ASIDE = re.compile("[\ufdd0-\ufdef]")
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


class BrokenXmlError(Exception):
    """XML that cannot be read, or that no workbook has."""


class XmlWalker:
    """Receives what stands in an XML file, in order. ``start`` and ``end`` keep count of ``depth``."""

    depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive a start tag."""
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Receive an end tag."""
        raise NotImplementedError

    def characters(self, text: str) -> None:
        """Receive a piece of text."""
        raise NotImplementedError


class _LocalNames(dict[str, str]):
    """Names without prefixes, by names as they are written; each is computed once."""

    def __missing__(self, name: str) -> str:
        """Compute a name's local part."""
        self[name] = local = name.rpartition(":")[2]
        return local


class LocalWalker(XmlWalker):
    """A walker that knows elements by their names without prefixes."""

    def __init__(self) -> None:
        self.local = _LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive a start tag."""
        self.depth += 1
        self.begin(self.local[name], attributes)

    def end(self, name: str) -> None:
        """Receive an end tag."""
        self.depth -= 1
        self.finish(self.local[name])

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Receive a start tag, without its prefix."""

    def finish(self, tag: str) -> None:
        """Receive an end tag, without its prefix."""

    def characters(self, text: str) -> None:
        """Receive a piece of text."""


Walker = TypeVar("Walker", bound=XmlWalker)


def walk(
    new_walker: Callable[[], Walker], pieces: Callable[[], Iterable[bytes]], *, namespaces: bool = False
) -> Walker:
    """Return a walker that has been through an XML file; with ``namespaces``, names begin with theirs and a space.

    ``pieces`` gives the file from its beginning, and may be called twice; so may ``new_walker``. Raises BrokenXmlError,
    and what ``pieces`` and the walker raise.
    """
    try:
        return _walked(new_walker(), pieces(), namespaces=namespaces)
    except (expat.ExpatError, LookupError):  # The latter for an encoding that there is not.
        try:
            return _walked(new_walker(), [mended(pieces())], namespaces=namespaces)
        except expat.ExpatError as error:
            raise BrokenXmlError from error


def _walked(walker: Walker, pieces: Iterable[bytes], *, namespaces: bool) -> Walker:
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    given = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - more may follow
            given += len(piece)
            without_event = given - parser.CurrentByteIndex
            if walker.depth > _DEEPEST or without_event > _LONGEST_TAG or len(parser.intern) > _NAMES:
                raise BrokenXmlError
        parser.Parse(b"", True)  # noqa: FBT003 - this is the last of it
    except ValueError as error:  # A walker has met a number that is none.
        raise BrokenXmlError from error
    return walker


def _refuse_doctype(*_declaration: object) -> None:
    """Refuse a document type: it can define entities, and no workbook needs one."""
    raise BrokenXmlError


def mended(pieces: Iterable[bytes]) -> bytes:
    """Return XML with what careless programs write put right, in UTF-8. Raises BrokenXmlError if it is no text."""
    content = b"".join(_within(_MENDED, pieces))
    declared = re.match(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)", content)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else declared[1].decode() if declared else "utf-8"
    try:
        text = content.decode(encoding).lstrip("\ufeff \t\r\n")
    except (UnicodeDecodeError, LookupError) as error:
        raise BrokenXmlError from error
    if text.count("&") > _MOST_MENDED or text.count(_VERBATIM) > _MOST_MENDED:
        raise BrokenXmlError
    text = re.sub(r"^<\?xml.*?\?>", "", text.translate(_CONTROLS), count=1, flags=re.DOTALL)
    return "".join(_with_right_references(text)).encode(errors="xmlcharrefreplace")


def _with_right_references(text: str) -> Iterator[str]:
    """Yield the parts of a text with right references; in a section that is taken verbatim, & is only a letter."""
    end = 0
    while (start := text.find(_VERBATIM, end)) >= 0 and (after := text.find("]]>", start)) >= 0:
        yield _BAD_REFERENCE.sub(_mended_reference, text[end:start])
        yield text[start:after]
        end = after
    yield _BAD_REFERENCE.sub(_mended_reference, text[end:])


def _within(most: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        most -= len(piece)
        if most < 0:
            raise BrokenXmlError
        yield piece


def _mended_reference(match: re.Match[str]) -> str:
    """Return a reference to a character that XML knows."""
    if match[1] or match[2]:
        code = int(match[1], 16) if match[1] else int(match[2])
        return chr(_HELD + code) if code < len("\0" * 32) and chr(code) not in "\t\n\r" else match[0]
    if match[3] in _XML_NAMES:
        return match[0]
    return escape(html5[match[3]]) if match[3] in html5 else f"&amp;{match[0][1:]}"


def with_line_ends(text: str) -> str:
    r"""Return a text with \n for all ends of lines, Word's vertical tab too, and with its control characters again."""
    if text.isprintable():
        return text
    text = _PUT_ASIDE.sub(lambda match: chr(ord(match[0]) - _HELD), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
