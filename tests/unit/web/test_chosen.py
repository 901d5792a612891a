"""Choices from the panel's form."""

from dataclasses import replace

import pytest
from starlette.datastructures import FormData

from tests.helpers.course import the_course
from worksheets import api
from worksheets.web.choices import Choices
from worksheets.web.chosen import changed_choices, one_line
from worksheets.web.outlines import Outline, Outlines


@pytest.fixture(scope="module")
def outline() -> Outline:
    with api.Session() as session:
        return Outlines(session).of(the_course())


def changed(outline: Outline, *fields: tuple[str, str], before: Choices | None = None) -> Choices:
    return changed_choices(before or Choices(), FormData(list(fields)), outline)


def test_a_form_without_fields_changes_nothing(outline: Outline) -> None:
    before = Choices((2,), "slides", "mustavalko", True, True, 250, "ryhma", "salainen", {"kurssi": "Kevät"})  # noqa: FBT003
    assert changed(outline, before=before) == before


def test_pages_are_those_ticked(outline: Outline) -> None:
    assert changed(outline, ("ticks", "1"), ("page", "9"), ("page", "7")).pages == (7, 9)
    assert changed(outline, ("ticks", "1")).pages == ()
    every = [("page", str(page.number)) for page in outline.pages]
    assert changed(outline, ("ticks", "1"), *every, before=Choices((1,))).pages is None


def test_buttons_choose_pages_whatever_is_ticked(outline: Outline) -> None:
    ticked = (("ticks", "1"), ("page", "1"))
    assert changed(outline, *ticked, ("choose", "exercises")).pages == outline.exercises == (7, 8, 9)
    assert changed(outline, *ticked, ("choose", "all")).pages is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("layout", "../slides"), ("theme", "sininen"), ("fill", "x"), ("sides", ""), ("page", "1e3"), ("choose", "none")],
)
def test_what_the_course_does_not_have_is_left_as_it_was(outline: Outline, name: str, value: str) -> None:
    before = Choices((2,), "slides", "mustavalko", True, True)  # noqa: FBT003
    assert changed(outline, (name, value), before=before) == before


def test_style_is_chosen(outline: Outline) -> None:
    form = (("layout", "slides"), ("theme", "mustavalko"), ("fill", "screen"), ("sides", "one"))
    choices = changed(outline, *form)
    assert choices == Choices(layout="slides", theme="mustavalko", fillable=True, one_sided=True)
    assert changed(outline, ("theme", ""), ("fill", "pen"), ("sides", "both"), before=choices) == replace(
        Choices(), layout="slides"
    )


def test_fields_for_everybody_are_the_courses_own(outline: Outline) -> None:
    form = (
        ("given.kurssi", "Kevät\r\n2026"),
        ("given.nimi", "Aino Esimerkki"),
        ("given.salasana", "x"),
        ("kurssi", "y"),
    )
    assert changed(outline, *form).given == {"kurssi": "Kevät 2026"}


def test_text_of_a_field_is_one_line_and_no_longer_than_it_takes() -> None:
    assert one_line(" a\tb\x00\u202ec ", 100) == "a b c"
    assert one_line("ä" * 300, 200) == "ä" * 200


@pytest.mark.parametrize(
    ("text", "volume"),
    [("500", 500), (" 40 ", 40), ("", 0), (" ", 0), ("0", 250), ("paljon", 250), ("-1", 250), ("9" * 9, 250)],
)
def test_volumes_have_a_number_of_sheets_or_there_are_none(outline: Outline, text: str, volume: int) -> None:
    assert changed(outline, ("volume", text), before=Choices(volume=250)).volume == volume


@pytest.mark.parametrize("password", ["ä" * 64, "a\nb"])
def test_password_that_cannot_be_one_is_not_taken(outline: Outline, password: str) -> None:
    assert changed(outline, ("password", password), before=Choices(password="vanha")).password == "vanha"
    assert changed(outline, ("password", "uusi sana"), before=Choices(password="vanha")).password == "uusi sana"
