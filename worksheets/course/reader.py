"""``course.toml`` and the pages in Markdown read and checked: a course, or everything that is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from worksheets.errors import CourseError, nearest, on_line, shortened
from worksheets.messages import _
from worksheets.resources import COURSES, DEFAULT_LANGUAGE, lies_in

from .brand import NO_BRAND, Brand
from .course import Course
from .key_lines import key_lines, line_of
from .keys import COURSE_KEYS, FIELD_KEYS, LABEL_KEYS, LIST_KEYS
from .markdown_page import SUFFIX as MARKDOWN_SUFFIX
from .markdown_page import MarkdownPage
from .page_files import MOST_PAGES, markdown_files, page_kinds, page_list_problems
from .shapes import list_problems
from .slots import LIMIT, NAME, NAME_ID, ROLES, Part
from .table_reader import TableReader
from .toml_file import read_toml
from .types.exercise_type import ExerciseType, Key
from .types.registry import exercise_types
from .words import Words, default_words, read_words

if TYPE_CHECKING:
    from .markdown.body import Declaration
    from .markdown.page import ReadPage

_MOST_BYTES = 1_000_000
"""The largest ``course.toml``: that of the shipped course has 4 kB."""
_MOST_ROWS = 1000
"""The most entries of a list: a table of 1,000 rows takes some fifty pages."""
_MOST_LINES = 25
"""The most lines of a text: the handout's page has 27."""
_MOST_LIMIT = 100_000
"""The most characters that a slot can be given."""
_MOST_SLOTS = 20_000
"""The most slots of a course, which are as many columns of a list: the shipped course has 350."""
_DEEPEST = 5
"""The most parts within one another; no exercise type has more than two."""
_MOST_MARKDOWN = 1_000_000
"""The most bytes of all pages in Markdown: to read so many takes a second, or some if they are made to be slow."""
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,5}")
_COURSE_KEYS = {key.name for key in COURSE_KEYS}
_PART_KEYS = {key.name for key in (*FIELD_KEYS, *LIST_KEYS) if key.name != "role"}
_ATTRIBUTES = {"rows", "lines", "given"}
"""The keys of types that are attributes of ``Part``; so is ``most`` where there are rows. The others are settings."""


def read_course(where: str) -> Course:
    """Return the course in a folder, or the shipped course of that name.

    Raises CourseError with every problem of ``course.toml``, each with its line, its table and its cure.
    """
    reader, course = _read(where)
    if reader.problems:
        raise CourseError(*reader.problems)
    return course


class StudiedCourse(Struct, frozen=True):
    """A course as far as it can be read, and everything that is wrong with it."""

    course: Course | None
    """None if something else than pages in Markdown is wrong."""
    problems: tuple[str, ...]
    """What is wrong with something else."""
    page_problems: Mapping[str, tuple[str, ...]]
    """What is wrong with pages in Markdown, by their names."""
    good_pages: "Mapping[str, ReadPage]"
    """The pages in Markdown with which nothing is wrong, and of the others the last good versions."""


def study_course(where: str, last_good: "Mapping[str, ReadPage]") -> StudiedCourse:
    """Return the course in a folder, as ``read_course`` does, with a page's last good version where it is broken now.

    A page of which there is no good version is empty. Raises CourseError if ``course.toml`` cannot be read at all.
    """
    reader, course = _read(where, last_good)
    whole = None if reader.problems else course
    return StudiedCourse(whole, tuple(reader.problems), reader.page_problems, reader.good_pages)


