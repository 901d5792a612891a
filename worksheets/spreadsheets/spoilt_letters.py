"""Letters that another program has spoilt, in a list of any format, and what they should be.

The library ftfy 6.3.1 repairs eight of the first ten cases that the tests hold, but misses “Ã…sa” (Åsa) and “V├ñin├Â”
(Väinö).
"""

# ruff: noqa: RUF001 - these letters and signs are not confused: they are told apart

import re
from html import unescape
from itertools import permutations
from urllib.parse import unquote

from worksheets.caches import Lifetime, memoized
from worksheets.errors import shortened
from worksheets.messages import _

from .unusual_letters import may_be_doubtful, may_be_spoilt

_SHOWN = 60
"""Characters of a text that a message quotes."""
_JUDGED = 5_000
"""The characters of a text, its first ones, that are judged: longer answers fit nowhere."""


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
    # A letter and the mark over it, in two characters, as Macs write the names of files.
    rf"|(?<=[A-Za-z])Ì[{_TRAIL_ONLY}]"
)
_SEQUENCE = re.compile(rf"[Â-ß][{_TRAIL}]|[à-ï][{_TRAIL}]{{2}}|[ð-ô][{_TRAIL}]{{3}}")
"""A UTF-8 sequence of two, three or four bytes, decoded as Windows-1252, Latin-1 or ISO 8859-15."""
_LATIN_9 = {
    char: byte for byte in range(0xA0, 0xC0) if _BYTES.get(char := bytes([byte]).decode("iso8859-15"), byte) != byte
}
"""The bytes in ISO 8859-15 of the characters that Windows-1252 has at other bytes: € Š š Ž ž Œ œ Ÿ."""
_TWO_BYTES = re.compile(r"([√├])[^\s\d\x00-\x7f]")
"""A UTF-8 sequence of two bytes whose first is 0xC3, decoded as Mac OS Roman (√), or code page 850 or 437 (├)."""
_OTHER_COUNTRIES = re.compile(r"[ĂĆГ][¤¶]|[ĂĆ][„–…](?=\w)")
"""The ä or ö of UTF-8, decoded as Windows decodes text in Central Europe, the Baltic countries or Russia."""
_OF_OTHER_COUNTRIES = re.compile(r"([ĂĆГ])[^\s\d\x00-\x7f]")
_CODECS = {"√": ["mac_roman"], "├": ["cp850", "cp437"], "Ă": ["cp1250"], "Ć": ["cp1257"], "Г": ["cp1251"]}
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
"""Control characters that nobody types: Windows' quotation marks and dashes, decoded as Latin-1. U+0085 ends lines."""
_MAY_BE_MISREAD = re.compile("[„†ˆ‰Š‹ŒšƒŸ™÷─┼≈ÍÂÑîôèàÜÇΣ€\u0400-\u04ff\x80-\x9f]")
"""What å, ä or ö looks like where one of these encodings was taken for another; it need not be wrong."""
_DAGGER = re.compile(r"[†‡](?!\w)")
_DIVISION = re.compile(r"\w÷\w")
_LATIN_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"\S+")
_ONE_BYTE = ("cp1252", "mac_roman", "cp850", "cp437", "cp1251")
_FINNISH = frozenset("åäöÅÄÖ")
_ASCII = re.compile("[\\x00-\\x7f]+")


def spoilt(text: str) -> str:
    """Return a message that says what is wrong with a text's letters and how to fix it; empty if they are right."""
    text = text[:_JUDGED]
    if not may_be_spoilt(text):  # Nearly every text; the search takes 1 µs, and all that follows 27 µs.
        return ""
    if "\ufffd" in text:
        # Translators: “CSV UTF-8” is a type of file in Excel's “Save as”; in Finnish it has the same name.
        return _(
            "“{text}” has lost letters (shown as �); type them again, or save the original list again as “CSV UTF-8”"
        ).format(text=_short(text))
    meant = mended(text)
    if meant == text:
        return ""
    return _(
        "“{text}” has garbled letters and should be “{meant}”; fix it, or save the original list again as “CSV UTF-8”"
    ).format(text=_short(text), meant=_short(meant))


