"""A typed text as it is kept: what programs put into pasted text becomes what was meant, or is a problem."""

import re
import unicodedata

from worksheets.caches import Lifetime, memoized
from worksheets.course.slots import NAME, Slot
from worksheets.messages import _, ngettext
from worksheets.spreadsheets.unusual_letters import may_be_doubtful, may_be_spoilt

_BLANKS = re.compile(r"[ \t]+")
_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
"""Line ends other than LF; in Word and PowerPoint, Shift+Enter makes a vertical tab."""
_LINE_BREAKS = re.compile("\n+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_HYPHENATED = re.compile("[\u00ad\x1f][ \t]*\n[ \t]*")
"""The end of a line within a word that was hyphenated when it was copied."""
_TYPED_BULLET = re.compile(r"^([ \t]*)[·§Øüqvo]\t", re.MULTILINE)
"""A bullet of Word as its plain text has it: a letter of Symbol, Wingdings or Courier New, and a tab."""
_JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner."""
_UNPRINTABLE = ("Cc", "Cs", "Cn", "Co")
"""Unicode's general categories of controls, surrogates, unassigned and private-use characters."""

_SYMBOLS = {
    "•": "\uf0b7\uf0a7\uf0a8\uf06c\uf06e\uf06f\uf070\uf071\uf072\uf073\uf074\uf075\uf076\uf077\uf09f\uf0d8\uf0d2",
    "✓": "\uf0fc",
    "✗": "\uf0fb",
    "☐": "\uf0a3",
    "☑": "\uf0fe",
    "→": "\uf0e0\uf0e8\uf0ae",
    "←": "\uf0df",
    "☺": "\uf04a",
    "☹": "\uf04c",
    "–": "\uf02d",
    "\u2011": "\x1e",
    "": "\x1f",
}
"""What stands for a character in text pasted from Word and PowerPoint, by the character.

Bullets and signs of the fonts Symbol and Wingdings are in Unicode's private-use area; U+001E is Word's hyphen at which
no line ends, and U+001F its hyphen that is seen only at a line's end.
"""
_MEANT = str.maketrans({pasted: meant for meant, all_pasted in _SYMBOLS.items() for pasted in all_pasted})
_OBJECT = "\ufffc"
"""The place of a picture in pasted text."""


def clean(text: str) -> str:
    """Return a text as it is kept and printed: NFC, LF, single spaces, at most one empty line, no space around it.

    Characters that Word and PowerPoint put into pasted text become what they stand for. Invisible ones are removed:
    direction marks and overrides, zero-width spaces, soft hyphens; the zero-width joiner and non-joiner stay, because
    Persian, the Indic scripts and emoji need them. Raises ValueError, with the cure, for a character that cannot be
    printed: a control, half of a surrogate pair, a private-use or unassigned one, the place of a picture.
    """
    text = _with_meant_characters(text)
    if text.isprintable() and _OBJECT not in text:  # Nearly every text is; the others have what is handled below.
        return _BLANKS.sub(" ", text).strip()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in _JOINERS)
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    for letter in text:
        if letter == _OBJECT:
            raise ValueError(_("there is a picture in the text, and only text is printed; delete it (U+FFFC)"))
        if _is_unprintable(letter):
            raise ValueError(_("the character {code} cannot be printed; delete it").format(code=f"U+{ord(letter):04X}"))
    text = unicodedata.normalize("NFC", text)  # Again: an invisible character may have stood before an accent.
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _with_meant_characters(text: str) -> str:
    """Return a text in NFC, with LF, and with what pasted characters stand for."""
    text = unicodedata.normalize("NFC", _ENDS.sub("\n", text))
    if "\t" in text:
        text = _TYPED_BULLET.sub(r"\1• ", text)
    if "\n" in text:
        text = _HYPHENATED.sub("", text)
    return text if text.isprintable() else text.translate(_MEANT)


def printable(text: str) -> str:
    """Return a text as ``clean`` does, but without the characters for which that function raises ValueError."""
    text = _with_meant_characters(text)
    return clean("".join(letter for letter in text if not _is_unprintable(letter) and letter != _OBJECT))


def _is_unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in _UNPRINTABLE and letter not in "\t\n"


def checked(text: str, slot: Slot) -> str:
    """Return the text of a slot as ``clean`` does, and on one line in a field of the person or the group.

    A text that says marks becomes canonical (``Marks.canonical``). Raises ValueError, with what is wrong and the cure,
    if the text cannot be printed, has letters that are spoilt, is too long, or says no marks that the slot takes.
    """
    text = clean(text) if slot.secret else kept(text)
    if slot.one_line and "\n" in text:
        text = _LINE_BREAKS.sub(" ", text)
    if slot.role == NAME and may_be_doubtful(text):
        from worksheets.spreadsheets.spoilt_letters import doubtful

        _refuse(doubtful(text, is_name=True))
    _check_length(text, slot)
    if slot.marks:
        text = slot.marks.canonical(text)
        _check_length(text, slot)
    return text


def is_free(slot: Slot) -> bool:
    """Return True for a slot whose text ``checked`` gives as ``kept`` does, if it is short and on one line."""
    return not (slot.secret or slot.marks or slot.role == NAME)


@memoized(Lifetime.RUN, 50_000)
def kept(text: str) -> str:
    """Return a text as ``clean`` does; a list has many texts again and again. Raises ValueError for spoilt letters."""
    if may_be_spoilt(text):  # Before characters that a spoilt letter consists of are changed.
        from worksheets.spreadsheets.spoilt_letters import spoilt

        _refuse(spoilt(text))
    return clean(text)


def _refuse(problem: str) -> None:
    """Raise ValueError with a problem, if it is one."""
    if problem:
        raise ValueError(problem)


def _check_length(text: str, slot: Slot) -> None:
    if len(text) > slot.limit:
        message = ngettext(
            "{count} character, but only {limit} fit; shorten the text by {over}",
            "{count} characters, but only {limit} fit; shorten the text by {over}",
            len(text),
        )
        raise ValueError(message.format(count=len(text), limit=slot.limit, over=len(text) - slot.limit))
