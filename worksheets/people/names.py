"""The parts of a person's name, and what stands before it in a list: numbering and bullets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .words import words_of

FIRST_NAME, LAST_NAME = "etunimi", "sukunimi"
"""The names of the fields of first and last names, and what they are called in ``Participant.columns``."""
_SMALL = (
    "af av von van vom und zu zum zur de del della delle di da das do dos du des la las le los den der ter ten te "
    "al el ad an ar as ash at az bin bint ibn ben abu"
)
_CAPITAL = "Af Von Van De Del Della Di Da Dos Du Des La Las Le Los Den Der Ter Ten Al El Bin Ibn Abu"
_PARTICLES = words_of(_SMALL) | words_of(_CAPITAL)
"""Words that belong to the last name when they stand before its last word, but never a name's first word."""
_TITLES = words_of(
    "dr prof professori dosentti dos tohtori tri herra hra rouva rva neiti nti mr mrs ms miss mx sir dipl ins "
    "insinööri fil kand maist lis tekn maisteri lisensiaatti kandidaatti ekonomi tradenomi sosionomi restonomi "
    "medianomi pastori kirkkoherra lehtori rehtori johtaja toimitusjohtaja yliopettaja lääkäri arkkitehti jr sr"
)
"""Titles, without case and without the dots after them; words that are first names too (Tri) only when small."""
_DEGREES = words_of(
    "FM FT FL FK HUK KTM KTT KTL KTK HTM HTT HTL HTK HM HK YTM YTT YTL YTK VTM VTT VTL VTK VTI TKT TKL DI OTM OTT OTL "
    "OTK ON LL LT LKT LK KM KT KL KK KASVTK THM THT THL TTM TTT TTK TM TT TL TK PSM PST PSL PSK MMM MMT MML MMK ELL "
    "ELT ELK ETM ETT KUM KUT TAM TAT MUM MUT TEM TET LITM LITT LITL LITK VALTM VALTT VALTL AMK YAMK MBA EMBA BBA DBA "
    "MA BA BSC MSC MED BED PHD MD MPH RN SH TH JR SR II III IV"
)
"""Degrees in capitals and without dots: TkT, Ph.D. and M.Sc. are TKT, PHD and MSC."""
_WORDS_IN_CAPITALS = 2
"""Words of a name in capitals that are no degrees, whatever they look like."""
_NOTE = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"\(?(\d{1,4})(?:[.)\]]+|\s*[:–-]\s|\.?\s*[|]\s*)\s*(?=[^\W\d_])")
"""A number before a name, and its sign: 1. · 1) · (1) · 1.) · 1: · 1 –"""
_BULLETS = re.compile(r"(?:[-–—*•·‣◦▪▫●○■□☐☑☒✓✔✗➢➤►▶→»>\uf0b7\uf0a7\uf0d8\uf0fc]\s*)+(?=[\w(])")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name's first and last names. Of a single word, both are the word."""

    first: str
    last: str


def name_parts(name: str, *, last_first: bool = False) -> NameParts:
    """Return the parts of a name, without titles, degrees and notes in brackets.

    The last name is what stands before a comma (Virtanen, Aino), or else the last word with the particles before it
    (Georg von Wright); with ``last_first``, the first word and the particles before that (von Wright Georg).
    """
    words_by_section = [section.split() for section in _NOTE.sub(" ", name).split(",")]
    sections = [_without_titles(words) for words in words_by_section if not all(map(_is_honour, words))]
    if len(sections) > 1:
        return NameParts(" ".join(sections[1]), " ".join(sections[0]))
    words = sections[0] if sections else name.replace(",", " ").split()
    if len(words) <= 1:
        return NameParts(" ".join(words), " ".join(words))
    if last_first:
        count = next((index for index, word in enumerate(words, start=1) if word not in _PARTICLES), 1)
        first, last = words[count:] or words, words[:count]
    else:
        start = len(words) - 1
        while start > 1 and words[start - 1] in _PARTICLES:
            start -= 1
        first, last = words[:start], words[start:]
    return NameParts(" ".join(first), " ".join(last))


def _without_titles(words: list[str]) -> list[str]:
    """Return a name's words without titles and degrees at its ends; two words of a name in capitals are kept."""
    kept = _WORDS_IN_CAPITALS if all(word.isupper() for word in words) else 0  # MA LI, of which MA is no degree.
    while words and (_is_title(words[0]) or (_is_degree(words[0]) and len(words) > max(kept, 1))):
        words = words[1:]
    while len(words) > kept and _is_honour(words[-1]):
        words = words[:-1]
    return words


def _is_honour(word: str) -> bool:
    return _is_title(word) or _is_degree(word)


def _is_title(word: str) -> bool:
    text = word.rstrip(".").casefold()
    return text in _TITLES and (text != "tri" or word[0].islower())


def _is_degree(word: str) -> bool:
    """Return True for a degree; one capital and small letters make a name: Ma, Di."""
    letters = word.replace(".", "")
    return letters.upper() in _DEGREES and (sum(map(str.isupper, letters)) > 1 or "." in word)


def without_bullets(name: str) -> str:
    """Return a name as a list has it, without the bullets and dashes before it."""
    name = name.strip()
    match = _BULLETS.match(name)
    return name[match.end() :] if match else "" if name and not any(map(str.isalnum, name)) else name


def numbering(name: str) -> str:
    """Return the number before a name, such as 3 of “3. Aino”; empty if there is none."""
    match = _NUMBERING.match(name)
    return match[1] if match else ""


def without_numbering(name: str) -> str:
    """Return a name without the number before it and the number's sign."""
    return without_bullets(_NUMBERING.sub("", name, count=1))


def is_numbered(names: Iterable[str]) -> bool:
    """Return True if the numbers before names number the list, and belong to no name.

    They do when half of the names have one, and all numbers differ; in a list of one name, when the number is 1.
    A word that is no name needs its number: 1. osallistuja, 2. osallistuja.
    """
    texts = list(dict.fromkeys(filter(None, names)))  # A name with its number may stand in several rows.
    numbers = [number for number in map(numbering, texts) if number]
    if len(texts) == 1:
        return numbers == ["1"]
    if not numbers or len(numbers) * 2 < len(texts) or len(set(numbers)) < len(numbers):
        return False
    rest = {without_numbering(name) for name in texts}
    return len(rest) > 1 or not min(rest)[:1].islower()
