"""Texts that stand in a list's column of names and are no names."""

import re

from worksheets.course.words import Words, in_shipped_languages

from .words import words_of

_TOTALS = words_of(
    "yhteensä yht välisumma loppusumma kokonaissumma kaikkiaan total totals subtotal grand summa sum keskiarvo ka "
    "mediaani average avg mean median lukumäärä lkm määrä osallistujamäärä count osallistujien ilmoittautuneita "
    "osallistujia totalt totalsumma delsumma sammanlagt antal deltagarantal deltagare medeltal medelvärde anmälda"
)
"""Words of a total, without case."""
_NAMES_TOO = words_of("summa ka sum mean grand")
"""Those that are names of people too: a row is a total by these only if it has nothing but numbers beside."""
_CERTAIN = words_of(
    "yhteensä yht välisumma loppusumma kaikkiaan subtotal totalt totalsumma delsumma sammanlagt deltagarantal"
)
"""Words that no name of a person has."""
_COUNTED = words_of(
    "osallistujaa osallistuja hlö hlöä henkilöä henkeä kpl pers ihmistä paikkaa ilmoittautunutta participants people "
    "persons deltagare person personer st anmälda"
)
"""What a number before it counts: 12 osallistujaa."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_LABEL = 8
"""The most words of a total's label."""
_NUMBER = re.compile(r"[-\u2212]?\d+(?:[.,  ]\d+)*\s*[%€]?")
_CAPTION = (
    r"(?is)(?:ryhmä|luokka|tiimi|group|grupp|klass)\s+\w{1,2}|\w{1,2}-(?:ryhmä|luokka|tiimi)|.*:"
    r"|(?:huom|huomio|huomautus|obs|anmärkning)\b.*|(?:note|nb)\s*[!:.].*"
)
"""What stands alone in the column of names and is none: Ryhmä A, Varalla:, Huom! Ville tulee myöhemmin."""
_DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.|\b20\d\d\b")
"""A date or a year of a title."""
_EXAMPLE = "example_name"
"""The name in the example row of a list to start from, among the papers' words."""
_UNTOUCHED = "untouched_name"
"""The name in a participant's file to start from."""


def is_example(name: str, words: Words) -> bool:
    """Return True for the name in the example row of a list to start from, in the course's language or a shipped one.

    A list may have been started before the course got its language.
    """
    return name in in_shipped_languages(_EXAMPLE) or name == words.texts.get(_EXAMPLE)


def is_placeholder(name: str, words: Words) -> bool:
    """Return True for a name in any file to start from, which nobody has."""
    return is_example(name, words) or name in in_shipped_languages(_UNTOUCHED) or name == words.texts.get(_UNTOUCHED)


def is_total_label(text: str) -> bool:
    """Return True for a text that names a total or a count: Yhteensä 12, Summa, Keskiarvo 3,5, 12 osallistujaa."""
    words = _words(text)
    if not words or len(words) > _LONGEST_LABEL:
        return False
    if not _CERTAIN.isdisjoint(words):
        return True
    counts = text[:1].isdigit()
    return all(word in _TOTALS or (word in _COUNTED and counts) for word in words)


def begins_with_total(text: str) -> bool:
    """Return True for a text whose first word is of totals only: an answer may have such a word further on."""
    return any(word in _CERTAIN for word in _words(text)[:1])


def is_name_too(text: str) -> bool:
    """Return True for a total's label that may as well be somebody's name: Summa, Ka."""
    return set(re.findall(r"\w+", text.casefold())) <= _NAMES_TOO


def is_number(text: str) -> bool:
    """Return True for a text that is only a number."""
    return _NUMBER.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Return True for a heading of the names that follow, or a note under them."""
    return re.fullmatch(_CAPTION, text) is not None


def has_date(text: str) -> bool:
    """Return True for a text in which there is a date or a year."""
    return _DATE.search(text) is not None


def _words(text: str) -> list[str]:
    """Return the words of a text, without case and numbers."""
    return _WORD.findall(text.casefold())
