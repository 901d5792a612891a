"""A group made ready for every engine: the list that this project reads, and its handouts as the others take them."""

import json
import re
import shutil
from dataclasses import dataclass
from functools import partial
from math import isfinite
from pathlib import Path

import fontpkg

from benchmarks.deck import Block, deck
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


@dataclass(frozen=True, slots=True)
class Group:
    """Where the files of a group are; its handouts are numbered from 0001."""

    size: int
    roster: Path
    decks: Path
    """A folder that Typst compiles in: a template, its style and fonts, and a JSON file for each handout."""
    pages: Path
    """A folder with an HTML file for each handout."""
    people: Path
    """A folder with a JSON file for each participant as the list has been read."""
    person: Path
    """The file of the first one."""
    cache: Path
    """The folder in which masters are kept from one run to the next."""


def edition() -> Edition:
    """Return the shipped course as the handout that is measured."""
    course = read_course(DEFAULT_COURSE)
    return Edition(course, course.pages, read_layout("handout", course.folder))


def members(path: Path) -> list[Participant]:
    """Return a list's participants as this project reads them."""
    return list(read_roster(path, edition().course).participants)


def prepared(size: int, folder: Path, *, overfull: bool = True) -> Group:
    """Write a group's files into a folder: what the other engines get is read, checked and composed already."""
    group = Group(
        size,
        *(folder / name for name in ("roster.yaml", "decks", "pages", "people", "person.yaml", "cache")),
    )
    folder.mkdir()
    told = people(size, overfull=overfull)
    group.roster.write_text(as_yaml(told), "utf-8")
    group.person.write_text(as_yaml(told[0]), "utf-8")
    made = edition()
    _write_template(group.decks, made.layout)
    templates = Templates(made.course.folder)
    group.pages.mkdir()
    group.people.mkdir()
    for number, person in enumerate(members(group.roster), start=1):
        said = printed(person, made.course, AS_USUAL)
        html = templates.compose(made.pages, partial(PageData, made.course, said, made.layout))
        (group.decks / f"{number:04}.json").write_text(json.dumps(deck(html), ensure_ascii=False), "utf-8")
        (group.people / f"{number:04}.json").write_text(json.dumps(dict(person.values), ensure_ascii=False), "utf-8")
        (group.pages / f"{number:04}.html").write_text(_with_styles(html, made.layout), "utf-8")
    return group


def decks(group: Group) -> list[Block]:
    """Return what each of a group's handouts says."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(group.decks.glob("[0-9]*.json"))]


def _write_template(folder: Path, layout: Layout) -> None:
    (folder / "fonts").mkdir(parents=True)
    shutil.copy(TEMPLATE, folder)
    cover = (STYLES / "cover.svg").read_text("utf-8")
    (folder / "cover.svg").write_text(re.sub(r"var\([\w-]+, ([^)]*)\)", r"\1", cover), "utf-8")  # It knows no theme.
    shutil.copy(fontpkg.path("source-sans-3", weight=400), folder / "fonts")
    numbers = {name: number for name, number in layout.numbers.items() if isfinite(number)}
    style = {"numbers": numbers, "colours": dict(layout.colours)}
    (folder / "style.json").write_text(json.dumps(style), "utf-8")


def _with_styles(html: str, layout: Layout) -> str:
    """Return a document with its style sheets in it, so that a browser sets it as it stands."""
    css = "\n".join(map(layout.css, (*layout.style_sheets, BROWSER)))
    head = f'<base href="{STYLES.as_uri()}/">\n<style>{css}</style>'
    return str.replace(html, "</head>", f"{head}\n</head>", 1)  # The str's own: that of Markup would escape.
