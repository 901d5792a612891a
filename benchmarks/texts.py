"""Whether two engines say the same: the texts of their PDFs, opened again, by their letters.

Letters and digits are compared, without case: not spaces, hyphens and other signs, since lines break elsewhere.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from benchmarks.deck import Block, said


def letters(text: str) -> str:
    """Return what is left of a text when lines may break anywhere in it."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def pages(pdf: Path) -> list[str]:
    """Return the letters of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [letters(page.get_textpage().get_text_bounded()) for page in document]


def unsaid(deck: Block, pdf: Path) -> Iterator[str]:
    """Yield a line for each text of a handout that a PDF does not say.

    What stands on every page is left out: heads, feet, the document's title.
    """
    whole = "".join(pages(pdf))
    for text in said(deck["pages"]):
        if letters(text) not in whole:
            yield f"{pdf.name}: “{text}” is missing"


def otherwise(one: Path, other: Path) -> Iterator[str]:
    """Yield a line for each page of a PDF that has not the same letters as another's, in whatever order."""
    ours, theirs = pages(one), pages(other)
    if len(ours) != len(theirs):
        yield f"{other.name}: {len(theirs)} pages for {len(ours)}"
        return
    for number, (page, its) in enumerate(zip(ours, theirs, strict=True), start=1):
        mine, others = Counter(page), Counter(its)
        if mine != others:
            yield f"{other.name}, page {number}: without {_listed(mine - others)}, with {_listed(others - mine)}"


def differences(decks: Sequence[Block], ours: Path, theirs: Path, *, same_pages: bool) -> list[str]:
    """Return a line for each difference between two folders of a group's handouts."""
    found: list[str] = []
    for number, deck in enumerate(decks, start=1):
        one, other = (folder / f"{number:04}.pdf" for folder in (ours, theirs))
        found += unsaid(deck, other)
        if same_pages:
            found += otherwise(one, other)
    return list(dict.fromkeys(found))


def _listed(letters: Counter[str]) -> str:
    return "".join(sorted(letters.elements())) or "nothing"
