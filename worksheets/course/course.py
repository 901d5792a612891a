"""A course: its pages in order, and what a participant's data can fill in them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from worksheets.errors import CourseError, PageError, _, nearest
from worksheets.resources import COURSES

from .slots import KINDS, LIMIT, Part, Slot, slots

SUFFIX = ".html.j2"
_PART_KEYS = {"id", "label", "hint", "also", "limit", "date", "secret", "rows", "most", "parts"}
_COURSE_KEYS = {"title", "subtitle", "language", "pages", "fields", "exercises"}


@dataclass(frozen=True)
class Course:
    """What a trainer teaches, kept in one folder."""

    name: str
    folder: Path
    title: str
    subtitle: str
    language: str
    pages: tuple[str, ...]
    root: Part = field(repr=False)

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every slot by its path, in the order of ``course.toml``."""
        return {slot.path: slot for part in self.root.parts for slot in slots(part)}

    @cached_property
    def shown(self) -> Mapping[str, Slot]:
        """The slots that may be listed, printed and put into names: all but the secret ones."""
        return {path: slot for path, slot in self.slots.items() if not slot.secret}

    @cached_property
    def secret(self) -> str:
        """The path of the slot that holds a participant's password; empty when the course has none."""
        return next((path for path, slot in self.slots.items() if slot.secret), "")

    def part(self, path: str) -> Part:
        """Return the part at a path without row numbers, such as ``verkostokartta.kontaktit``."""
        part = self.root
        for step in path.split("."):
            try:
                part = part.part(step)
            except KeyError:
                raise PageError(
                    _("{file}: no exercise or field “{path}”.").format(file=self.folder / "course.toml", path=path)
                    + nearest(step, (part.id for part in part.parts))
                ) from None
        return part

    def choose(self, wanted: str) -> tuple[str, ...]:
        """Return the pages named by a list like ``1,7-9,kansi``, in the order given; all of them for an empty one."""
        if not wanted.strip():
            return self.pages
        chosen: list[str] = []
        problems: list[str] = []
        for word in filter(None, (word.strip() for word in wanted.split(","))):
            try:
                chosen += self._pages_of(word)
            except PageError as error:
                problems += error.problems
        if problems:
            raise PageError(*problems)
        return tuple(dict.fromkeys(chosen))

    def _pages_of(self, word: str) -> tuple[str, ...]:
        if word in self.pages:
            return (word,)
        count = len(self.pages)
        span = re.fullmatch(r"(\d+)(?:\s*[-–]\s*(\d+))?", word)
        if span is None:
            raise PageError(_("There is no page “{word}”.").format(word=word) + nearest(word, self.pages))
        first, last = int(span[1]), int(span[2] or span[1])
        if not 1 <= first <= last <= count:
            raise PageError(
                _("“{word}” is not among the pages 1–{count} of this course.").format(word=word, count=count)
            )
        return self.pages[first - 1 : last]


