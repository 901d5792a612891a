"""A template filled with the rows of a list, as a user of Typst or of a browser would do it.

A template is a composed handout with a mark in each place that a column fills. It imports little, since it is part of
what is measured.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

CONTACTS = re.compile(r"verkostokartta\.kontaktit\.\d+\.nimi")
"""The columns of which the filled ones tell how many contacts the map has; it is drawn otherwise for each number."""
_MARK = re.compile(r"Q(\d\d)Q")


def mark(column: int) -> str:
    """Return what stands in a template where a column's text is to stand; it is as short as a name."""
    return f"Q{column:02}Q"


def filled_templates(
    folder: Path, suffix: str, roster: Path, escape: Callable[[str], str]
) -> Iterator[tuple[int, str]]:
    """Yield the numbers of a list's rows and a template filled for each.

    A folder has the files ``template-N`` for maps with N contacts; ``escape`` makes a text fit for such a file.
    """
    templates = [path.read_text("utf-8") for path in sorted(folder.glob(f"template-*{suffix}"))]
    with roster.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        contacts = [index for index, column in enumerate(next(rows)) if CONTACTS.fullmatch(column)]
        for number, row in enumerate(rows, start=1):
            template = templates[sum(bool(row[index]) for index in contacts)]
            yield number, filled(template, list(map(escape, row)))


def filled(template: str, texts: Sequence[str]) -> str:
    """Return a template with a text in the place of each mark."""
    return _MARK.sub(lambda found: texts[int(found[1])], template)
