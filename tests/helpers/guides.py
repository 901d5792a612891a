"""What stands in the guides: commands, tables, figures, and what they quote and promise."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.course import ROOT

_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```\n", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)]*)\)")
_CODE = re.compile(r"`([^`]+)`")
_PATH = re.compile(r"(?<![\w/.])(?:output|omat)/[^\s`,…;]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a guide."""

    line: str
    """As it is written, without its comment."""
    words: tuple[str, ...]
    comment: str
    """What the guide says of it behind a number sign."""


def read_guide(name: str) -> str:
    """Return a page of the documentation, by its path in the checkout."""
    return (ROOT / name).read_text("utf-8")


def blocks(page: str, kind: str) -> list[str]:
    """Return a page's blocks of code of a kind: ``sh``, ``python``, or nothing for what the program says."""
    return [block["text"] for block in _BLOCK.finditer(page) if block["kind"] == kind]


def prose(page: str) -> str:
    """Return a page without its blocks of code."""
    return _BLOCK.sub("", page)


def commands(page: str, kind: str = "sh") -> list[Command]:
    """Return the commands of a page's blocks of a kind, in their order."""
    lines = [line for block in blocks(page, kind) for line in block.splitlines() if line.strip()]
    return [command for line in lines for command in _commands(line)]


def _commands(line: str) -> Iterator[Command]:
    text, _sign, comment = line.partition("  #")
    *others, last = text.strip().split(" && ")
    for part in others:
        yield Command(part, tuple(shlex.split(part)), "")
    yield Command(last, tuple(shlex.split(last)), comment.strip())


def tables(page: str) -> list[list[list[str]]]:
    """Return the cells of a page's tables, row by row; the first row has the headings."""
    every, rows = list[list[list[str]]](), list[list[str]]()
    for line in [*prose(page).splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            every.append([rows[0], *rows[2:]])
            rows = []
    return every


def sections(page: str) -> list[str]:
    """Return what stands before the first heading of the second level, and under each of them, without code blocks."""
    return re.split(r"^## ", prose(page), flags=re.MULTILINE)


def codes(text: str) -> list[str]:
    """Return what a text has in code within its lines: options, commands, names of files."""
    return [" ".join(code.split()) for code in _CODE.findall(text)]


def figures(text: str, *, finnish: bool) -> list[str]:
    """Return the numbers of a text outside its code, with decimal points and without marks of thousands, in order."""
    text = _CODE.sub("", text)
    if finnish:
        text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", text)
        text = re.sub(r"\b(\d+),(\d+)\b", r"\1.\2", text)
    else:
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return sorted(_NUMBER.findall(text))


def links(page: str) -> list[str]:
    """Return where a page's links lead to."""
    return [match["target"] for match in _LINK.finditer(prose(page))]


def anchors(page: str) -> set[str]:
    """Return the names that links can give to a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def promised_paths(text: str) -> list[Path]:
    """Return the files and folders that a text names in a trainer's folders, ``omat`` and ``output``."""
    return [Path(path) for path in _PATH.findall(text)]


def message_pattern(quote: str) -> re.Pattern[str]:
    """Return what finds a quoted message in a catalogue: ``…`` stands for what differs from one time to another."""
    return re.compile(".+?".join(re.escape(part) for part in quote.split("…")))
