"""Decode a text file in any encoding, and recognise letters that another program decoded wrongly (mojibake).

One-byte encodings are told apart by the words that they give; see ``likelihood``. The library ftfy 6.3.1 repairs eight
of the ten cases that the tests hold, but misses “Ã…sa” (Åsa) and “V├ñin├Â” (Väinö).
"""

import re
from collections.abc import Callable
from itertools import islice

from worksheets.caches import Lifetime, memoized
from worksheets.errors import RosterError, _

Score = Callable[[str], int]
"""Returns how many recognised headings a decoded text has."""
_FEW_CONTROLS = 3
"""Control characters that even a short list may contain by accident; the reader reports each with its cell."""
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decoded(data: bytes, source: str, score: Score) -> str:
    """Return the text of a file, whose name for messages is ``source``.

    The encoding is the one that the byte order mark names, UTF-16 if the positions of NUL bytes suggest it, UTF-8 if
    the bytes are valid, or else the likeliest one-byte encoding. Raises RosterError for damaged text, and for a file
    that is no list.
    """
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), _utf16(data))
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            message = _("{source}: the file is damaged: it is not whole {encoding} text; save the list again")
            raise RosterError(message.format(source=source, encoding=encoding[:6].upper())) from error
        text = _likeliest(data, score)
    _refuse_other(text, source)
    return text