def _read(where: str, last_good: "Mapping[str, ReadPage] | None" = None) -> "tuple[_CourseReader, Course]":
    """Return a course, and the reader that has collected what is wrong with it."""
    folder = Path(where) if Path(where).is_dir() else COURSES / where
    source = folder / "course.toml"
    if outside := [path for path in (source, folder / "pages") if not lies_in(path, folder)]:
        message = _("{path}: is a link out of the course’s folder; copy the file or folder itself there")
        raise CourseError(*(message.format(path=path) for path in outside))
    try:
        toml, table = read_toml(source, _MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise _no_course(where) from None
    reader = _CourseReader(source, key_lines(toml), last_good)
    return reader, reader.course(folder, table)


def page_problems(folder: Path) -> list[str]:
    """Return what is wrong with all pages in Markdown by themselves, whatever ``course.toml`` says."""
    sources = sorted(islice((folder / "pages").glob(f"*{MARKDOWN_SUFFIX}"), MOST_PAGES))
    if not sources or sum(source.lstat().st_size for source in sources) > _MOST_MARKDOWN:
        return []
    from .markdown.page import read_page

    kinds = page_kinds(folder)
    return [problem for source in sources for problem in read_page(source, folder, kinds, _AnyField()).problems]


class _AnyField(frozenset[str]):
    """The fields of a course whose ``course.toml`` cannot be read: there may be any."""

    def __contains__(self, field: object) -> bool:
        """Return True for any field."""
        return True


def _no_course(where: str) -> CourseError:
    """Return the error for a name that is neither a course's folder nor a shipped course."""
    shipped = sorted(path.parent.name for path in COURSES.glob("*/course.toml"))
    names = ", ".join(shipped)
    if other := next(Path(where).glob("course.toml.*"), None):
        message = _("{where}: the file {other} must be named course.toml; rename it")
        return CourseError(message.format(where=where, other=shortened(other.name)))
    if Path(where).is_dir():
        message = _(
            "{where}: is not a course: there is no course.toml in this folder; the built-in courses are {names}."
        )
        return CourseError(message.format(where=where, names=names))
    message = _(
        "{where}: there is no such course; name a folder with a course.toml in it, or a built-in course: {names}."
    )
    return CourseError(message.format(where=where, names=names) + nearest(where, shipped))


class _CourseReader(TableReader):
    """Builds a course from the tables of its TOML and the pages in Markdown, and collects every problem on the way."""

    def __init__(
        self, source: Path, lines: Mapping[str, int], last_good: "Mapping[str, ReadPage] | None" = None
    ) -> None:
        """With ``last_good`` pages in Markdown, these take the places of broken ones, whose problems are kept apart."""
        super().__init__(source, lines)
        self.last_good = last_good
        self.page_problems: dict[str, tuple[str, ...]] = {}
        self.good_pages: dict[str, ReadPage] = {}
        self.declared: dict[str, Declaration] = {}
        """The exercises that pages in Markdown declare, by their ids."""

    def course(self, folder: Path, table: dict[str, Any]) -> Course:
        """Return the course; it is to be used only if ``problems`` is empty then."""
        self.check_keys("", table, _COURSE_KEYS)
        pages = self.texts("", table, "pages")
        for problem in page_list_problems(folder, pages):
            self.add("pages", problem)
        fields = self._fields(self.value("", table, "fields", dict, {}))
        exercises = self.value("", table, "exercises", dict, {})
        printable = [field.id for field in fields if field.is_slot and not field.secret]
        markdown_pages, declarations = self._markdown(folder, pages, printable)
        taken = {field.id: "fields" for field in fields} | dict.fromkeys(exercises, "exercises")
        self._declare(declarations, taken)
        tables = {**exercises, **{name: each.table for name, each in self.declared.items() if each.is_whole}}
        parts = [*fields, *(self._exercise(name, exercise) for name, exercise in tables.items())]
        self._check_ids("exercises", parts)
        self._check_sizes(parts)
        language = self._language(table)
        words = self._words(language, folder)
        parts = [_worded(part, words) for part in parts]
        return Course(
            name=folder.resolve().name,
            folder=folder.resolve(),
            title=self.value("", table, "title", str),
            subtitle=self.value("", table, "subtitle", str, ""),
            language=language,
            pages=pages,
            root=Part("", "", parts=tuple(part for part in parts if _has_slots(part))),
            words=words,
            drawings=tuple(part for part in parts if not _has_slots(part)),
            markdown_pages=markdown_pages,
            brand=self._brand(table, folder),
        )

    def _brand(self, table: dict[str, Any], folder: Path) -> Brand:
        if "brand" not in table:
            return NO_BRAND
        from .brand_reader import course_brand  # Loads the reader of style sheets, which courses without it never need.

        brand, problems = course_brand(table["brand"], self.source, folder, self.lines)
        self.problems += problems
        return brand

    def _markdown(
        self, folder: Path, pages: Sequence[str], fields: Sequence[str]
    ) -> tuple[tuple[MarkdownPage, ...], list["Declaration"]]:
        """Return the pages that are written in Markdown, and the exercises that they declare."""
        if not (sources := markdown_files(folder, pages)):
            return (), []
        if sum(source.lstat().st_size for source in sources) > _MOST_MARKDOWN:
            problem = _("the pages in Markdown have more than {most} MB in all; shorten or delete some")
            self.add("pages", problem.format(most=_MOST_MARKDOWN // 1_000_000))
            return (), []
        from .markdown.page import read_page  # Loads the reader of Markdown, which takes 40 ms.

        kinds = page_kinds(folder)
        files = [self._good(read_page(source, folder, kinds, fields)) for source in sources]
        self.problems += [problem for file in files for problem in file.problems]
        return tuple(file.page for file in files), [each for file in files for each in file.declarations]

    def _good(self, file: "ReadPage") -> "ReadPage":
        """Return a page; in place of a broken one its last good version, or an empty page, if that is wanted."""
        name = file.page.name
        if self.last_good is not None and file.problems:
            self.page_problems[name] = tuple(file.problems)
            if name not in self.last_good:
                return replace(file, page=replace(file.page, blocks=()), declarations=(), problems=())
            file = self.last_good[name]
        self.good_pages[name] = file
        return file

    def _declare(self, declarations: Sequence["Declaration"], taken: Mapping[str, str]) -> None:
        """Keep the exercises on pages; an id that is used already, in the tables of ``taken`` too, is a problem."""
        for each in declarations:
            if first := self.declared.get(each.id):
                self._add_doubled(each, first.source, first.line)
            elif table := taken.get(each.id):
                self._add_doubled(each, self.source, line_of(f"{table}.{each.id}", self.lines))
            else:
                self.declared[each.id] = each

    def _add_doubled(self, declaration: "Declaration", file: Path, line: int | None) -> None:
        problem = _("the id “{id}” is used already in {file}, line {line}; change one of them")
        problem = problem.format(id=shortened(declaration.id), file=file, line=line or 1)
        self.problems.append(on_line(declaration.source, declaration.line, problem))

    def _declaring(self, location: str) -> "Declaration | None":
        """Return the exercise on a page in Markdown that a location is in."""
        return next((each for each in self.declared.values() if _is_in(location, f"exercises.{each.id}")), None)

    def place(self, location: str, key: str) -> tuple[Path, int | None, str]:
        """Return where a problem is: with an exercise of a page in Markdown, on the line that declares it."""
        if declared := self._declaring(location):
            return declared.source, declared.line, location.removeprefix("exercises.")
        return super().place(location, key)

    def _language(self, table: dict[str, Any]) -> str:
        language: str = self.value("", table, "language", str, DEFAULT_LANGUAGE)
        if not _LANGUAGE.fullmatch(language):
            problem = _("“{language}” is not a language code such as fi or sv")
            self.add("language", problem.format(language=shortened(language)))
        return language

    def _words(self, language: str, folder: Path) -> Words:
        """Return the papers' own words; those of the default language if there are problems."""
        try:
            return read_words(language if _LANGUAGE.fullmatch(language) else DEFAULT_LANGUAGE, folder)
        except CourseError as error:
            self.problems += error.problems
            return default_words()

    def _fields(self, tables: dict[str, Any]) -> list[Part]:
        """Return the fields, of which one has the role of the name: NAME_ID if the course gives it to none."""
        fields = [self._field(name, value) for name, value in tables.items()]
        if all(field.role != NAME for field in fields):
            fields = [replace(field, role=NAME) if field.id == NAME_ID else field for field in fields]
        for role in ROLES:
            self._check_role(role, [field for field in fields if field.role == role])
        return fields

    def _field(self, name: str, value: object) -> Part:
        location = f"fields.{name}"
        table = self.table(location, value)
        role = self.value(location, table, "role", str, "")
        if role not in ("", *ROLES):
            self.add(location, _("role must be one of {roles}.").format(roles=", ".join(ROLES)) + nearest(role, ROLES))
        return replace(self._part(location, {"id": name, **_without(table, "role")}), role=role)

    def _check_role(self, role: str, fields: Sequence[Part]) -> None:
        """Check the fields with a role: one for the name, at most one for others, each a single text and not secret."""
        if role == NAME and not fields:
            example = 'nimi = { label = "Nimi", role = "name" }'
            problem = _('no field holds the participant’s name; give one role = "name", as in {example}')
            self.add("fields", problem.format(example=example))
        if len(fields) > 1:
            ids = ", ".join(field.id for field in fields)
            self.add(
                "fields", _('several fields have role = "{role}" ({ids}); keep it on one').format(role=role, ids=ids)
            )
        for field in fields:
            if not field.is_slot:
                problem = _('a field with role = "{role}" must be a single text; delete rows, most and parts')
                self.add(f"fields.{field.id}", problem.format(role=role))
            if field.secret:
                problem = _('a field with role = "{role}" cannot be secret; delete role or secret')
                self.add(f"fields.{field.id}", problem.format(role=role))

    def _exercise(self, name: str, value: object) -> Part:
        location = f"exercises.{name}"
        table = self.table(location, value)
        type_ = self.value(location, table, "kind", str)
        if type_ not in exercise_types():
            problem = _("kind must be one of {types}.").format(types=", ".join(exercise_types()))
            self.add(location, problem + nearest(type_, exercise_types()))
        known = exercise_types().get(type_)
        part = self._part(location, {"id": name, **_without(table, "kind")}, known)
        exercise = replace(part, type=type_)
        if known is None:
            return exercise
        problems = list(known.problems(exercise))
        for problem in problems:
            self.add(location, problem)
        return exercise if problems else known.completed(exercise)

    def _part(self, location: str, table: dict[str, Any], type_: ExerciseType | None = None, depth: int = 0) -> Part:
        """Return a field, an exercise or a part of one, with the parts under it.

        ``type_`` is the exercise's type, whose own keys can stand in its table (``depth`` 0) and in those of its parts.
        """
        if "role" in table:
            self.add(location, _("only a field directly under [fields] can have a role; delete it here"))
        own_keys = () if type_ is None else type_.part_keys if depth else type_.keys
        self.check_keys(location, _without(table, "role"), _PART_KEYS | {key.name for key in own_keys})
        rows = self.value(location, table, "rows", int, 0)
        attributes = _attributes({key.name for key in own_keys})
        most = self.value(location, table, "most", int, rows) if "most" in attributes else 0
        limit = self.value(location, table, "limit", int, LIMIT)
        part = Part(
            id=self.value(location, table, "id", str),
            label=self.value(location, table, "label", str),
            hint=self.value(location, table, "hint", str, ""),
            also=self.texts(location, table, "also"),
            limit=limit,
            date=self.value(location, table, "date", bool, default=False),
            secret=self.value(location, table, "secret", bool, default=False),
            lines=self.value(location, table, "lines", int) if "lines" in table else None,
            rows=rows,
            most=most,
            given=self.texts(location, table, "given"),
            parts=self._parts(location, self.value(location, table, "parts", list, []), type_, depth),
            settings=self._settings(location, table, [key for key in own_keys if key.name not in attributes]),
        )
        self._check_part(location, part)
        return part

    def _settings(self, location: str, table: dict[str, Any], keys: Sequence[Key]) -> tuple[tuple[str, Any], ...]:
        """Return the values of a type's own keys that are given, with their names."""
        given = [key for key in keys if key.name in table]
        return tuple((key.name, self._setting(location, table, key)) for key in given)

    def _setting(self, location: str, table: dict[str, Any], key: Key) -> Any:  # noqa: ANN401 - as the key has it
        if key.type is tuple:
            return self.texts(location, table, key.name)
        return self.value(location, table, key.name, key.type)

    def _parts(self, location: str, tables: list[Any], type_: ExerciseType | None, depth: int) -> tuple[Part, ...]:
        parts = []
        if tables and location.count(".parts[") >= _DEEPEST:
            self.add(location, _("parts are nested more than {most} deep").format(most=_DEEPEST))
            return ()
        for number, value in enumerate(tables, start=1):
            inner = f"{location}.parts[{number}]"
            parts.append(self._part(inner, self.table(inner, value), type_, depth + 1))
        self._check_ids(location, parts)
        return tuple(parts)

    def _check_part(self, location: str, part: Part) -> None:
        if part.rows < 0 or part.most < part.rows or (part.most and not part.rows):
            self.add(location, _("rows must be at least 1, and most at least as large as rows"))
        if part.most > _MOST_ROWS:
            self.add(
                location,
                _("a list can have at most {most} entries; write most = {most} or less").format(most=_MOST_ROWS),
            )
        if not re.fullmatch(r"[a-z][a-z0-9-]*", part.id):
            from .markdown.attributes import suggested_id  # Only for what is wrong.

            problem = _(
                "the id “{id}” can have only the letters a–z, digits and hyphens, and must begin with a letter; write "
                "{example}"
            )
            self.add(location, problem.format(id=shortened(part.id), example=suggested_id(part.id)))
        if part.lines is not None and not 0 <= part.lines <= _MOST_LINES:
            self.add(location, _("lines must be from 1 to {most}, or 0 for an open box").format(most=_MOST_LINES))
        if part.limit < 1:
            self.add(location, _("limit must be at least 1"))
        if part.limit > _MOST_LIMIT:
            self.add(location, _("limit must be at most {most}").format(most=_MOST_LIMIT))
        for problem in list_problems(part) if part.rows else ():
            self.add(location, problem)

    def _check_sizes(self, parts: Sequence[Part]) -> None:
        if not self.problems and sum(map(_slot_count, parts)) > _MOST_SLOTS:
            problem = _("the exercises have more than {most} slots in all; lower most, or delete parts")
            self.add("exercises", problem.format(most=_MOST_SLOTS))

    def _check_ids(self, location: str, parts: Sequence[Part]) -> None:
        seen: set[str] = set()
        for part in parts:
            if part.id in seen:
                self.add(location, _("the id “{id}” is used twice; change one of them").format(id=shortened(part.id)))
            seen.add(part.id)

    def add(self, location: str, problem: str, key: str = "") -> None:
        """Add what is wrong; the keys of an exercise on a page in Markdown are named as the page has them."""
        declared = self._declaring(location)
        super().add(location, _on_page(problem, declared) if declared else problem, key)


def _on_page(problem: str, declaration: "Declaration") -> str:
    """Return what is wrong with an exercise on a page in Markdown, with the keys as the page has them."""
    from .markdown.key_wording import as_in_braces

    type_ = exercise_types().get(declaration.table["kind"])
    keys = (*type_.keys, *type_.part_keys, *LABEL_KEYS) if type_ else LABEL_KEYS
    return as_in_braces(problem, keys, in_finnish=declaration.in_finnish)


def _attributes(own_keys: set[str]) -> set[str]:
    """Return the keys that are attributes of a part, not settings: ``most`` too, if it is about rows."""
    return _ATTRIBUTES if "most" in own_keys and "rows" not in own_keys else _ATTRIBUTES | {"most"}


def _has_slots(part: Part) -> bool:
    return part.type not in exercise_types() or exercise_types()[part.type].has_slots


def _worded(part: Part, words: Words) -> Part:
    return exercise_types()[part.type].worded(part, words) if part.type in exercise_types() else part


def _is_in(location: str, table: str) -> bool:
    return f"{location}.".startswith(f"{table}.")


def _slot_count(part: Part) -> int:
    """Return the number of slots of a part, without making them."""
    return max(part.most, 1) * (sum(map(_slot_count, part.parts)) or 1)


def _without(table: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name != key}
