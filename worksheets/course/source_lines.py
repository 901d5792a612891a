"""The lines of a course's own files on which something stands: a text, an exercise, the name of a picture.

What is measured on paper is known by its text or by its slot; whoever mends it needs the line of the file.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from worksheets.files import read_regular
from worksheets.resources import lies_in

from .fault import CourseFault

_MOST_BYTES = 1_000_000
_LONGEST = 300
"""The most characters of a line that are shown under a message."""
_COMPARED = (24, 16, 10)
"""The letters by which a text is looked for, fewer if more are not found: a hint may stand on the same printed line.

Typography changes quotation marks, dashes and spaces, but no letter.
"""
_LETTER = re.compile(r"[^\W_]")


_QUOTED = re.compile(r"""["“”«»„`](.+?)["“”«»„`]|(--[\w-]+)|^(\w+://\S+?|[^:\s]+\.\w+)(?=: )""")
"""What a message quotes, and a file or an address with which it begins: they stand in the source as well."""


def with_place(fault: CourseFault, folder: Path, pages: Iterable[Path]) -> CourseFault:
    """Return a fault of a course's folder of which no line is known with that of the first text that it quotes.

    It is looked for in the fault's own file, or in those of the pages.
    """
    if fault.line:
        return fault
    quoted = [text for groups in _QUOTED.findall(fault.message) for text in groups if text]
    for file in [fault.file] if fault.file.is_file() else pages:
        lines = SourceLines(file, folder)
        if line := next((line for text in quoted if (line := lines.of_name(text))), 0):
            return fault.at(file, line)
    return fault


class SourceLines:
    """The lines of a file; none for one that is missing, too large, not text, or outside the course's folder."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.lines: Sequence[str] = _read(path, folder)

    def line(self, number: int) -> str:
        """Return a line by its number, from 1; empty if there is none."""
        return self.lines[number - 1].strip()[:_LONGEST] if 1 <= number <= len(self.lines) else ""

    def of_text(self, text: str) -> int:
        """Return the first line in which the letters of a text stand, or begin; 0 if there is none."""
        letters, wanted = [_letters(line) for line in self.lines], _letters(text)
        starts = dict.fromkeys(wanted[:count] for count in _COMPARED if wanted)
        return next((line for start in starts if (line := self._of_letters(start, letters))), 0)

    def _of_letters(self, wanted: str, letters: Sequence[str]) -> int:
        whole = (number for number, line in enumerate(letters, start=1) if wanted in line)
        return next(whole, self._of_beginning(wanted, letters))

    def _of_beginning(self, wanted: str, letters: Sequence[str]) -> int:
        """Return the line whose end, with the lines below it, begins a text that goes over the ends of lines."""
        for number, line in enumerate(letters, start=1):
            rest = "".join(letters[number : number + 3])
            if line and wanted in line + rest and wanted not in rest:
                return number
        return 0

    def of_name(self, name: str) -> int:
        """Return the first line with a name as it is written, such as that of a picture; 0 if there is none."""
        return next((number for number, line in enumerate(self.lines, start=1) if name and name in line), 0)

    def of_slot(self, path: str) -> int:
        """Return the line on which a page names a slot (``{#viikko`` … ``{#nimi``), or its exercise; 0 if on none."""
        if not path:
            return 0
        exercise, *parts = [step for step in path.partition("=")[0].split(".") if not step.isdecimal()]
        first = self._of_id(exercise, 0)
        return next((line for part in reversed(parts) if (line := self._of_id(part, first - 1))), first) if first else 0

    def _of_id(self, part_id: str, start: int) -> int:
        pattern = re.compile(rf"""[#"']{re.escape(part_id)}(?![\w-])""")
        numbered = enumerate(self.lines[max(start, 0) :], start=max(start, 0) + 1)
        return next((number for number, line in numbered if pattern.search(line)), 0)


def _read(path: Path, folder: Path) -> Sequence[str]:
    if not lies_in(path, folder):
        return ()
    try:
        return read_regular(path, _MOST_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text.casefold()))
