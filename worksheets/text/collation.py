"""The order of the Finnish alphabet."""

import re
import unicodedata
from collections.abc import Iterator

_TOKEN = re.compile(r"(?P<number>\d+)|(?P<space>\s+)|(?P<base>.)(?P<marks>[\u0300-\u036f]*)", re.DOTALL)
_OWN = {"å": "{", "ä": "|", "ö": "}"}
"""The letters after z, and what they are sorted as: the characters that come next after z."""
_ALIKE = _OWN | {"þ": "th"} | dict(zip("æøõőœwüűðđŋħłŧ\u0131", "|}}}}vyyddnhlti", strict=True))
"""Small letters that are not sorted as their base letters, and what they are sorted as."""
SortPart = tuple[int, int, str]
"""What a character or a number is sorted by.

Its class (0 space, 1 punctuation, 2 number, 3 letter), how many digits a number has (or else 0), the text itself.
"""
SortKey = tuple[tuple[SortPart, ...], tuple[str, ...], str]
"""What a text is sorted by: its parts, then what sets apart letters that are sorted alike, then its case."""


_UNCOUNTED = frozenset(("af", "av", "de", "del", "den", "der", "van", "vom", "von", "zu", "zum", "zur", "al", "el"))
"""Small prefixes of last names that do not count in the alphabet; la, du, della and others, and all capitals, do."""
_ARTICLE = re.compile(r"(a[dlnrstz]|ash|el)[-\u2010\u2011](?=\w)")
"""A small Arabic article that is joined to a last name: al-Taee."""


def last_name_key(last: str) -> SortKey:
    """Return a last name's key: ``sort_key`` without the small prefixes before it, which count only between equals.

    As the Institute for the Languages of Finland has it: von Wright is under W, al-Taee under T, Van Rompuy under V.
    """
    words = " ".join(last.split()).split(" ")
    prefixes: list[str] = []
    while len(words) > 1 and words[0] in _UNCOUNTED:
        prefixes.append(words.pop(0))
    name = " ".join(words)
    if article := _ARTICLE.match(name):
        prefixes.append(article[0])
        name = name[article.end() :]
    return sort_key(" ".join([name, *prefixes]))


def sort_key(text: str) -> SortKey:
    """Return a text's key in the Finnish alphabet's order.

    The order is that of SFS 4600, which CLDR has as ``fi`` with the collation ``traditional``: a–z, å, ä, ö; w as v,
    ü as y, æ as ä, ø, õ and œ as ö, ð and đ as d, þ as th; other letters with marks as their base letters. Spaces come
    first, then punctuation, numbers by their value, letters. Where all this is the same, plain letters come before
    those with marks, then small ones before capitals. PyICU would give this order too, but needs ICU on the machine.
    """
    parts = list(_parts(unicodedata.normalize("NFKD", " ".join(text.split()))))
    return tuple(part for part, _mark in parts), tuple(mark for _part, mark in parts), text.swapcase()


def _parts(text: str) -> Iterator[tuple[SortPart, str]]:
    """Yield what each character or number of a text is sorted by, and what sets it apart from those sorted alike."""
    for token in _TOKEN.finditer(unicodedata.normalize("NFKD", text.casefold())):
        if token["number"]:
            digits = "".join(str(unicodedata.decimal(digit)) for digit in token[0]).lstrip("0")
            yield (2, len(digits), digits), ""
        elif token["space"]:
            yield (0, 0, ""), ""
        else:
            yield from _letters(token["base"], token["marks"])


def _letters(base: str, marks: str) -> Iterator[tuple[SortPart, str]]:
    """Yield the same for a character with marks: twice for þ, which is sorted as two, never for an invisible one."""
    category = unicodedata.category(base)
    if category == "Cf":
        return
    if category[0] not in "LM":
        yield (1, 0, base), marks
        return
    letters = [*(unicodedata.normalize("NFC", base + mark) for mark in marks), base]
    small = next((letter for letter in letters if letter in _ALIKE), base)
    own = len(marks) == 1 and small in _OWN
    for index, letter in enumerate(_ALIKE.get(small, base)):
        yield (3, 0, letter), "" if index or own or small + marks == letter else base + marks
