"""The text of a file in whatever encoding, and letters that were spoilt in some program before.

The old encodings are told apart by the words that they make; see ``likelihood``.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import islice

from worksheets.errors import RosterError, _

Score = Callable[[str], int]
"""Tells how many known headings a text makes."""
_STRAY = 3
"""Control characters that may have strayed into a short list; each is named where it stands."""
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decoded(data: bytes, source: str, score: Score) -> str:
    """Return a file's text: by its mark, as UTF-16 if its NULs tell so, as UTF-8, or as the likeliest old encoding."""
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), _wide(data))
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            said = _("{source}: the file is damaged: it is not whole {encoding} text; save the list again")
            raise RosterError(said.format(source=source, encoding=encoding[:6].upper())) from error
        text = _likeliest(data, score)
    _refuse_other(text, source)
    return text


def _wide(data: bytes) -> str:
    """Return which UTF-16 a file without a mark is, by where its NULs stand; empty when it is none."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 4 < len(data) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "" if even == odd else "utf-16-be" if even > odd else "utf-16-le"


def _refuse_other(text: str, source: str) -> None:
    """Raise RosterError when a file is no list: a picture, a PDF, a web page under a spreadsheet's name."""
    start = text[:500].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<meta", "<head")):
        said = _("{source}: this is a web page or XML inside; open it in a spreadsheet and save it as .xlsx")
        raise RosterError(said.format(source=source))
    odd = sum(text[:10_000].count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    if "\0" in text or odd > max(_STRAY, len(text[:10_000]) // 20) or start.startswith(("%pdf-", "{\\rtf")):
        said = _("{source}: this is no list; save the list as .xlsx, .ods or “CSV UTF-8”")
        raise RosterError(said.format(source=source))


def _likeliest(data: bytes, score: Score) -> str:
    """Return the text in the old encoding that makes the most known headings, or the likeliest words."""
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
_MARKS = {"€": (3, 0), "’": (3, 2), "–": (2, 2), "—": (2, 2), "”": (2, 1), "“": (2, 1), "»": (2, 1), "…": (2, 1)}
"""What a mark is worth, and how many letters at most stand beside it."""
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LOOKED_AT = 5_000
"""Characters outside ASCII that are enough to tell an encoding."""


def likelihood(text: str) -> int:
    """Return how likely the characters outside ASCII are where they stand: Finnish and European text is over 0."""
    found = islice(_FOREIGN.finditer(text), _LOOKED_AT)
    return sum(_likely(text[one.start() - 1 : one.start()], one[0], text[one.end() : one.end() + 1]) for one in found)


@cache
def _likely(before: str, char: str, after: str) -> int:
    """Return how likely a character is between two others (empty at the text's ends)."""
    if char.isalpha():
        return _likely_letter(before, char, after)
    letters = before.isalpha() + after.isalpha()
    if char in _MARKS:
        good, most = _MARKS[char]
        return good if letters <= most else -4
    return -10 if char < "\u00a0" else (-1, -2, -4)[letters]  # Below it are control characters.


def _likely_letter(before: str, char: str, after: str) -> int:
    if char.lower() not in _FINNISH + _EUROPEAN:
        return -2
    if not (before.isalpha() or after.isalpha()):
        return -1
    if before.isdigit() or after.isdigit() or _jumps(before, char, after):
        return -3
    near = {before.lower(), after.lower()}
    if char in "šŠžŽ":
        return 2 if near & _VOWELS else -2
    if char in _FINNISH:
        return 1 if near & set("aoue" if char in "öÖ" else "aou") else 4
    return -1 if char.lower() in _RARE else 2


def _jumps(before: str, char: str, after: str) -> bool:
    """Tell whether capitals and small letters are mixed as no word mixes them: josÉ, VŠi, îA."""
    if char.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return after.isupper()


_LONGEST = 60
"""Characters of a spoilt cell that are shown."""


def _western(byte: int) -> str:
    """Return the characters that a byte becomes, read as Windows-1252 or as Latin-1."""
    return bytes([byte]).decode("cp1252", "ignore") + chr(byte)


_BYTES = {char: byte for byte in range(0x80, 0x100) for char in _western(byte)}
_REST = "".join(_western(byte) for byte in range(0x80, 0xC0))
"""What the second and further bytes of a UTF-8 letter look like."""
_HIGH = "".join(map(chr, range(0xA0, 0xC0)))
_QUOTES = bytes.fromhex("80 8b 91 92 93 94 95 96 97 9b 85 ab bb b7 b4 a0").decode("cp1252")
"""Those of them that follow a capital in right text too, quotes, dashes and the euro: ”ÄLÄ”, Å–Ö, IRMÃ…"""
_SURE = "".join(char for char in _REST if char not in _QUOTES)
_THIRD = bytes.fromhex("80 82 84 86 88 89 98 99 9a 9b 9c 9e").decode("cp1252") + "\x80-\x9e"
"""The second byte of dashes, quotes, the euro and signs, after an â."""
_SPOILT = re.compile(
    rf"[ÃÄÅ][{_SURE}]|Â(?![{_QUOTES}])[{_HIGH}]"
    # By its look a quote or a dash, but no capital stands before or a letter comes after: Ã…sa, 100Â €, not IRMÃ”.
    rf"|(?<![A-ZÀ-Þ])[ÂÃ][{_QUOTES}]|[ÂÃ][{_QUOTES}](?=\w)"
    # Dashes, quotes, the euro; emoji; and words in Cyrillic, Greek, Arabic, Thai, Chinese.
    rf"|â[{_THIRD}][{_REST}]|ð[Ÿ\x9f][{_REST}]{{2}}"
    rf"|(?=.{{1,5}}[{_SURE}])(?:(?:[Æ-ß][{_REST}]){{2}}|(?:[à-ï][{_REST}]{{2}}){{2}})"
)
_SEQUENCE = re.compile(rf"[Â-ß][{_REST}]|[à-ï][{_REST}]{{2}}|[ð-ô][{_REST}]{{3}}")
_OLDER = re.compile(r"([√├])([^\s\d\x00-\x7f])")
_CODECS = {"√": "mac_roman", "├": "cp850"}


def spoilt(cell: str) -> str:
    """Return what is wrong with a cell's letters, and the cure; empty when nothing is."""
    if "\ufffd" in cell:
        return _(
            "“{said}” has lost letters (the � in it); save the original list again, as a workbook or as “CSV UTF-8”"
        ).format(said=_short(cell))
    meant = mended(cell)
    if meant == cell:
        return ""
    return _(
        "“{said}” has spoilt letters and should be “{meant}”; save the original list again as “CSV UTF-8”, or choose "
        "UTF-8 when it is imported"
    ).format(said=_short(cell), meant=_short(meant))


def mended(text: str) -> str:
    """Return a text that was UTF-8 and was read as something else as it should be; any other text as it is."""
    for _twice in range(2):
        if _SPOILT.search(text):
            text = _SEQUENCE.sub(_sequence, text)
    return _OLDER.sub(_older, text)


def _sequence(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def _older(found: re.Match[str]) -> str:
    try:
        return found[0].encode(_CODECS[found[1]]).decode()
    except UnicodeError:
        return found[0]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
