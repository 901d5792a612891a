"""Find the encoding of a text file, or refuse it: what cannot be told is never guessed."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from worksheets.errors import RosterError, listed
from worksheets.messages import _

Score = Callable[[str], int]
"""Returns how many recognised headings a decoded text has."""
_FEW_CONTROLS = 3
"""Control characters that even a short list may contain by accident; the reader reports each with its cell."""
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

_READ = {"cp1252": 2, "iso8859-15": 1, "mac_roman": 0, "cp850": 0}
"""The one-byte encodings that are read, with points for how many files are in each.

Those of Windows and Linux, Excel's “CSV (Macintosh)” and “CSV (MS-DOS)”. Code pages 437 and 865 have their letters
where code page 850 has them.
"""
_OF_OTHER_COUNTRIES = ("cp1250", "cp1257", "cp1254")
"""Windows in Central Europe, the Baltic countries and Turkey: a file that can be in one of these is refused."""
_GAP = 3
"""The points by which a text must be likelier than in any other encoding, or it cannot be told which it is."""
_SHOWN = 3
"""The number of readings that a message shows."""
_APART = re.compile(r'[ \t\r\n;|,"]')
"""What stands between the words that a message shows."""
_LARGEST_OTHER = 2_000_000
"""Size limit of a file that is not in Unicode, in bytes: to compare the seven encodings takes a second for each MB."""
_PIECE = 1_000_000
"""Bytes that are decoded at a time."""
_LOOKED_AT = 10_000
"""The first characters, by which a file that is no list is known."""
_LONG_WORD = 30
"""The number of characters that a message shows on each side of the one in question."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text that a file has in an encoding."""

    encoding: str
    text: str
    points: int
    """How likely it is."""
    is_read: bool
    """False for encodings in which files are refused."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a text looks like: large files are looked through piece by piece."""

    start: str
    """Its first characters."""
    has_nul: bool


