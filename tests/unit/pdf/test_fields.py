"""Fields as plain values: names, sizes, and what a form's description says."""

import subprocess
import sys
from dataclasses import replace

import pytest

from worksheets import __version__
from worksheets.course.course import Course
from worksheets.pdf.fields import (
    PT,
    Appearance,
    FieldBox,
    field_name,
    form_description,
    form_version,
    slot_path,
    values_digest,
)

BOX = FieldBox("a.1.b", "vastaus", width=50.0, height=10.0, size=12 * PT, bold=False)


def test_a_short_text_has_the_fields_own_size() -> None:
    assert BOX.appearance("Aino") == Appearance("Aino", "vastaus", 50.0, 10.0, 12 * PT, bold=False)


def test_sizes_are_in_millimetres_and_fall() -> None:
    assert BOX.sizes[0] == BOX.size
    assert [round(size / PT) for size in BOX.sizes] == [12, 8, 7, 6, 5, 4]


@pytest.mark.parametrize(("lines", "points"), [(1, 12), (2, 8), (3, 7), (4, 5), (5, 4), (6, 4)])
def test_the_size_is_the_largest_in_which_all_lines_fit_or_the_smallest(lines: int, points: int) -> None:
    """Lines are 1.2 sizes apart: of 12 points, two are 10.16 mm high; of 4 points, five are 8.47 mm high."""
    assert round(BOX.appearance("\n".join("a" * lines)).size / PT) == points


def test_a_text_wider_than_the_field_takes_more_lines() -> None:
    assert BOX.appearance("sanoja " * 3).size == BOX.size
    assert round(BOX.appearance("sanoja " * 8).size / PT) == 8


def test_a_bold_text_needs_more_room() -> None:
    text = "sanoja ja " * 7
    sizes = {bold: replace(BOX, bold=bold).appearance(text).size for bold in (False, True)}
    assert sizes[True] <= sizes[False]


def test_the_page_of_an_appearance_has_room_below_the_field() -> None:
    assert BOX.appearance("").page == 510.0


@pytest.mark.parametrize("path", ["nimi", "omat-verkostot.1.nimi", "verkostokartta.uudet-kontaktit"])
def test_a_field_name_leads_back_to_its_slot(path: str) -> None:
    assert "." not in field_name(path)
    assert slot_path(field_name(path)) == path


def test_the_digest_depends_on_the_values_and_not_on_their_order() -> None:
    assert values_digest({"a": "1", "b": "2"}) == values_digest({"b": "2", "a": "1"})
    assert values_digest({"a": "1"}) != values_digest({"a": "2"})
    assert values_digest({"a": "1"}) != values_digest({"b": "1"})


def test_the_description_of_a_form(course: Course) -> None:
    values = {"nimi": "Aino"}
    assert form_description(course, "Aino", values) == {
        "course": course.name,
        "form": form_version(course),
        "version": __version__,
        "participant": "Aino",
        "values": values_digest(values),
    }


def test_the_version_of_a_form_depends_on_the_slots(course: Course) -> None:
    fewer = replace(course, root=replace(course.root, parts=course.root.parts[1:]))
    assert form_version(course) == form_version(replace(course, title="Toinen"))
    assert form_version(course) != form_version(fewer)


def test_the_module_does_not_load_pikepdf() -> None:
    program = "import sys; import worksheets.pdf.fields; sys.exit('pikepdf' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
