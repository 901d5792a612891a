"""Open a list of any format: read its file into sheets of texts, or trees, before anything in it is judged."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import yaml

from worksheets.course.course import Course
from worksheets.errors import RosterError, WorksheetsError, system_reason
from worksheets.files import is_litter
from worksheets.messages import _
from worksheets.spreadsheets.sheet_builder import ROW, Allowance, SheetBuilder
from worksheets.spreadsheets.sheets import Sheet
from worksheets.spreadsheets.spreadsheet import LARGEST, read_sheets, read_text_sheets

from .headings import headings_of
from .kept_mapping import kept_mapping
from .list_options import ListOptions
from .open_list import OpenList
from .sheet_choice import no_sheet
from .tree_sheet import HEADING_ROW, Tree, sheet_of_trees
from .yaml_reader import MEMORY, NoRoomError, Room, parse_tree, read_tree, text_of

_TREES = (".yaml", ".yml", ".json")
"""Suffixes of the files that hold trees of values and no tables."""
_NAMELESS = "ryhma"
"""The name of a list that comes from no file."""


def opened(path: Path, course: Course, options: ListOptions) -> OpenList:
    """Return a list, open for mending.

    ``path`` is a table (delimited text or a workbook), a YAML or JSON file, a folder of participants' files, or ``-``
    for standard input. Raises RosterError or ParticipantError only for a file that cannot be read at all.
    """
    if os.path.isdir(path):  # noqa: PTH112 - of a name that is too long, pathlib raises an error
        _refuse_tab(str(path), options)
        return _opened_folder(path, course, options)
    if str(path) == "-":
        return _opened_input(_standard_input(), course, options)
    if is_tree(path):
        _refuse_tab(str(path), options)
        room = Room()
        tree = _tree(str(path), read_tree(path, room), room)
        return _of_trees(OpenList(path.stem, str(path), (), options), [tree], course)
    options = replace(options, mapping={**kept_mapping(path), **options.mapping})
    sheets = read_sheets(path, headings_of(course, options.mapping).recognises)
    return OpenList(path.stem, str(path), sheets, options)


def is_tree(path: Path) -> bool:
    """Return True for a file that holds trees of values and no tables, by its name."""
    return path.suffix.lower() in _TREES


def list_of_names(text: str, course: Course) -> OpenList:
    """Return the list that somebody has typed or pasted: a name on each line, or cells with headings, as in a file.

    Raises RosterError as for a text file.
    """
    source = _("typed names")
    return OpenList(_NAMELESS, source, read_text_sheets(text.encode(), source, headings_of(course).recognises))


def new_list(course: Course) -> OpenList:
    """Return a list without people, with columns for the fields of a course that each person has their own of."""
    source, headings = _("new list"), headings_of(course)
    builder = SheetBuilder("", Allowance(source))
    fields = (part.id for part in course.root.parts if part.is_slot and not part.type and not part.secret)
    for column, path in enumerate(sorted(fields, key=lambda path: path != course.name_slot), start=1):
        builder.add(HEADING_ROW, column, headings.heading_of(path))
    return OpenList(_NAMELESS, source, (builder.sheet(),))


def _of_trees(empty: OpenList, trees: Sequence[Tree], course: Course) -> OpenList:
    """Return a list of what YAML and JSON files hold."""
    return replace(empty, sheets=_sheets_of(empty.source, trees, course), trees=tuple(trees))


def _tree(source: str, node: yaml.Node, room: Room) -> Tree:
    """Return what a file holds. Raises NoRoomError for more people than there is room for."""
    tree = Tree(source, node)
    room.take(ROW * len(tree.entries), source)
    return tree


def _sheets_of(source: str, trees: Sequence[Tree], course: Course) -> tuple[Sheet, ...]:
    """Return the sheet of what files hold; none if it has no room for all that they hold."""
    try:
        return (sheet_of_trees(source, trees, course),)
    except RosterError:
        return ()


def _opened_folder(folder: Path, course: Course, options: ListOptions) -> OpenList:
    """Return the people of the files in a folder; what is wrong with a file that cannot be read is in it.

    Raises RosterError if none of the files can be read.
    """
    trees: list[Tree] = []
    problems: list[str] = []
    room = Room()
    for file in _files_of(folder):
        try:
            trees.append(_tree(str(file), read_tree(file, room), room))
        except NoRoomError as error:
            raise _too_many_files(folder) from error
        except WorksheetsError as error:
            problems += error.problems
    if problems and not trees:
        raise RosterError(*problems)
    empty = OpenList(folder.resolve().name, str(folder), (), options, problems=tuple(problems))
    return _of_trees(empty, trees, course)


def _files_of(folder: Path) -> list[Path]:
    """Return the participants' files of a folder, in order. Raises RosterError if there are too many."""
    most = MEMORY // ROW
    try:
        with os.scandir(folder) as entries:
            paths = (folder / entry.name for entry in entries)
            trees = (path for path in paths if _is_of_a_person(path))
            files = sorted(islice(trees, most + 1))
    except OSError as error:
        raise RosterError(f"{folder}: {system_reason(error)}") from error
    if len(files) > most:
        raise _too_many_files(folder)
    return files


def _too_many_files(folder: Path) -> RosterError:
    message = _("{folder}: its files take more than {most} MB of memory; split them into several folders")
    return RosterError(message.format(folder=folder, most=MEMORY // 1_000_000))


def _is_of_a_person(path: Path) -> bool:
    """Return True for a file that may hold a participant's data, and not for a schema, which stands beside it."""
    return is_tree(path) and not path.name.lower().endswith(".schema.json") and not is_litter(path)


def _standard_input() -> bytes:
    """Return what standard input holds, up to a bit more than a list may have: it need not end.

    Raises RosterError when it is closed.
    """
    source = _("standard input")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except (OSError, ValueError, AttributeError) as error:  # It is a folder, closed, or there is none.
        raise RosterError(_("{source}: cannot be read; is it closed?").format(source=source)) from error
    return data


def _opened_input(data: bytes, course: Course, options: ListOptions) -> OpenList:
    """Return the list that standard input holds: YAML or JSON, by its first characters, or else a text table."""
    source = _("standard input")
    if data.lstrip().startswith((b"- ", b"[{", b"[\n", b"{\n", f"{course.name_slot}:".encode())):
        room = Room()
        tree = _tree(source, parse_tree(text_of(data, source), source, room), room)
        return _of_trees(OpenList(_NAMELESS, source, (), options), [tree], course)
    sheets = read_text_sheets(data, source, headings_of(course, options.mapping).recognises)
    return OpenList(_NAMELESS, source, sheets, options)


def _refuse_tab(source: str, options: ListOptions) -> None:
    """Raise RosterError if a sheet is chosen of a list that has none."""
    if options.tab:
        raise RosterError(*(no_sheet(source, name, ()) for name in options.tab))
