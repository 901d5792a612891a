"""Texts that whoever reads a list would take for something else, and the apostrophe that keeps them texts.

A spreadsheet computes what begins with ``=``, ``+``, ``-`` or ``@`` in delimited text, so that a form's answer could
be a formula that sends the list away. And the reader of lists takes ``null`` for an empty cell, ``#N/A`` for an error,
a name such as ``Yhteensä`` for a total. Such a text is written with an apostrophe before it, which the reader takes
away; a text that begins with apostrophes and then so gets one more.
"""

import re
from html import unescape

from worksheets.spreadsheets.guards import GUARD
from worksheets.spreadsheets.sheet_builder import is_changed
from worksheets.spreadsheets.spoilt_letters import spoilt

from .headings import Headings
from .labels import is_caption, is_number, is_total_label
from .names import numbering, without_bullets
from .table_rows import stands_for_nothing

_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""The beginning of what spreadsheets compute; those of Japanese do with the wide signs. No text begins with a tab."""
CHOICES = re.compile(r"(?:[^;\n]+;)+")
"""Choices as Microsoft Forms joins them: Työ;Kieli;"""


def guarded(text: str, headings: Headings | None = None, *, is_delimited: bool) -> str:
    """Return a participant's text as a table has it.

    ``headings`` are those of the course if the text is a name. ``is_delimited`` if it is for delimited text, in which
    spreadsheets compute; a workbook's cell says that it is text.
    """
    bare = text.lstrip(GUARD)
    if _is_mistakable(bare, headings) or (_FORMULA.match(bare) and (is_delimited or text != bare)):
        return GUARD + text
    return text


def is_formula(text: str) -> bool:
    """Return True for a text that a spreadsheet computes when it stands in delimited text."""
    return _FORMULA.match(text) is not None


def unguarded(text: str, headings: Headings | None = None) -> str:
    """Return the participant's text that a table's cell has; ``headings`` are as above."""
    bare = text.lstrip(GUARD)
    if text != bare and (_FORMULA.match(bare) or _is_mistakable(bare, headings)):
        return text[len(GUARD) :]
    return text


def _is_mistakable(text: str, headings: Headings | None) -> bool:
    """Return True for a text that the reader of lists would not take as it is."""
    if stands_for_nothing(text) or is_changed(text) or (CHOICES.fullmatch(text) and unescape(text) == text):
        return True
    if not text.isascii() and spoilt(text):
        return True
    return headings is not None and _is_no_name(text, headings)


def _is_no_name(text: str, headings: Headings) -> bool:
    """Return True for what the reader takes for something else in the column of names: totals, headings, numbers."""
    if is_number(text) or is_total_label(text) or is_caption(text):
        return True
    return bool(numbering(text)) or without_bullets(text) != text or headings.recognises(text)
