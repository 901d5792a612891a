"""A course in another language, whose fields have ids of its own: only their roles say which is the name."""

import pickle
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.helpers.course import set_page
from tests.helpers.forms import typed
from tests.helpers.making import handout, master_store
from worksheets.compose.edition import Edition
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.course.schema import schema
from worksheets.errors import ParticipantError
from worksheets.packet.naming import stems
from worksheets.pdf.form_reader import collect
from worksheets.people.list_options import ListOptions
from worksheets.people.participant import Participant, read_participant
from worksheets.people.roster import read_roster, study_roster
from worksheets.people.writers import as_file, participant_yaml, starter

TOML = """
title = "Networks"
language = "en"
pages = ["start"]
[fields]
group = { label = "Group" }
person = { label = "Name", role = "name", also = ["Participant"] }
mail = { label = "E-mail", role = "email" }
[exercises.contacts]
kind = "table"
label = "Contact"
rows = 2
most = 4
parts = [{ id = "who", label = "Participant" }, { id = "help", label = "Help" }]
"""
PAGE = (
    '{% extends "kinds/exercise.html.j2" %}{% block title %}Contacts{% endblock %}'
    '{% block body %}{{ widget.fields([["person"]]) }}{{ widget.table("contacts") }}{% endblock %}'
)


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("courses") / "networks"
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(TOML, "utf-8")
    (folder / "pages" / "start.html.j2").write_text(PAGE, "utf-8")
    return read_course(str(folder))


def ada(course: Course) -> Participant:
    return Participant({"person": "Ada Example", "contacts.1.who": "Grace"}, course.name_slot)


def test_the_roles_say_which_slots_they_are(networks: Course) -> None:
    assert (networks.name_slot, networks.email_slot, networks.secret_slot) == ("person", "mail", "")
    assert schema(networks)["required"] == ["person"]


def test_a_participant_keeps_their_name(networks: Course) -> None:
    person = ada(networks)
    assert person.name == "Ada Example"
    assert person.given({"group": "A"}).name == "Ada Example"
    assert pickle.loads(pickle.dumps(person)) == person  # noqa: S301
    assert printed(person, networks, AS_USUAL).name == "Ada Example"


def test_a_file_without_a_name_says_so(networks: Course, tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    path.write_text("group: A\n", "utf-8")
    with pytest.raises(ParticipantError, match="line 1: person: the name is missing"):
        read_participant(path, networks)
    path.write_bytes(participant_yaml(networks))
    assert read_participant(path, networks).name == "Firstname Lastname"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "yaml"])
def test_a_list_to_start_from_is_read_and_its_example_left_out(networks: Course, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    path.write_bytes(starter("roster", path, networks))
    roster = study_roster(path, networks, ListOptions())
    assert (roster.participants, roster.errors) == ((), ())


@pytest.mark.parametrize("ending", ["xlsx", "csv", "yaml"])
def test_a_written_list_is_read_back(networks: Course, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    path.write_bytes(as_file([ada(networks)], path, networks))
    assert read_roster(path, networks).participants == (ada(networks),)


@pytest.mark.parametrize(
    "text",
    [
        "Name;Contact 1: Participant\nAda Example;Grace\n",
        "First name;Last name;Contact 1: Participant\nAda;Example;Grace\n",
        "ID;Start time;E-mail;Name;E-mail;Name;Contact 1: Participant\n1;1.1.2026;;form;;Ada Example;Grace\n",
    ],
    ids=["name", "two names", "a form's own columns"],
)
def test_columns_of_names_are_found(networks: Course, tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    assert [person.values for person in read_roster(path, networks).participants] == [ada(networks).values]


def test_a_bare_column_holds_names(networks: Course, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ada Example\nGrace Example\n", "utf-8")
    assert [person.name for person in read_roster(path, networks).participants] == ["Ada Example", "Grace Example"]


def test_files_are_named_after_the_participants(networks: Course) -> None:
    assert stems([ada(networks)], networks) == ["Ada-Example"]


def test_the_name_stands_in_the_title_and_the_head(networks: Course) -> None:
    html = set_page(networks, ada(networks))
    assert "<title>Networks – Ada Example</title>" in html
    assert html.count('data-slot="person"') == 2


def test_a_form_comes_back_with_its_name(networks: Course, tmp_path: Path) -> None:
    edition = Edition(networks, networks.pages, read_layout("handout", networks.folder), fillable=True)
    typed_into = typed(handout(edition, ada(networks)), {"contacts.1.who": "Rosa"})
    (tmp_path / "form.pdf").write_bytes(typed_into)
    returned = collect([tmp_path / "form.pdf"], networks)
    assert (returned.participants, returned.errors) == ((ada(networks).given({"contacts.1.who": "Rosa"}),), ())


def test_a_merged_handout_has_the_name_in_its_title(networks: Course) -> None:
    edition = Edition(networks, networks.pages, read_layout("handout", networks.folder))
    pdf = master_store(edition).handout(ada(networks), make=True)
    with pikepdf.open(BytesIO(pdf)) as book:
        assert str(book.docinfo.Title) == "Networks – Ada Example"
