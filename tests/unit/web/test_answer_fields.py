"""The fields for one participant's answers, and what a form says in them."""

import pytest
from starlette.datastructures import FormData

from tests.helpers.course import EXAMPLES
from tests.helpers.example_course import person_in
from worksheets import api
from worksheets.course.reader import read_course
from worksheets.web.answer_fields import Field, Shape, answers_of, field_groups, name_field
from worksheets.web.one_person import OnePerson, cleared, one_person
from worksheets.web.outlines import Outline

Forms = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def session() -> api.Session:
    return api.Session()


@pytest.fixture(scope="module")
def outline() -> Outline:
    """Return the example course, with exercises of every type; its pages are not filled, which takes a second."""
    course = read_course(str(EXAMPLES / "tavoitteet"))
    pages = tuple(api.Page(number, name, "exercise", name) for number, name in enumerate(course.pages, start=1))
    slots = []
    for path, slot in course.slots.items():
        row = ".".join("1" if step.isdecimal() else step for step in path.split("."))
        if row != path or slot.secret:
            continue
        is_row = ".1." in path
        part = course.part(path.rpartition(".1.")[0]) if is_row else None
        kind = api.SlotKind.ROW if is_row else api.SlotKind.ANSWER
        if course.part(path.partition(".")[0]).type == "":
            kind = api.SlotKind.FIELD
        rows, most = (part.rows, part.most) if part else (1, 1)
        slots.append(api.CourseSlot(path, slot.label, kind, slot.limit, rows, most, (course.pages[1],), ()))
    return Outline(course, "now", pages, tuple(slots), ("handout",), ())


def fields(person: OnePerson, outline: Outline) -> dict[str, Field]:
    return {field.path: field for group in field_groups(person, outline) for field in group.fields}


def typed(outline: Outline, session: api.Session, **texts: str) -> OnePerson:
    return one_person({"nimi": "Aino Esimerkki", **texts}, outline, session)


def test_every_answer_has_a_field_of_its_kind(outline: Outline, session: api.Session) -> None:
    shapes = {path: field.shape for path, field in fields(typed(outline, session), outline).items()}
    assert {shapes[path] for path in ("muutos", "nakymat.uhat")} == {Shape.TEXT}
    assert shapes["aloitus"] is shapes["viikko.3.mita"] is Shape.LINE
    assert (shapes["apu"], shapes["valmiina"], shapes["varmuus"]) == (Shape.ONE, Shape.SEVERAL, Shape.PLACE)
    assert shapes["viikko.7.tehty"] is Shape.TICK
    assert "sahkoposti" not in shapes


def test_entries_are_named_as_on_paper(outline: Outline, session: api.Session) -> None:
    rows = [row for group in field_groups(typed(outline, session), outline) for row in group.rows]
    labels = [row.label for row in rows if row.is_entry]
    assert labels[:2] == ["Viikko maanantai", "Viikko tiistai"]
    assert labels[-1] == "Tukija 6"


def test_there_is_always_one_more_entry_than_are_filled(outline: Outline, session: api.Session) -> None:
    paths = fields(typed(outline, session, **{"tuki.tukija.7.nimi": "Ville Mallikas"}), outline)
    assert "tuki.tukija.8.nimi" in paths
    assert "tuki.tukija.9.nimi" not in paths
    full = fields(typed(outline, session, **{"tuki.tukija.12.nimi": "Ville Mallikas"}), outline)
    assert "tuki.tukija.13.nimi" not in full


@pytest.mark.parametrize(
    ("form", "path", "text"),
    [
        ((("answer.muutos", "a\r\nb\r\n"),), "muutos", "a\nb"),
        ((("answer.aloitus", "a\nb"),), "aloitus", "a b"),
        ((("present.apu", "1"), ("answer.apu", "sovittu aika")), "apu", "sovittu aika"),
        ((("present.apu", "1"), ("answer.apu", "")), "apu", ""),
        ((("present.apu", "1"), ("answer.apu", "tuntematon")), "apu", ""),
        (
            (("present.apu", "1"), ("answer.apu", "jokin muu"), ("answer.apu.other", "naapuri")),
            "apu",
            "jokin muu: naapuri",
        ),
        (
            (("present.valmiina", "1"), ("answer.valmiina", "Kalenterissa on tilaa."), ("answer.valmiina.other", "x")),
            "valmiina",
            "Kalenterissa on tilaa.; muu: x",
        ),
        ((("present.viikko.1.tehty", "1"), ("answer.viikko.1.tehty", "x")), "viikko.1.tehty", "x"),
        ((("present.viikko.1.tehty", "1"),), "viikko.1.tehty", ""),
        ((("answer.varmuus", " 40 "),), "varmuus", "40"),
    ],
)
def test_form_says_what_is_answered(outline: Outline, session: api.Session, form: Forms, path: str, text: str) -> None:
    texts = answers_of(FormData(list(form)), typed(outline, session), outline)
    assert texts[path] == text
    assert not one_person(texts, outline, session).problems, "what can be ticked is right"


def test_form_without_a_field_leaves_it_as_it_was(outline: Outline, session: api.Session) -> None:
    person = typed(outline, session, apu="sovittu aika")
    assert answers_of(FormData([("answer.poistettu", "x")]), person, outline) == dict(person.texts)


def test_people_of_the_example_can_be_typed(outline: Outline, session: api.Session) -> None:
    values = person_in("filled").values
    person = one_person(values, outline, session)
    assert person.anybody is not None
    assert dict(person.anybody.values) == dict(values)
    chosen = {field.path for field in fields(person, outline).values() if any(each.is_chosen for each in field.options)}
    assert chosen == {path for path, slot in outline.course.shown.items() if path in values and _has_options(slot)}


def _has_options(slot: object) -> bool:
    marks = getattr(slot, "marks", None)
    return bool(marks and not marks.is_line)


def test_problems_stand_at_their_fields(outline: Outline, session: api.Session) -> None:
    person = typed(outline, session, varmuus="130")
    assert "130" in fields(person, outline)["varmuus"].problem
    assert person.chosen == ()
    assert person.anybody is not None, "the rest can be seen all the same"


@pytest.mark.parametrize("name", ["", "Yhteensä"])
def test_without_a_name_there_is_no_handout(outline: Outline, session: api.Session, name: str) -> None:
    person = one_person({"nimi": name, "muutos": "x"}, outline, session)
    assert name_field(person, outline).problem
    assert person.chosen == ()


def test_an_empty_form_has_no_faults(outline: Outline, session: api.Session) -> None:
    person = one_person({}, outline, session)
    assert (dict(person.problems), person.chosen, person.anybody) == ({}, (), None)


def test_what_was_cleared_can_be_had_again(outline: Outline, session: api.Session) -> None:
    person = typed(outline, session)
    empty = cleared(person, outline, session)
    assert dict(empty.texts) == {}
    assert empty.before == person.texts