def mended(text: str) -> str:
    """Return the intended text where letters were decoded wrongly; return any other text unchanged."""
    for _twice in range(2):  # Some lists were decoded wrongly twice: VÃƒÂ¤inÃƒÂ¶.
        if _SPOILT.search(text):
            text = _SEQUENCE.sub(_mended_sequence, text)
    text = _TWO_BYTES.sub(_mended_letter, text)
    if _OTHER_COUNTRIES.search(text):
        text = _OF_OTHER_COUNTRIES.sub(_mended_letter, text)
    text = _reread(text)
    if _CONTROLS.search(text):
        text = "".join(_windows(char) if "\x80" <= char <= "\x9f" else char for char in text)
    return text


def _mended_sequence(match: re.Match[str]) -> str:
    """Return the character of a sequence: of two possible ones, the one that is likelier between its neighbours."""
    text, (start, end) = match.string, match.span()
    return _likeliest(match[0], text[start - 1 : start], text[end : end + 1])


@memoized(Lifetime.RUN, 20_000)
def _likeliest(sequence: str, before: str, after: str) -> str:
    """Return the character that a sequence stands for between two others; the sequence itself if there is none."""
    from .likelihood import likelihood  # Here and below: its patterns take 8 ms to compile, and few texts are spoilt.

    tables = (_BYTES, _LATIN_9) if len(sequence) == len("Ã€") else (_BYTES,)
    meant = [bytes(table.get(char, _BYTES[char]) for char in sequence).decode(errors="replace") for table in tables]
    return max(
        (char for char in meant if "\ufffd" not in char),
        key=lambda char: likelihood(before + char + after),
        default=sequence,
    )


def _mended_letter(match: re.Match[str]) -> str:
    for codec in _CODECS[match[1]]:
        try:
            return match[0].encode(codec).decode()
        except UnicodeError:
            continue
    return match[0]


def misread_words(text: str) -> int:
    """Return how many words of a text are none in any language, which takes 30 µs for each."""
    return sum(map(_is_misread, text[:_JUDGED].split())) if _may_be_misread(text) else 0


def _may_be_misread(text: str) -> bool:
    return bool(_MAY_BE_MISREAD.search(text) and _LATIN_LETTER.search(text))


def _reread(text: str) -> str:
    """Return a text whose words can be none, in another one-byte encoding that makes them words with Finnish letters.

    All of the text must be in that encoding, or else single words of it.
    """
    if not (_may_be_misread(text) and any(map(_is_misread, text.split()))):
        return text
    return _finnish(text) or _WORD.sub(lambda match: (_is_misread(match[0]) and _finnish(match[0])) or match[0], text)


@memoized(Lifetime.RUN, 20_000)
def _is_misread(word: str) -> bool:
    """Return True for no word in any language; False for “Nils†”, “x÷y” and “дед”."""
    if not _MAY_BE_MISREAD.search(word) or _DAGGER.search(word) or _DIVISION.fullmatch(word):
        return False
    from .likelihood import is_impossible

    return len(_LATIN_LETTER.findall(word)) > 1 and is_impossible(word)


def _finnish(text: str) -> str:
    """Return the likeliest text that an encoding gives whose letters outside ASCII are Finnish; empty if none does."""
    letters = set(_ASCII.sub("", text))
    pairs = frozenset.intersection(*(frozenset(_finnish_letters(letter)) for letter in letters)) if letters else ()
    if not pairs:
        return ""
    from .likelihood import is_impossible, likelihood

    tables = ({ord(letter): _finnish_letters(letter)[pair] for letter in letters} for pair in sorted(pairs))
    texts = dict.fromkeys(text.translate(table) for table in tables)
    return max((text for text in texts if not is_impossible(text)), key=likelihood, default="")