def _utf16(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, judged by the positions of NUL bytes; empty for other files."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 4 < len(data) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "" if even == odd else "utf-16-be" if even > odd else "utf-16-le"


def _refuse_other(text: str, source: str) -> None:
    """Raise RosterError for a file that is no list: a picture, a PDF, a web page with a spreadsheet's suffix."""
    start = text[:500].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<meta", "<head")):
        message = _("{source}: this is a web page or XML inside; open it in a spreadsheet and save it as .xlsx")
        raise RosterError(message.format(source=source))
    controls = sum(text[:10_000].count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    most = max(_FEW_CONTROLS, len(text[:10_000]) // 20)
    if "\0" in text or controls > most or start.startswith(("%pdf-", "{\\rtf")):
        message = _("{source}: this is no list; save the list as .xlsx, .ods or “CSV UTF-8”")
        raise RosterError(message.format(source=source))


def _likeliest(data: bytes, score: Score) -> str:
    """Return the text in the one-byte encoding that gives the most recognised headings, and then the likeliest words.

    Windows-1252 wins a tie, then ISO 8859-15.
    """
    texts = []
    for encoding in ("cp1252", "iso8859-15", "mac_roman"):
        try:
            texts.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return max(texts, key=lambda text: (score(text), likelihood(text)))


_FINNISH = "åäöÅÄÖ"
_EUROPEAN = "áàâãæçéèêëíìîïðñóòôõøúùûüýÿþßšžœ"
_RARE = "ÿœîìðþ"
_VOWELS = frozenset("aeiouyåäöáéíóúěý")
_PUNCTUATION = {"€": (3, 0), "’": (3, 2), "–": (2, 2), "—": (2, 2), "”": (2, 1), "“": (2, 1), "»": (2, 1), "…": (2, 1)}
"""A mark's points, and the number of letters that may touch it: 0, 1 or 2."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ENOUGH = 5_000
"""Number of characters outside ASCII that are examined to choose an encoding."""


def likelihood(text: str) -> int:
    """Return the total points of the characters outside ASCII, each judged by its two neighbours.

    Finnish text, and other text in a European language, has more than 0.
    """
    return sum(_match_points(match) for match in islice(_NOT_ASCII.finditer(text), _ENOUGH))


def _match_points(match: re.Match[str]) -> int:
    text, start, end = match.string, match.start(), match.end()
    return _points(text[start - 1 : start], match[0], text[end : end + 1])


@memoized(Lifetime.RUN)
def _points(before: str, char: str, after: str) -> int:
    """Return the points of a character between two others, which are empty at the text's ends."""
    if char.isalpha():
        return _letter_points(before, char, after)
    letters = before.isalpha() + after.isalpha()
    if char in _PUNCTUATION:
        points, most = _PUNCTUATION[char]
        return points if letters <= most else -4
    return -10 if char < "\u00a0" else (-1, -2, -4)[letters]  # U+0080 to U+009F are control characters.


def _letter_points(before: str, char: str, after: str) -> int:
    if char.lower() not in _FINNISH + _EUROPEAN:
        return -2
    if not (before.isalpha() or after.isalpha()):
        return -1
    if before.isdigit() or after.isdigit() or _mixes_cases(before, char, after):
        return -3
    neighbours = {before.lower(), after.lower()}
    if char in "šŠžŽ":
        return 2 if neighbours & _VOWELS else -2
    if char in _FINNISH:  # By vowel harmony, ä and ö are seldom beside a, o or u.
        return 1 if neighbours & set("aoue" if char in "öÖ" else "aou") else 4
    return -1 if char.lower() in _RARE else 2


def _mixes_cases(before: str, char: str, after: str) -> bool:
    """Return True if capitals and small letters are mixed as in no word: josÉ, VŠi, îA."""
    if char.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return after.isupper()


_SHOWN = 60
"""Characters of a spoilt cell that a message quotes."""


def _western(byte: int) -> str:
    """Return the characters that a byte gives in Windows-1252 (if it has one) and in Latin-1."""
    return bytes([byte]).decode("cp1252", "ignore") + chr(byte)


_BYTES = {char: byte for byte in range(0x80, 0x100) for char in _western(byte)}
_TRAIL = "".join(_western(byte) for byte in range(0x80, 0xC0))
"""What the second and later bytes of a UTF-8 character look like when they are decoded wrongly."""
_LATIN_SIGNS = "".join(map(chr, range(0xA0, 0xC0)))
_QUOTES = bytes.fromhex("80 8b 91 92 93 94 95 96 97 9b 85 ab bb b7 b4 a0").decode("cp1252")
"""Those of ``_TRAIL`` that follow a capital in correct text too, quotes, dashes and the euro: ”ÄLÄ”, Å–Ö, IRMÃ…"""
_TRAIL_ONLY = "".join(char for char in _TRAIL if char not in _QUOTES)
_AFTER_A = bytes.fromhex("80 82 84 86 88 89 98 99 9a 9b 9c 9e").decode("cp1252") + "\x80-\x9e"
"""The second byte of dashes, quotes, the euro and signs: it follows the first byte 0xE2, which looks like an â."""
_SPOILT = re.compile(
    rf"[ÃÄÅ][{_TRAIL_ONLY}]|Â(?![{_QUOTES}])[{_LATIN_SIGNS}]"
    # A quote or a dash, but without a capital before it or with a letter after it: Ã…sa, 100Â €, not IRMÃ”.
    rf"|(?<![A-ZÀ-Þ])[ÂÃ][{_QUOTES}]|[ÂÃ][{_QUOTES}](?=\w)"
    # Dashes, quotes, the euro; emoji; and words in Cyrillic, Greek, Arabic, Thai, Chinese.
    rf"|â[{_AFTER_A}][{_TRAIL}]|ð[Ÿ\x9f][{_TRAIL}]{{2}}"
    rf"|(?=.{{1,5}}[{_TRAIL_ONLY}])(?:(?:[Æ-ß][{_TRAIL}]){{2}}|(?:[à-ï][{_TRAIL}]{{2}}){{2}})"
)
_SEQUENCE = re.compile(rf"[Â-ß][{_TRAIL}]|[à-ï][{_TRAIL}]{{2}}|[ð-ô][{_TRAIL}]{{3}}")
"""A UTF-8 sequence of two, three or four bytes, decoded as Windows-1252 or Latin-1."""
_MAC_OR_DOS = re.compile(r"([√├])([^\s\d\x00-\x7f])")
"""A UTF-8 sequence of two bytes whose first is 0xC3, decoded as Mac OS Roman (√) or code page 850 (├)."""
_CODECS = {"√": "mac_roman", "├": "cp850"}


def spoilt(cell: str) -> str:
    """Return a message that says what is wrong with a cell's letters and how to mend it; empty if they are right."""
    if "\ufffd" in cell:
        return _(
            "“{text}” has lost letters (the � in it); save the original list again, as a workbook or as “CSV UTF-8”"
        ).format(text=_short(cell))
    meant = mended(cell)
    if meant == cell:
        return ""
    return _(
        "“{text}” has spoilt letters and should be “{meant}”; save the original list again as “CSV UTF-8”, or choose "
        "UTF-8 when it is imported"
    ).format(text=_short(cell), meant=_short(meant))


def mended(text: str) -> str:
    """Return the intended text of UTF-8 that was decoded as another encoding; return any other text unchanged."""
    for _twice in range(2):  # Some lists were decoded wrongly twice: VÃƒÂ¤inÃƒÂ¶.
        if _SPOILT.search(text):
            text = _SEQUENCE.sub(_mended_sequence, text)
    return _MAC_OR_DOS.sub(_mended_letter, text)


def _mended_sequence(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


def _mended_letter(match: re.Match[str]) -> str:
    try:
        return match[0].encode(_CODECS[match[1]]).decode()
    except UnicodeError:
        return match[0]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
