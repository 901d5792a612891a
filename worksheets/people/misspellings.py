"""Tell a misspelt heading from one that means something else."""

import re
import unicodedata
from collections.abc import Collection

from worksheets.caches import Lifetime, memoized

from .words import words_of

_SHORT, _MIDDLE, _LONG = 4, 5, 12
"""Lengths, in characters, of names: up to the first two, few errors count; from the third on, two may be made."""
_LONGEST = 80
"""Length over which texts are not compared letter by letter."""
_LONGEST_COMPARED = 200
"""Length over which a heading is compared with nothing."""
_SHORTEST_CUT, _SHORTEST_END = 3, 5
"""An abbreviation leaves out this many letters at least after the first, and keeps so many: s(ähkö)posti."""
_OTHER_WORDS = words_of(
    "palkka parikka palikka pakka patikka prikka paikko kulutus kuulutus varmennus vaimennus kuluttaja kuuluttaja "
    "kouluttama kouluttava kouluttaa valmentaa valmentama valmentava opettaa opettava opettama ohjaama ohjaava "
    "emil osallistua osallistuva viranomainen toverit ylitys salamana trainee trailer trained coarse curse corse palace"
)
"""Words that are one letter away from a heading and mean something else."""
_DIGITS = re.compile(r"\d+")
_ENDINGS = ("t", "n", "s", "d", "r", "in", "en", "ien", "jen", "iin", "ni", "si", "nsa", "nsä")
"""Endings that make another form of a word and no misspelling: Kurssit, Ryhmän, Groups."""


def meant(heading: str, names: Collection[str]) -> str:
    """Return the name that a heading misspells; empty if it is another word. Both are as ``headings.folded`` has them.

    A misspelling has the name's first letter and its digits. Of a name of four letters, two letters are swapped, or one
    is doubled; of one of five, a letter is missing or too much; a longer one has any one error, and from twelve letters
    on two. Marks on letters may be missing (Sahkoposti), or all of a compound's first part but its initial (Sposti).
    """
    if heading in _OTHER_WORDS or len(heading) > _LONGEST_COMPARED:
        return ""
    stems = (heading[:-length] for length in range(1, 1 + max(map(len, _ENDINGS))))
    if f"{heading}t" in names or any(stem in names and _is_inflected(heading, stem) for stem in stems):
        return ""
    digits = _digits(heading)
    starts = {heading[:1], heading[1:2]}
    near = (name for name in names if name[:1] in starts and _digits(name) == digits)
    return next((name for name in near if _is_misspelt(heading, name)), "")


@memoized(Lifetime.RUN, 5_000)
def _digits(text: str) -> list[str]:
    return _DIGITS.findall(text)


def _is_misspelt(heading: str, name: str) -> bool:
    if heading[:1] != name[:1] and heading[:2] != name[1::-1]:
        return False
    if without_marks(heading) == without_marks(name):
        return heading != name
    return _is_abbreviated(heading, name) or _has_typing_error(heading, name)


def _is_inflected(form: str, word: str) -> bool:
    """Return True if a text is a form of a word: it has a Finnish or English ending of the plural or of a case."""
    ending = form.removeprefix(word)
    if ending == form:
        return False
    partitive = "a" if re.search("[aou]", word) else "ä"
    if ending == "s" and word.endswith("s"):
        return False
    return ending in (*_ENDINGS, partitive, f"t{partitive}", f"i{partitive}", f"j{partitive}")


def without_marks(text: str) -> str:
    """Return a text without the marks on its letters: Ryhma for Ryhmä."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _is_abbreviated(heading: str, name: str) -> bool:
    """Return True if a heading is a name's first letter and its ending, joined or not: Sposti, S-posti."""
    if " " in name:
        return False
    ending = heading.replace(" ", "")[1:]
    return len(ending) >= _SHORTEST_END and name[1 + _SHORTEST_CUT :].endswith(ending)


def _has_typing_error(heading: str, name: str) -> bool:
    """Return True if a heading has at most as many typing errors as a name of its length may have."""
    most = 2 if len(name) >= _LONG else 1
    if len(name) < _SHORT or abs(len(heading) - len(name)) > most or len(heading) > _LONGEST:
        return False
    from rapidfuzz.distance import OSA  # When it is needed: 30 ms. A swap of neighbours counts as one edit.

    if not 0 < OSA.distance(heading, name, score_cutoff=most) <= most:
        return False
    return most > 1 or _is_likely_error(heading, name)


def _is_likely_error(heading: str, name: str) -> bool:
    """Return True if the one difference between a heading and a short name is an error and makes no other word."""
    if len(heading) == len(name):
        return len(name) > _MIDDLE or sorted(heading) == sorted(name)
    longer, shorter = (heading, name) if len(heading) > len(name) else (name, heading)
    doubled = any(
        letter == longer[index + 1] and longer[:index] + longer[index + 1 :] == shorter
        for index, letter in enumerate(longer[:-1])
    )
    return doubled or (len(name) > _SHORT and (longer[:-1] != shorter or longer == heading))