@memoized(Lifetime.SESSION, 5_000)
def _finnish_letters(letter: str) -> dict[tuple[str, str], str]:
    """Return the Finnish letters that a letter may stand for, by the encodings it was read in and saved in."""
    recoded = {pair: _recoded(letter, *pair) for pair in permutations(_ONE_BYTE, 2)}
    return {pair: meant for pair, meant in recoded.items() if meant in _FINNISH}


def _recoded(word: str, read_as: str, saved_as: str) -> str:
    """Return a word that was saved in one encoding and read in another; empty if it cannot be."""
    try:
        data = bytes(_BYTES.get(char, ord(char)) for char in word) if read_as == "cp1252" else word.encode(read_as)
        return data.decode(saved_as)
    except (UnicodeError, ValueError):
        return ""


def _windows(char: str) -> str:
    """Return the character of Windows-1252 for a control character; the same one if Windows-1252 has none."""
    return bytes([ord(char)]).decode("cp1252", "ignore") or char


_ADDRESS = re.compile(r"://|www\.|[/=@]")
"""A web or e-mail address, in which a question mark is no letter."""
_LETTER = r"[^\W\d_]"
_LOST = re.compile(
    rf"(?P<before>{_LETTER})[?¿]+(?P<after>{_LETTER})|(?:^|(?<=[(\-–—”\"']))\?+(?P<first>[a-zåäö]{_LETTER})"
)
"""A question mark within a word or at its start: V?in?, H?ME, ?hman."""
_IN_NAME = re.compile(rf"{_LETTER}[?¿]|[?¿]{_LETTER}")
_CODED = re.compile(
    r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});|\\u[0-9A-Fa-f]{4}"
    r"|(?:%[C-F][0-9A-F](?:%[89AB][0-9A-F])+)+|(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)+"
)
"""A letter as web pages, JSON, web addresses or e-mail write it: &auml; &#228; \\u00e4 %C3%A4 =C3=A4."""

_MAY_BE_LOST = re.compile(rf"[?¿]{_LETTER}")
_MAY_BE_CODED = re.compile(r"[&%=\\]")


def doubtful(text: str, *, is_name: bool = False) -> str:
    """Return a message about what is probably a letter that a program could not write; empty if there is none.

    That is a question mark within a word, unless a new sentence begins after it (Mitä?Kyllä), or a letter's code. In a
    name, it is any question mark that touches a letter.
    """
    text = text[:_JUDGED]
    if not may_be_doubtful(text):
        return ""
    if word := _word_with_lost_letter(text, is_name=is_name):
        message = _("“{word}” has a question mark in place of a letter; type the word again")
        return message.format(word=_short(word))
    if not (_MAY_BE_CODED.search(text) and _CODED.search(text)):
        return ""
    words = text.split()
    meant = [word if "://" in word else _CODED.sub(_decoded, word) for word in words]
    if meant == words:
        return ""
    message = _("“{text}” has codes in place of letters and should be “{meant}”; fix it")
    return message.format(text=_short(text), meant=_short(" ".join(meant)))


def _word_with_lost_letter(text: str, *, is_name: bool) -> str:
    """Return the first word that has a question mark for a letter; empty if none has."""
    if not (_MAY_BE_LOST.search(text) or (is_name and _IN_NAME.search(text))):
        return ""
    for word in text.split():
        is_lost = not _ADDRESS.search(word) and any(map(_is_lost, _LOST.finditer(word)))
        if is_lost or (is_name and _IN_NAME.search(word)):
            return word
    return ""


def _is_lost(match: re.Match[str]) -> bool:
    return match["first"] is not None or not (match["before"].islower() and match["after"].isupper())


def _decoded(match: re.Match[str]) -> str:
    code = match[0]
    if code[0] == "&":
        return unescape(code)
    return chr(int(code.removeprefix("\\u"), base=16)) if code[0] == "\\" else unquote(code.replace("=", "%"))


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _SHOWN)
