"""A group made ready for every engine: its list, the others' templates, and its handouts composed beforehand."""

import json
import re
import shutil
from dataclasses import dataclass
from functools import partial
from math import isfinite
from pathlib import Path

import fontpkg

from benchmarks.deck import Block, deck
from benchmarks.filling import CONTACTS, mark
from benchmarks.lists import COLUMNS, write_csv
from benchmarks.people import as_yaml, people
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.layout import Layout, read_layout
from worksheets.course.reader import read_course
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster
from worksheets.resources import DEFAULT_COURSE, STYLES

TEMPLATE = Path(__file__).with_name("deck.typ")
BROWSER = Path(__file__).with_name("browser.css")
MOST_CONTACTS = sum(1 for column in COLUMNS if CONTACTS.fullmatch(column))


@dataclass(frozen=True, slots=True)
class Group:
    """Where the files of a group are; its handouts are numbered from 0001."""

    size: int
    cache: Path
    """The folder in which masters are kept from one run to the next."""
    roster: Path
    """The list that all engines read."""
    decks: Path
    """Where Typst compiles: templates, its style and fonts; a JSON file for each handout if data is ready."""
    pages: Path
    """A folder with the browser's templates; an HTML file for each handout if data is ready."""
    people: Path
    """A folder with a JSON file for each participant as the list has been read, if data is ready."""
    person: Path
    """The file of the first one."""


def edition() -> Edition:
    """Return the shipped course as the handout that is measured."""
    course = read_course(DEFAULT_COURSE)
    return Edition(course, course.pages, read_layout("handout", course.folder))


def members(path: Path) -> list[Participant]:
    """Return a list's participants as this project reads them."""
    return list(read_roster(path, edition().course).participants)


def prepared(
    size: int, folder: Path, cache: Path | None = None, *, overfull: bool = False, data_ready: bool = True
) -> Group:
    """Write a group's files into a folder; with ``data_ready`` its handouts are read, checked and composed, too.

    Several groups can share a cache; without one, it has its own.
    """
    names = ("list.csv", "decks", "pages", "people", "person.yaml")
    group = Group(size, cache or folder / "cache", *(folder / name for name in names))
    for made in (group.decks, group.pages, group.people):
        made.mkdir(parents=True)
    write_csv(group.roster, size, overfull=overfull)
    group.person.write_text(as_yaml(people(1)[0]), "utf-8")
    writer = _Writer(group)
    writer.write_style()
    for contacts in range(MOST_CONTACTS + 1):
        writer.write_handout(f"template-{contacts}", _marked(contacts))
    for number, person in enumerate(members(group.roster) if data_ready else (), start=1):
        writer.write_handout(f"{number:04}", person)
        (group.people / f"{number:04}.json").write_text(json.dumps(dict(person.values), ensure_ascii=False), "utf-8")
    return group


def decks(group: Group) -> list[Block]:
    """Return what each of a group's handouts says."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(group.decks.glob("[0-9]*.json"))]


def _marked(contacts: int) -> Participant:
    """Return a participant with so many contacts, whose texts are marks for those of the list's columns."""
    names = [column for column in COLUMNS if CONTACTS.fullmatch(column)]
    left_out = tuple(name.removesuffix("nimi") for name in names[contacts:])
    values = {column: mark(index) for index, column in enumerate(COLUMNS) if not column.startswith(left_out)}
    return Participant(values)


class _Writer:
    """Composes handouts and writes them as Typst and the browser take them."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.edition = edition()
        self.templates = Templates(self.edition.course.folder)

    def write_handout(self, name: str, person: Participant) -> None:
        course, layout = self.edition.course, self.edition.layout
        data = partial(PageData, course, printed(person, course, AS_USUAL), layout)
        html = self.templates.compose(self.edition.pages, data)
        (self.group.decks / f"{name}.json").write_text(json.dumps(deck(html), ensure_ascii=False), "utf-8")
        (self.group.pages / f"{name}.html").write_text(_with_styles(html, layout), "utf-8")

    def write_style(self) -> None:
        """Write Typst's template, and the measures and colours of the layout, the cover and the font for it."""
        folder, layout = self.group.decks, self.edition.layout
        (folder / "fonts").mkdir()
        shutil.copy(TEMPLATE, folder)
        cover = (STYLES / "cover.svg").read_text("utf-8")
        (folder / "cover.svg").write_text(re.sub(r"var\([\w-]+, ([^)]*)\)", r"\1", cover), "utf-8")  # It has no theme.
        shutil.copy(fontpkg.path("source-sans-3", weight=400), folder / "fonts")
        numbers = {name: number for name, number in layout.numbers.items() if isfinite(number)}
        style = {"numbers": numbers, "colours": dict(layout.colours)}
        (folder / "style.json").write_text(json.dumps(style), "utf-8")


def _with_styles(html: str, layout: Layout) -> str:
    """Return a document with its style sheets in it, so that a browser sets it as it stands."""
    css = "\n".join(map(layout.css, (*layout.style_sheets, BROWSER)))
    head = f'<base href="{STYLES.as_uri()}/">\n<style>{css}</style>'
    return str.replace(html, "</head>", f"{head}\n</head>", 1)  # The str's own: that of Markup would escape.