def read_course(where: str) -> Course:
    """Read a course from its folder, or a shipped one by its name.

    Raises CourseError with every problem found: what is missing, misspelled or of the wrong kind.
    """
    folder = Path(where) if Path(where).is_dir() else COURSES / where
    source = folder / "course.toml"
    try:
        told = tomllib.loads(source.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        shipped = sorted(path.parent.name for path in COURSES.glob("*/course.toml"))
        raise CourseError(
            _("{where}: no course here: there is no {source}. The shipped courses: {shipped}.").format(
                where=where, source=source, shipped=", ".join(shipped)
            )
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise CourseError(f"{source}: {error}") from error
    reader = _CourseReader(source)
    course = reader.course(folder, told)
    if reader.problems:
        raise CourseError(*reader.problems)
    return course


class _CourseReader:
    """Builds a course from what its TOML says, and gathers every problem on the way."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.problems: list[str] = []

    def course(self, folder: Path, told: dict[str, Any]) -> Course:
        self._keys("", told, _COURSE_KEYS)
        pages = tuple(str(page) for page in self._of("", told, "pages", list, []))
        self._check_pages(folder, pages)
        fields = self._of("", told, "fields", dict, {})
        exercises = self._of("", told, "exercises", dict, {})
        parts = [
            self._part(f"fields.{name}", {"id": name, **self._table(f"fields.{name}", field)})
            for name, field in fields.items()
        ]
        parts += [self._exercise(name, exercise) for name, exercise in exercises.items()]
        self._check_ids("", parts)
        return Course(
            name=folder.resolve().name,
            folder=folder.resolve(),
            title=self._of("", told, "title", str),
            subtitle=self._of("", told, "subtitle", str, ""),
            language=self._of("", told, "language", str, "fi"),
            pages=pages,
            root=Part("", "", parts=tuple(parts)),
        )

    def _exercise(self, name: str, told: object) -> Part:
        place = f"exercises.{name}"
        table = self._table(place, told)
        kind = self._of(place, table, "kind", str)
        if kind not in KINDS:
            self._say(place, _("kind is one of {kinds}.").format(kinds=", ".join(KINDS)) + nearest(kind, KINDS))
        return self._part(place, {"id": name, **{key: table[key] for key in table if key != "kind"}}, kind)

    def _part(self, place: str, told: dict[str, Any], kind: str = "") -> Part:
        self._keys(place, told, _PART_KEYS)
        rows = self._of(place, told, "rows", int, 0)
        most = self._of(place, told, "most", int, rows)
        if rows < 0 or most < rows or (most and not rows):
            self._say(place, _("most must be at least rows, and rows at least 1"))
        inner = self._of(place, told, "parts", list, [])
        parts = [
            self._part(f"{place}.parts[{n}]", self._table(f"{place}.parts[{n}]", part))
            for n, part in enumerate(inner, start=1)
        ]
        if rows and not parts:
            self._say(place, _("a part with rows needs parts"))
        self._check_ids(place, parts)
        return Part(
            id=self._of(place, told, "id", str),
            label=self._of(place, told, "label", str),
            hint=self._of(place, told, "hint", str, ""),
            also=tuple(map(str, self._of(place, told, "also", list, []))),
            limit=self._of(place, told, "limit", int, LIMIT),
            date=self._of(place, told, "date", bool, default=False),
            secret=self._of(place, told, "secret", bool, default=False),
            rows=rows,
            most=most,
            parts=tuple(parts),
            kind=kind,
        )

    def _check_ids(self, place: str, parts: list[Part]) -> None:
        seen: set[str] = set()
        for part in parts:
            if not re.fullmatch(r"[a-z][a-z0-9-]*", part.id):
                self._say(place, _("the id “{id}” must be small letters a–z, digits and hyphens").format(id=part.id))
            if part.id in seen:
                self._say(place, _("the id “{id}” stands twice").format(id=part.id))
            seen.add(part.id)

    def _check_pages(self, folder: Path, pages: tuple[str, ...]) -> None:
        found = {path.name.removesuffix(SUFFIX) for path in (folder / "pages").glob(f"*{SUFFIX}")}
        for name in sorted(set(pages) - found):
            self._say("pages", _("pages/{file} does not exist").format(file=name + SUFFIX) + "." + nearest(name, found))
        for name in sorted(found - set(pages)):
            self._say("pages", _("pages/{file} is not in the list").format(file=name + SUFFIX))
        for name in sorted({name for name in pages if pages.count(name) > 1}):
            self._say("pages", _("“{name}” stands twice").format(name=name))

    def _table(self, place: str, told: object) -> dict[str, Any]:
        if isinstance(told, dict):
            return told
        self._say(place, _("must be a table"))
        return {}

    def _keys(self, place: str, told: dict[str, Any], known: set[str]) -> None:
        for key in told.keys() - known:
            self._say(place, _("unknown key “{key}”.").format(key=key) + nearest(key, known))

    def _of(self, place: str, told: dict[str, Any], key: str, kind: type, default: Any = None) -> Any:  # noqa: ANN401
        value = told.get(key, default)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self._say(
            place,
            _("{key} is missing").format(key=key)
            if value is None
            else _("{key} must be of the type {kind}").format(key=key, kind=kind.__name__),
        )
        return kind() if default is None else default

    def _say(self, place: str, problem: str) -> None:
        self.problems.append(f"{self.source}: {place}: {problem}" if place else f"{self.source}: {problem}")
