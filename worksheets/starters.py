"""Files to start from, that the readers accept: an empty participant, an empty roster."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

from .course import Course
from .errors import OutputError, _
from .parts import Part, Slot, slots

_EXAMPLE = "Etunimi Sukunimi"


def participant_yaml(course: Course) -> str:
    """Return one participant's file: every slot, empty but for the name, each with its label beside."""
    heading = f"# {course.title}: yhden osallistujan tiedot. Vain nimi on pakollinen.\n"
    return heading + "\n".join(_lines(course.root, "")) + "\n"


def roster_yaml(course: Course) -> str:
    """Return a list with one participant to copy."""
    heading = f"# {course.title}: ryhmän tiedot, osallistuja kerrallaan. Vain nimi on pakollinen.\n"
    first, *others = _lines(course.root, "  ")
    return heading + "\n".join([f"- {first[2:]}", *others]) + "\n"


def roster_csv(course: Course) -> str:
    """Return a list with a column a slot, as many entries as a blank page has, and one row to replace."""
    out = StringIO(newline="")
    columns = list(_columns(course))
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([slot.label for slot in columns])
    writer.writerow([_EXAMPLE if slot.path == "nimi" else "" for slot in columns])
    return "\ufeff" + out.getvalue()  # The mark tells Excel that this is UTF-8.


def starter(kind: str, path: Path, course: Course) -> bytes:
    """Return the file of that kind (``participant``, ``roster``) in the format that its name's ending asks for."""
    makers: dict[tuple[str, str], Callable[[Course], str]] = {
        ("participant", ".yaml"): participant_yaml,
        ("roster", ".yaml"): roster_yaml,
        ("roster", ".csv"): roster_csv,
    }
    try:
        make = makers[kind, path.suffix.lower()]
    except KeyError:
        endings = ", ".join(ending for made, ending in makers if made == kind)
        raise OutputError(_("{path}: the name must end in {endings}").format(path=path, endings=endings)) from None
    return make(course).encode()


def _columns(course: Course) -> Iterator[Slot]:
    for part in course.root.parts:
        yield from slots(part, all_entries=False)


def _lines(part: Part, indent: str) -> Iterator[str]:
    for child in part.parts:
        note = f"  # {child.label}" + (f" ({child.hint})" if child.hint else "")
        if child.rows:
            first, *others = _lines(child, indent + "    ")
            yield f"{indent}{child.id}:{note}, enintään {child.most}"
            yield f"{indent}  - {first.strip()}"
            yield from others
        elif child.parts:
            yield f"{indent}{child.id}:{note}"
            yield from _lines(child, indent + "  ")
        else:
            yield f'{indent}{child.id}: "{_EXAMPLE if child.id == "nimi" and not part.id else ""}"{note}'