def encoding_of(data: bytes, source: str, score: Score) -> str:
    """Return the encoding, as Python names it, in which a file is text; ``source`` is its name for messages.

    The encoding is the one that the byte order mark names, UTF-16 if the positions of NUL bytes suggest it, UTF-8 if
    the bytes are valid, or else a one-byte encoding: the one that gives the most recognised headings and then the
    likeliest words. Raises RosterError for damaged text, for text that can be in several encodings or in none that is
    known, and for a file that is no list.
    """
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), _utf16(data))
    try:
        look = _look(data, encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            message = _("{source}: the file is damaged, its {encoding} text is not complete; save the list again")
            raise RosterError(message.format(source=source, encoding=encoding[:6].upper())) from error
        _refuse_other(_look(data, "latin-1"), source)
        if len(data) > _LARGEST_OTHER:
            message = _(
                "{source}: not UTF-8, and too large to be tried in other encodings; save the list again as “CSV UTF-8”"
            )
            raise RosterError(message.format(source=source)) from error
        _refuse_mixed(data, source)
        reading = _one_byte_reading(data, source, score)
        encoding, look = reading.encoding, _Look(reading.text[:_LOOKED_AT], "\0" in reading.text)
    _refuse_other(look, source)
    return encoding or "utf-8"


def _look(data: bytes, encoding: str) -> _Look:
    """Return what a file looks like in an encoding. Raises UnicodeDecodeError if any of it is no text in that."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start, has_nul = "", False
    for index in range(0, len(data), _PIECE):
        text = decoder.decode(data[index : index + _PIECE], final=index + _PIECE >= len(data))
        start += text[: _LOOKED_AT - len(start)]
        has_nul = has_nul or "\0" in text
    return _Look(start, has_nul)


def _utf16(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, judged by the positions of NUL bytes; empty for other files."""
    if b"\0" not in data:
        return ""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 4 < len(data) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "" if even == odd else "utf-16-be" if even > odd else "utf-16-le"


def _refuse_other(look: _Look, source: str) -> None:
    """Raise RosterError for a file that is no list: a picture, a PDF, a web page with a spreadsheet's suffix."""
    text = look.start
    start = text[:500].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<meta", "<head")):
        message = _("{source}: this is really a web page or XML; open it in a spreadsheet program and save it as .xlsx")
        raise RosterError(message.format(source=source))
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    most = max(_FEW_CONTROLS, len(text) // 20)
    if look.has_nul or controls > most or start.startswith(("%pdf-", "{\\rtf")):
        message = _("{source}: this is not a list; save the list as .xlsx, .ods or “CSV UTF-8”")
        raise RosterError(message.format(source=source))


def _refuse_mixed(data: bytes, source: str) -> None:
    """Raise RosterError for UTF-8 with some letters in another encoding: lists put together from two files."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = [index for index, char in enumerate(text) if "\udc80" <= char <= "\udcff"]
    if sum(char > "\x7f" for char in text) > 2 * len(wrong):
        shown = re.sub("[\udc80-\udcff]", "\ufffd", _word_at(text, wrong[0]))
        message = _(
            "{source}: line {line}: “{word}” is not in UTF-8 like the rest of the file; save the list again as “CSV "
            "UTF-8”, and check its letters"
        )
        raise RosterError(message.format(source=source, line=_line_at(text, wrong[0]), word=shown))


def _one_byte_reading(data: bytes, source: str, score: Score) -> _Reading:
    """Return a text in the one-byte encoding that it must be in; raise RosterError if that cannot be told."""
    readings = _readings(data)
    counts = {reading.text: score(reading.text) for reading in readings}
    most = max(counts.values())
    readings = [reading for reading in readings if counts[reading.text] == most]
    best, *others = readings
    if best.is_read and not others and most:
        return best
    if best.is_read and best.points > 0 and all(best.points - other.points >= _GAP for other in others):
        return best
    raise RosterError(_cannot_be_told(readings, source))


def _readings(data: bytes) -> list[_Reading]:
    """Return the different texts that a file has in one-byte encodings, the likeliest first."""
    from .likelihood import likelihood  # Its patterns take 10 ms to compile, and nearly all files are in Unicode.

    readings: dict[str, _Reading] = {}
    for encoding in (*_READ, *_OF_OTHER_COUNTRIES):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        points = likelihood(text) + _READ.get(encoding, 0)
        readings.setdefault(text, _Reading(encoding, text, points, encoding in _READ))
    return sorted(readings.values(), key=lambda reading: -reading.points)


def _cannot_be_told(readings: list[_Reading], source: str) -> str:
    """Return the message about the first word that the likeliest readings give differently."""
    best, *others = readings
    rivals = [other.text for other in others if best.points - other.points < _GAP and best.points > 0]
    texts = [best.text, *rivals[: _SHOWN - 1]]
    index = next((index for index, chars in enumerate(zip(*texts, strict=True)) if len(set(chars)) > 1), None)
    if index is None:
        return _not_read(best, source)
    # Translators: {words} is the word in two or three spellings: “Üljy”, “öljy”.
    message = _(
        "{source}: line {line}: one word can be read in several ways: {words}; save the list again as “CSV UTF-8” or "
        ".xlsx"
    )
    words = listed(dict.fromkeys(_word_at(text, index) for text in texts))
    return message.format(source=source, line=_line_at(best.text, index), words=words)


def _not_read(best: _Reading, source: str) -> str:
    """Return the message about a text that is in no encoding that is read."""
    unknown = _("{source}: line {line}: letters that cannot be recognised; save the list again as “CSV UTF-8” or .xlsx")
    foreign = _(
        "{source}: line {line}: “{word}” is in an encoding that cannot be read, that of another country; save the list "
        "again as “CSV UTF-8” or .xlsx"
    )
    index = next(index for index, char in enumerate(best.text) if char > "\x7f")
    message = unknown if best.is_read or best.points <= 0 else foreign
    return message.format(source=source, line=_line_at(best.text, index), word=_word_at(best.text, index))


def _line_at(text: str, index: int) -> int:
    return len(re.findall("\r\n|\r|\n", text[:index])) + 1


def _word_at(text: str, index: int) -> str:
    """Return the word, or what else stands between delimiters, to which the character at an index belongs."""
    before, after = text[max(index - _LONG_WORD, 0) : index], text[index : index + _LONG_WORD]
    return _APART.split(before)[-1] + _APART.split(after)[0]
