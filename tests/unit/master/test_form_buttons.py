"""One master of a form with buttons serves any answers, and writes the states that the typesetter's form has."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from msgspec import structs

from tests.helpers.marked_form import ANSWERS, marked_course, marked_edition, marked_pipeline
from worksheets.compose.page_data import PageData
from worksheets.master.build import MasterBuilder
from worksheets.merge.consistency import is_consistent
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master, MasterForm
from worksheets.pdf.fields import ATTACHED
from worksheets.pdf.form_reader import collect
from worksheets.people.participant import Participant

OTHERS: Mapping[str, str] = {"nimi": "Ville", "apu": "muu: naapuri", "keinot": "kuuntelen", "vaitteet.osaan": "ei"}


def data_of(values: Mapping[str, str]) -> PageData:
    return marked_edition().page_data(Participant(dict(values)))


@cache
def master() -> Master:
    return MasterBuilder(["sivu"], marked_pipeline()).build(lambda: data_of(ANSWERS))


@cache
def form() -> MasterForm:
    form = master().form
    assert form
    return form


def states(pdf: bytes) -> dict[str, tuple[str, ...]]:
    """Return what each field of a form holds, by its name, and how its buttons are shown."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return {
            str(field.T): (str(field.V), *(str(kid.get("/AS")) for kid in field.get("/Kids", [field])))
            for field in book.Root.AcroForm.Fields
        }


def described(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as book:
        return book.attachments[ATTACHED].get_file().read_bytes()


@pytest.mark.parametrize("values", [ANSWERS, OTHERS, {"nimi": "Aino"}])
def test_a_merged_form_has_the_states_of_the_typeset_one(values: Mapping[str, str]) -> None:
    merger = Merger(master())
    assert merger.serves(data_of(values))
    merged = merger.handout(data_of(values))
    typeset = marked_pipeline().handout(marked_edition(), Participant(dict(values)))
    assert states(merged) == states(typeset)
    assert described(merged) == described(typeset)


def test_what_is_merged_is_read_back(tmp_path: Path) -> None:
    """Somebody has typed a name into the merged form of another."""
    out, path = BytesIO(), tmp_path / "lomake.pdf"
    with pikepdf.open(BytesIO(Merger(master()).handout(data_of(OTHERS)))) as book:
        (name,) = (field for field in book.Root.AcroForm.Fields if field.T == "nimi")
        name.V = "Ville Mallikas"
        book.save(out)
    path.write_bytes(out.getvalue())
    returned = collect([path], marked_course())
    assert returned.errors == ()
    assert dict(returned.participants[0].values) == {**OTHERS, "nimi": "Ville Mallikas"}


def test_buttons_are_left_open_where_they_depend_on_the_answers() -> None:
    assert [group.path for group in form().radio_groups] == ["apu", "tarkeys", "vaitteet.osaan", "vaitteet.jaksan"]
    paths = [(button.path, button.option, button.has_value) for button in form().buttons]
    assert paths[:5] == [
        ("apu", 1, False),
        ("apu", 2, False),
        ("apu", 3, False),
        ("keinot", 1, True),
        ("keinot", 2, True),
    ]
    assert len(paths) == 18
    for button in form().buttons:
        assert b"/AS" not in button.entries
        assert b"/V/" not in button.entries
        assert (b"/Parent" in button.entries) != button.has_value
    for group in form().radio_groups:
        assert b"/Kids" in group.entries
        assert b"/V/" not in group.entries
    assert [field.path for field in form().fields] == ["nimi", "apu=other", "keinot=other", "varmuus=0"]


def test_a_master_with_buttons_is_stored_and_read_as_it_is() -> None:
    packed = msgspec.msgpack.encode(master())
    assert msgspec.msgpack.decode(packed, type=Master) == master()
    assert is_consistent(master())


@pytest.mark.parametrize(
    "change",
    [
        {"radio_groups": ()},
        {"buttons": ()},
        {"buttons": [{"option": 0}]},
        {"buttons": [{"path": "muu"}]},
        {"buttons": [{"number": 1}]},
    ],
)
def test_buttons_that_contradict_something_are_noticed(change: dict[str, list[dict[str, object]]]) -> None:
    parts: dict[str, tuple[object, ...]] = dict.fromkeys(change, ())
    for button in change.get("buttons", ()):
        first, *others = form().buttons
        parts["buttons"] = (structs.replace(first, **button), *others)
    assert not is_consistent(structs.replace(master(), form=structs.replace(form(), **parts)))
