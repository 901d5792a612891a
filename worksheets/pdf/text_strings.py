"""The text strings of a PDF, in the encodings that the standard has and in those that programs write all the same.

The standard (ISO 32000-1, 7.9.2.2; ISO 32000-2 adds UTF-8) has UTF-16 and UTF-8 with a mark, and PDFDocEncoding. Some
programs leave the mark out. Which encoding is meant then shows in the bytes: every second one of UTF-16 is small, and
UTF-8 outside ASCII is hardly ever text in PDFDocEncoding.
"""

import re

import pikepdf.codec  # noqa: F401 - makes the encoding “pdfdoc” known

_MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_LANGUAGE = re.compile("\x1b[A-Za-z]{2}(?:-?[A-Za-z]{2})?\x1b")
"""The escape sequence that names the language of the text after it."""
_SMALL = frozenset(range(0x18)) - frozenset(b"\n\r")
"""Bytes below those of letters in PDFDocEncoding, but for those of line ends."""
_SHARE = 0.3
"""The least share of letters with a small byte in UTF-16; dashes and quotes, such as U+2013, have none."""
_CLOSING = "…—–\u203a”’™»€°•"
_PLAUSIBLE = re.compile(rf"(?<![a-zà-ÿ])[Ä-ß][{_CLOSING}](?!\w)|(?<=\w)[àáã-ï][{_CLOSING}]{{2}}(?!\w)")
"""A letter and closing marks at a word's end, which in PDFDocEncoding have the bytes of UTF-8: HYVÄ…, hyvä…”"""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A byte of a name as PDF writes it, which is no letter of ASCII."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def decoded(data: bytes) -> str:
    """Return the text of a text string; bytes that have no meaning give U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _LANGUAGE.sub("", data[len(mark) :].decode(encoding, "replace"))
    if text := _in_utf_16(data) or _in_utf_8(data):
        return text
    try:
        return data.decode("pdfdoc")
    except UnicodeDecodeError:  # Only three bytes have no character, and one of them is a letter in Windows-1252.
        return data.decode("cp1252", "replace")


def decoded_name(written: bytes) -> str:
    """Return a name, given as PDF writes it (7.3.5): its bytes are UTF-8, or what an older program has taken."""
    return decoded(_ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), written.removeprefix(b"/")))


def _in_utf_16(data: bytes) -> str:
    """Return the text of UTF-16 without a mark; empty if the bytes are no such text.

    In all alphabets from Latin to Thai, one of the two bytes of a letter is small, and always the same one. A text in
    PDFDocEncoding has hardly any small byte.
    """
    small = [sum(byte in _SMALL for byte in data[start::2]) for start in (0, 1)]
    if len(data) % 2 or max(small) < _SHARE * len(data) / 2 or max(small) < 2 * min(small):
        return ""
    return data.decode("utf-16-be" if small[0] > small[1] else "utf-16-le", "replace")


def _in_utf_8(data: bytes) -> str:
    """Return the text of UTF-8 without a mark; empty if the bytes are no UTF-8 or rather PDFDocEncoding."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    if data.isascii():
        return text
    rest = _PLAUSIBLE.sub("", data.decode("pdfdoc", "replace"))
    return text if _NOT_ASCII.search(rest) else ""
