"""Files to start from, that the readers accept: an empty participant, an empty list for a group."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from worksheets.course.course import Course
from worksheets.course.slots import Part, Slot, lists, slots
from worksheets.errors import OutputError, _

from .participant import EXAMPLE

_NAME = "Etunimi Sukunimi"
_WIDEST = 40
"""Characters of a workbook's widest column."""


def starter(kind: str, path: Path, course: Course) -> bytes:
    """Return the file of that kind (``participant``, ``roster``) in the format that its name's ending asks for."""
    makers: dict[tuple[str, str], Callable[[Course], bytes]] = {
        ("participant", ".yaml"): participant_yaml,
        ("roster", ".xlsx"): roster_xlsx,
        ("roster", ".csv"): roster_csv,
        ("roster", ".yaml"): roster_yaml,
    }
    try:
        make = makers[kind, path.suffix.lower()]
    except KeyError:
        endings = ", ".join(ending for made, ending in makers if made == kind)
        raise OutputError(_("{path}: the name must end in {endings}").format(path=path, endings=endings)) from None
    return make(course)


def schema_name(course: Course) -> str:
    """Return the name of the schema's file that a participant's file points an editor to."""
    return f"{course.name}.schema.json"


def participant_yaml(course: Course) -> bytes:
    """Return one participant's file: every slot, empty but for the name, each with its label beside."""
    editor = f"# yaml-language-server: $schema={schema_name(course)}\n"
    heading = f"# {course.title}: yhden osallistujan tiedot. Vain nimi on pakollinen.\n"
    return (editor + heading + "\n".join(_lines(course.root, "", _NAME)) + "\n").encode()


def roster_yaml(course: Course) -> bytes:
    """Return a list with an example to copy, which the reader leaves out."""
    heading = f"# {course.title}: ryhmän tiedot, osallistuja kerrallaan. Vain nimi on pakollinen.\n"
    first, *others = _lines(course.root, "  ", EXAMPLE)
    return (heading + "\n".join([f"- {first[2:]}", *others]) + "\n").encode()


def roster_csv(course: Course) -> bytes:
    """Return a list with a column a slot, as many entries as a blank page has, and an example row."""
    out = StringIO(newline="")
    columns = [slot for part in course.root.parts for slot in slots(part, all_entries=False)]
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([slot.label for slot in columns])
    writer.writerow([EXAMPLE if slot.path == "nimi" else "" for slot in columns])
    return ("\ufeff" + out.getvalue()).encode()  # The mark tells Excel that this is UTF-8.


def roster_xlsx(course: Course) -> bytes:
    """Return a workbook with a sheet of people and a sheet for each list, whose rows are tied to people by their name.

    Every cell is text, so that leading zeros live; each heading's note says what the column is.
    """
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    own = [(slot.label, _note(slot)) for part in course.root.parts for slot in _single(part)]
    _sheet(book.create_sheet("Osallistujat"), own)
    for _path, part in lists(course.root):
        columns = [("Osallistuja", "Osallistujan nimi niin kuin taulukossa Osallistujat")]
        columns += [(_label(child), f"Enintään {part.most} riviä osallistujaa kohti") for child in part.parts]
        _sheet(book.create_sheet((*part.also, part.label)[0]), columns)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: "Worksheet", columns: Sequence[tuple[str, str]]) -> None:  # type: ignore[name-defined]  # noqa: F821
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.append([label for label, _said in columns])
    sheet.append([EXAMPLE, *[""] * (len(columns) - 1)])
    for number, (label, note) in enumerate(columns, start=1):
        heading = sheet.cell(1, number)
        heading.font = Font(bold=True)
        heading.comment = Comment(note, "worksheets")
        column = sheet.column_dimensions[get_column_letter(number)]
        column.number_format = "@"
        column.width = min(max(len(label) + 4, 16), _WIDEST)
        sheet.cell(2, number).number_format = "@"
    sheet.freeze_panes = "B2"


def _note(slot: Slot) -> str:
    return f"{slot.label} ({slot.path}): enintään {slot.limit} merkkiä"


def _single(part: Part) -> Iterator[Slot]:
    """Yield the slots under a part that are in no list."""
    found = (slot for slot in slots(part, all_entries=False))
    yield from (slot for slot in found if not any(step.isdecimal() for step in slot.path.split(".")))


def _label(part: Part) -> str:
    return f"{part.label} ({part.hint})" if part.hint else part.label


def _lines(part: Part, indent: str, name: str) -> Iterator[str]:
    """Yield the lines of a YAML file with every slot under a part, empty but for the name."""
    for child in part.parts:
        note = f"  # {_label(child)}"
        if child.rows:
            first, *others = _lines(child, indent + "    ", name)
            yield f"{indent}{child.id}:{note}, enintään {child.most}"
            yield f"{indent}  - {first.strip()}"
            yield from others
        elif child.parts:
            yield f"{indent}{child.id}:{note}"
            yield from _lines(child, indent + "  ", name)
        else:
            yield f'{indent}{child.id}: "{name if child.id == "nimi" and not part.id else ""}"{note}'
