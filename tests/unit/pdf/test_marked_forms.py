"""What is chosen in a form comes back, whichever program has saved it; what contradicts itself is said."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from tests.helpers.marked_form import ANSWERS, form_with_marks, marked_course, marked_edition, marked_pipeline
from tests.helpers.strategies import few_examples
from tests.helpers.verapdf import failures
from tests.helpers.viewers import WITH, Filling
from worksheets.course.marks import Chosen
from worksheets.pdf.form_reader import Returned, collect
from worksheets.people.participant import Participant
from worksheets.people.texts import checked

FILLING = Filling(
    {"nimi": "Ville Mallikas", "varmuus": "30", "apu=other": "naapuri"},
    {"apu": 3, "tarkeys": 2, "vaitteet_osaan": 1, "vaitteet_jaksan": 2},
    {"keinot=1": False, "keinot=2": True},
)
FILLED = {
    "nimi": "Ville Mallikas",
    "apu": "muu: naapuri",
    "tarkeys": "2",
    "varmuus": "30",
    "vaitteet.osaan": "ei",
    "vaitteet.jaksan": "vähän",
}


def collected(folder: Path, *forms: bytes) -> Returned:
    paths = [folder / f"lomake-{number}.pdf" for number, _form in enumerate(forms)]
    for path, form in zip(paths, forms, strict=True):
        path.write_bytes(form)
    return collect(paths, marked_course())


def changed(change: Callable[[dict[str, pikepdf.Object]], None], values: Mapping[str, str] = ANSWERS) -> bytes:
    """Return a form after something has been done to its fields, given by their names."""
    out = BytesIO()
    with pikepdf.open(BytesIO(form_with_marks(values))) as book:
        change({str(field.T): field for field in book.Root.AcroForm.Fields})
        book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("program", WITH)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ANSWERS, {**FILLED, "keinot": "kuuntelen; muuta: kävelen"}),
        ({}, {**FILLED, "keinot": "kuuntelen"}),
    ],
)
def test_a_form_goes_round(
    tmp_path: Path, program: str, values: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    returned = collected(tmp_path, WITH[program](form_with_marks(values), FILLING))
    assert (returned.errors, returned.notes) == ((), ())
    assert [dict(person.values) for person in returned.participants] == [expected]


@pytest.mark.parametrize("program", WITH)
def test_a_form_that_is_filled_twice_has_the_last_answers(tmp_path: Path, program: str) -> None:
    again = Filling({"nimi": "Ville Mallikas", "apu=other": "serkku"}, {"tarkeys": 5}, {"keinot=2": False})
    returned = collected(tmp_path, WITH[program](WITH[program](form_with_marks(), FILLING), again))
    assert returned.errors == ()
    (person,) = returned.participants
    assert (person.text("apu"), person.text("tarkeys"), person.text("keinot")) == ("muu: serkku", "5", "muuta: kävelen")


WORDS = st.text("aäo1 ;:-,.()\u201d", min_size=1, max_size=12)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, str]:
    """Return answers as lists and forms have them."""
    values = {"nimi": "Aino Esimerkki"}
    for path, slot in marked_course().slots.items():
        if slot.marks and draw(st.booleans()):
            count = 101 if slot.marks.is_line else len(slot.marks.options)
            first = 0 if slot.marks.is_line else 1
            numbers = st.lists(st.integers(first, count + first - 1), min_size=1, max_size=slot.marks.most, unique=True)
            other = draw(WORDS) if slot.marks.other else ""
            values[path] = checked(slot.marks.text(Chosen(tuple(sorted(draw(numbers))), other)), slot)
    return values


@pytest.mark.slow
@few_examples(25)
@given(values=answers())
def test_any_answers_come_back(tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]) -> None:
    filled = WITH["pypdf"](form_with_marks(values), Filling({"nimi": "Ville Mallikas"}))
    returned = collected(tmp_path_factory.mktemp("lomakkeet"), filled)
    assert returned.errors == ()
    assert dict(returned.participants[0].values) == {**values, "nimi": "Ville Mallikas"}


@pytest.mark.parametrize("values", [ANSWERS, {}])
def test_a_form_that_nobody_has_filled_is_no_answer(tmp_path: Path, values: Mapping[str, str]) -> None:
    returned = collected(tmp_path, form_with_marks(values))
    assert (returned.errors, returned.participants) == ((), ())
    assert "nothing has been typed into this form" in returned.notes[0]


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("values", [ANSWERS, {}])
def test_a_form_with_buttons_is_accessible(tmp_path: Path, values: Mapping[str, str]) -> None:
    path = tmp_path / "lomake.pdf"
    path.write_bytes(marked_pipeline().handout(marked_edition(), Participant(dict(values))))
    assert failures(path) == []


def set_value(fields: dict[str, pikepdf.Object]) -> None:
    fields["apu"].V = Name("/1")


def set_both(fields: dict[str, pikepdf.Object]) -> None:
    fields["apu"].Kids[0].AS = Name("/1")
    del fields["apu"].V


@pytest.mark.parametrize(
    ("change", "others"), [(set_value, "esimies"), (set_both, "esimies")], ids=["another value", "two chosen"]
)
def test_a_contradiction_is_said_and_loses_nothing(
    tmp_path: Path, change: Callable[[dict[str, pikepdf.Object]], None], others: str
) -> None:
    returned = collected(tmp_path, changed(change))
    (error,) = returned.errors
    assert f"apu: the form says “työtoverit”, but also “{others}”" in error
    assert "“työtoverit” is in the list, so change it there" in error
    assert returned.participants[0].text("apu") == "työtoverit"


def test_too_many_ticks_are_said_and_kept(tmp_path: Path) -> None:
    ticked = WITH["pypdf"](form_with_marks(), Filling(ticked={"keinot=2": True}))
    returned = collected(tmp_path, ticked)
    (error,) = returned.errors
    assert "keinot: " in error
    assert returned.participants[0].text("keinot") == "kysyn; kuuntelen; muuta: kävelen"


def rename_states(fields: dict[str, pikepdf.Object]) -> None:
    """Name the states of all buttons anew, as programs do that know only Yes, or count from 0."""
    for field in fields.values():
        for index, kid in enumerate(field.get("/Kids", [])):
            (state,) = set(kid.AP.N.keys()) - {"/Off"}
            kid.AP.N = pikepdf.Dictionary({f"/{index}": kid.AP.N[state], "/Off": kid.AP.N["/Off"]})
            if state == kid.AS:
                kid.AS = field.V = Name(f"/{index}")
        if "=" in str(field.T) and Name.Btn == field.FT:
            state = next(iter(set(field.AP.N.keys()) - {"/Off"}))
            field.AP.N = pikepdf.Dictionary({"/Yes": field.AP.N[state], "/Off": field.AP.N["/Off"]})
            field.V = field.AS = Name.Yes if state == field.AS else Name.Off
    fields["nimi"].V = "Ville Mallikas"


def keep_values_only(fields: dict[str, pikepdf.Object]) -> None:
    """Set the values, as text, and take away how they are shown and what the buttons are called."""
    for field in fields.values():
        for widget in field.get("/Kids", [field]):
            for entry in ("/AS", "/NM", "/Contents", "/TU"):
                if entry in widget:
                    del widget[entry]
        if Name.Btn == field.FT:
            field.V = pikepdf.String(str(field.V)[1:])
    fields["nimi"].V = "Ville Mallikas"


def keep_appearances_only(fields: dict[str, pikepdf.Object]) -> None:
    for field in fields.values():
        if Name.Btn == field.FT:
            del field.V
    fields["nimi"].V = "Ville Mallikas"


@pytest.mark.parametrize("change", [rename_states, keep_values_only, keep_appearances_only])
def test_answers_are_found_whatever_has_been_renamed_or_lost(
    tmp_path: Path, change: Callable[[dict[str, pikepdf.Object]], None]
) -> None:
    returned = collected(tmp_path, changed(change))
    assert returned.errors == ()
    assert dict(returned.participants[0].values) == {**ANSWERS, "nimi": "Ville Mallikas"}


def test_forms_that_are_merged_into_a_file_stay_apart(tmp_path: Path) -> None:
    people = [{"nimi": "Ville Mallikas", "apu": "työtoverit", "keinot": "kysyn"}, dict(ANSWERS)]
    writer = pypdf.PdfWriter()
    for values in people:
        writer.append(BytesIO(form_with_marks(values)))
    out = BytesIO()
    writer.write(out)
    returned = collected(tmp_path, out.getvalue())
    assert returned.errors == ()
    assert [dict(person.values) for person in returned.participants] == people
