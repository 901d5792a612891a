"""Forms as they really come back, each with the whole command: what is in the list, what is said, the exit code."""

import random
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pytest
import yaml
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name, String

from tests.helpers.course import ROOT, Here, the_course
from tests.helpers.forms import form_of, typed
from tests.helpers.lasting import Lasting
from tests.helpers.making import packet
from tests.helpers.tiny_form import tiny_form
from worksheets.cli.commands import main
from worksheets.compose.edition import Edition
from worksheets.course.layout import read_layout
from worksheets.packet.events import State
from worksheets.packet.naming import plan
from worksheets.packet.order import Order
from worksheets.pdf.form_reader import collect, read_form
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster
from worksheets.processes import workers

DATA = ROOT / "tests" / "data"
ESIMIES = "tukiverkosto.esimies"


@pytest.fixture(scope="module")
def lasting() -> Iterator[Lasting]:
    processes = Lasting(1, 4.5)
    yield processes
    processes.end()


@pytest.fixture(autouse=True)
def _read_in_one_process(lasting: Lasting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each command read the forms in the process of the one before; to start one takes longer than to read."""
    monkeypatch.setattr(workers, "Workers", lambda *_limits: lasting)


class Collected:
    """What the command has said and written."""

    def __init__(self, folder: Path, *paths: object) -> None:
        output = folder / "vastaukset.yaml"
        arguments = ["collect", *map(str, paths), "-o", str(output), "--overwrite"]
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        self.exit_code, self.stderr = result.exit_code, result.stderr
        self.people = yaml.safe_load(output.read_text("utf-8")) if output.exists() else []

    def answers(self) -> list[tuple[str, str]]:
        """Return each person's name and their answer about their superior."""
        return [(person["nimi"], person.get("tukiverkosto", {}).get("esimies", "")) for person in self.people]


def test_two_people_of_one_name(tmp_path: Path) -> None:
    folder = DATA / "collect-two-of-one-name"
    collected = Collected(tmp_path, *sorted(folder.glob("*.pdf")))
    assert collected.answers() == [
        ("Anna Esimerkki", "B-ryhmän Annan vastaus"),
        ("Anna Esimerkki", "A-ryhmän Annan vastaus"),
    ]
    assert [person["ryhma"] for person in collected.people] == ["B", "A"]
    assert "“Anna Esimerkki” is in the list 2 times" in collected.stderr
    assert "Read 2 forms.\n" in collected.stderr
    assert collected.exit_code == 0


def test_answers_typed_as_text_notes(tmp_path: Path) -> None:
    folder = DATA / "answers-typed-as-text-notes"
    collected = Collected(tmp_path, folder)
    assert collected.answers() == [("Anna Esimerkki", "")]
    message = "has text added on the page, not in its fields: "
    assert f"palautettu.pdf: {message}“Aino Esimerkki” (page 1, near “Nimi”), “Esimieheltä saan" in collected.stderr
    assert f"palautettu-2.pdf: {message}“Esimieheltä saan palautetta” (page 7, near “Esimieheltä”)" in collected.stderr
    assert "palautettu-2.pdf: has something drawn or stamped on page 7" in collected.stderr
    assert "as it was handed out" not in collected.stderr
    assert collected.exit_code == 1
    assert collected.stderr.splitlines()[-1] == "Read 1 form; 1 has errors, see above; 1 could not be read."


def test_a_field_in_raw_utf_8(tmp_path: Path) -> None:
    collected = Collected(tmp_path, DATA / "field-in-raw-utf-8" / "palautettu.pdf")
    assert collected.people == [
        {
            "nimi": "Väinö Utf8",
            "tukiverkosto": {"esimies": "Väinö", "viranomaiset": "Väinö", "laheiset": "Väinö Œ •"},
        }
    ]
    assert (collected.exit_code, collected.stderr) == (0, "Read 1 form.\n")


def test_appledouble_files(tmp_path: Path) -> None:
    folder = DATA / "appledouble-files"
    for paths in ([folder], sorted(folder.iterdir())):
        collected = Collected(tmp_path, *paths)
        assert collected.answers() == [("Aino Esimerkki", "palautetta")]
        assert (collected.exit_code, collected.stderr) == (0, "Read 1 form.\n")


def test_the_name_of_a_field_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    collected = Collected(tmp_path, DATA / "hostile" / "esc.pdf")
    assert r"has fields that this course does not have: \u001b]0;PWNED\u0007\u001b[2J\u001b[31mrm" in collected.stderr
    assert "\x1b" not in collected.stderr
    assert "\x07" not in collected.stderr


def test_six_gigabytes_in_a_value_are_refused_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "aino.pdf").write_bytes(tiny_form({"nimi": "Aino", ESIMIES: "Apua"}))
    collected = Collected(tmp_path, DATA / "hostile" / "bombvalue6GB_l2.pdf", tmp_path / "aino.pdf")
    assert collected.answers() == [("Aino", "Apua")]
    assert "cannot be read: something in it is too large for a form; ask for the file again" in collected.stderr
    assert collected.exit_code == 1


GROUP = [
    Participant({"nimi": "Anna Esimerkki"}, key="anna.1@example.org"),
    Participant({"nimi": "Anna Esimerkki"}, key="anna.2@example.org"),
    Participant({"nimi": "Ville Mallikas", "ryhma": "A"}),
    Participant({"nimi": "Ville Mallikas", "ryhma": "B"}),
]


def forms_for(group: list[Participant], folder: Path) -> list[bytes]:
    course = the_course()
    edition = Edition(course, course.choose("1,7"), read_layout("handout", course.folder), fillable=True)
    jobs = plan(group, course, folder)
    list(packet(Order(edition, jobs, folder), Here()))
    return [job.path.read_bytes() for job in jobs]


@pytest.mark.slow
def test_forms_of_namesakes_collect_as_different_people_whatever_row_they_had(tmp_path: Path) -> None:
    """The first forms are of one day; the second of another day, when the list has been sorted and has a new row."""
    first = forms_for(GROUP, tmp_path / "ensin")
    new = Participant({"nimi": "Aino Uusi"})
    second = forms_for([new, *reversed(GROUP)], tmp_path / "sitten")[:0:-1]
    (tmp_path / "takaisin").mkdir()
    for number, (early, late) in enumerate(zip(first, second, strict=True)):
        for day, form in (("1", early), ("2", late)):
            answer = typed(form, {ESIMIES: f"vastaus {number} päivänä {day}"})
            path = tmp_path / "takaisin" / f"{number}-{day}.pdf"
            with pikepdf.open(BytesIO(answer)) as book:
                book.docinfo["/ModDate"] = String(f"D:2026010{day}120000Z")
                book.save(path)
    collected = Collected(tmp_path, tmp_path / "takaisin")
    assert collected.answers() == [(person.name, f"vastaus {number} päivänä 2") for number, person in enumerate(GROUP)]
    assert collected.stderr.count("has a newer or less damaged form from") == len(GROUP)
    assert collected.exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(("fillable", "state"), [(True, State.MADE), (False, State.KEPT)])
def test_a_form_is_made_again_when_the_list_knows_the_person_otherwise(
    tmp_path: Path, state: State, *, fillable: bool
) -> None:
    """Paper need not be printed again when a list gets a column of numbers."""
    course = the_course()
    edition = Edition(course, course.choose("1"), read_layout("handout", course.folder), fillable=fillable)
    for key in ("", "7"):
        jobs = plan([Participant({"nimi": "Aino Esimerkki"}, key=key)], course, tmp_path)
        (file,) = packet(Order(edition, jobs, tmp_path), Here())
    assert file.state is state


def test_a_list_that_says_the_same_of_two_people_still_gives_two_forms(tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi\nAnna Esimerkki\nVille Mallikas\nAnna Esimerkki\n", "utf-8")
    people = read_roster(path, the_course()).participants
    keys = [person.key for person in people if person.name == "Anna Esimerkki"]
    assert len(set(keys)) == 2
    path.write_text("Nimi\nVille Mallikas\nAnna Esimerkki\nAino Uusi\nAnna Esimerkki\n", "utf-8")
    people = read_roster(path, the_course()).participants
    assert [person.key for person in people if person.name == "Anna Esimerkki"] == keys


def test_different_answers_on_blank_forms_under_one_name_are_both_kept(tmp_path: Path) -> None:
    for name, text in (("a", "ensimmäinen"), ("b", "toinen"), ("c", "toinen")):
        (tmp_path / f"{name}.pdf").write_bytes(tiny_form({"nimi": "Anna Esimerkki", ESIMIES: text}))
    collected = Collected(tmp_path, tmp_path)
    assert sorted(text for _name, text in collected.answers()) == ["ensimmäinen", "toinen"]
    assert "“Anna Esimerkki” is in the list 2 times, with different answers from" in collected.stderr
    assert collected.exit_code == 0


@pytest.mark.parametrize(
    "handed_out", [{}, {"aika": "klo 9"}, {"nimi": "Aino Esimerkki"}, {"nimi": "Aino Esimerkki", ESIMIES: "Apua"}]
)
def test_an_untouched_form_is_nobody_in_the_list(tmp_path: Path, handed_out: dict[str, str]) -> None:
    (tmp_path / "a.pdf").write_bytes(tiny_form(handed_out=handed_out))
    (tmp_path / "b.pdf").write_bytes(tiny_form({ESIMIES: "palautetta"}, handed_out={"nimi": "Väinö"}))
    collected = Collected(tmp_path, tmp_path)
    assert collected.answers() == [("Väinö", "palautetta")]
    assert "a.pdf: nothing has been typed into this form, so it is not in the list" in collected.stderr
    assert collected.exit_code == 0


@pytest.mark.parametrize("typed_name", ["", "Aino"])
def test_a_form_whose_description_is_lost(tmp_path: Path, typed_name: str) -> None:
    with pikepdf.open(BytesIO(tiny_form({"nimi": typed_name}))) as book:
        del book.attachments["worksheets.json"]
        book.save(tmp_path / "a.pdf")
    collected = Collected(tmp_path, tmp_path / "a.pdf")
    assert collected.answers() == ([("Aino", "")] if typed_name else [])


def test_oddities_of_fields_are_said(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(tiny_form({"nimi": "Aino", ESIMIES: "uusi"}))) as book:
        name, moment, superior = book.Root.AcroForm.Fields
        superior.RV = String("<p>muotoiltu</p>")
        moment.V = Dictionary()
        lost = Dictionary(FT=Name.Tx, T=name.T, V=String("Aino Toinen"))
        book.Root.AcroForm.Fields.append(book.make_indirect(lost))
        book.save(tmp_path / "a.pdf")
    collected = Collected(tmp_path, tmp_path / "a.pdf")
    assert collected.answers() == [("Aino", "uusi")]
    assert f"{ESIMIES}: the file has different texts for this field; not in the list: “muotoiltu”" in collected.stderr
    assert "nimi: the file has different texts for this field; not in the list: “Aino Toinen”" in collected.stderr
    assert "aika: holds something other than text; open the file and look at it" in collected.stderr
    assert (collected.exit_code, collected.stderr.splitlines()[-1]) == (1, "Read 1 form; 1 has errors, see above.")


def test_letters_that_were_spoilt_before_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(tiny_form({"nimi": "Aino Esimerkki", ESIMIES: "VÃ¤inÃ¶ auttaa"}))
    with pikepdf.open(path, allow_overwriting_input=True) as book:
        book.Root.AcroForm.Fields[2].V = String(b"\xfe\xff" + "VÃ¤inÃ¶ auttaa".encode("utf-16-be"))
        book.save(path)
    collected = Collected(tmp_path, path)
    assert f"{ESIMIES}: “VÃ¤inÃ¶ auttaa” has garbled letters and should be “Väinö auttaa”" in collected.stderr
    assert collected.exit_code == 1


@pytest.mark.slow
def test_what_other_programs_put_on_the_pages(tmp_path: Path) -> None:
    with pymupdf.open(stream=typed(form_of(), {"nimi": "Aino Esimerkki"}), filetype="pdf") as document:
        document[6].insert_text((70, 260), "Kirjoitettu sivulle")
        document[6].add_freetext_annot((70, 300, 280, 330), "Kirjoitettu muistilapulle")
        document.save(tmp_path / "a.pdf")
    collected = Collected(tmp_path, tmp_path / "a.pdf")
    assert collected.answers() == [("Aino Esimerkki", "")]
    assert "“Kirjoitettu muistilapulle” (page 7, near" in collected.stderr
    assert "“Kirjoitettu sivulle” (page 7)" in collected.stderr
    assert collected.exit_code == 1


def mutations(pdf: bytes) -> Iterator[bytes]:
    """Yield a form cut off, with bytes changed, left out, put in or overwritten, and without its beginning."""
    chance = random.Random(15)  # noqa: S311 - nothing secret
    for number in range(60):
        data, place = bytearray(pdf), chance.randrange(len(pdf))
        if number % 6 == 0:
            del data[place:]
        elif number % 6 == 1:
            for _byte in range(chance.randrange(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        elif number % 6 == 2:
            del data[place : place + chance.randrange(1, 5000)]
        elif number % 6 == 3:
            data[place:place] = chance.randbytes(2000)
        elif number % 6 == 4:
            data[place : place + 3000] = bytes(3000)
        else:
            del data[:place]
        yield bytes(data)


SENTENCES = (
    *("is damaged; check that the answers are complete", "cannot be read: it is not a PDF"),
    *("cannot be read: it is damaged", "the form’s description of itself is damaged"),
    *("has fields that this course does not have", "has no fields, because it was"),
    *("nothing has been typed into this form", "has no name in it"),
    *("has all these answers from “", "has a newer or less damaged form from"),
    *("has something drawn or stamped on page", "cannot be printed; delete it", "has none of this course’s fields"),
    *(
        "has lost letters",
        "cannot be read: something in it is larger",
        "“Åsa Öberg” is in the list",
        "has text that was",
    ),
    *("the file holds different texts", "cannot be read: it is empty", "has spoilt letters"),
)


@pytest.mark.slow
def test_sixty_damaged_files_never_speak_of_a_library(tmp_path: Path) -> None:
    form = typed(form_of(pages="1,7"), {"nimi": "Åsa Öberg", ESIMIES: "Palautetta"})
    folder = tmp_path / "rikki"
    folder.mkdir()
    for number, data in enumerate(mutations(form)):
        (folder / f"{number:02}.pdf").write_bytes(data)
    (folder / "ehjä.pdf").write_bytes(form)
    returned = collect([folder], the_course())
    messages = [*returned.errors, *returned.notes]
    strange = [line for line in messages if not any(sentence in line for sentence in SENTENCES)]
    assert strange == []
    assert "Åsa Öberg" in [person.name for person in returned.participants]
    named = {Path(line.split(": ")[0]).name for line in messages}
    assert {f"{number:02}.pdf" for number in range(60)} <= named, "each damaged file is named"


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(13, "Permission denied"),
        OSError(5, "Input/output error"),
        pikepdf.PdfError("a.pdf: unable to find trailer dictionary while recovering damaged file"),
        RuntimeError("QPDF internal error"),
        RecursionError("maximum recursion depth exceeded"),
        MemoryError(),
        KeyError("/Root"),
        SystemError("error return without exception set"),
    ],
)
@pytest.mark.parametrize("place", ["pikepdf.open", "worksheets.pdf.form_reader.form_fields"])
def test_every_failure_has_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, place: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(tiny_form({"nimi": "Aino"}))

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(place, fail)
    (message,) = read_form(tmp_path / "a.pdf", the_course()).errors
    assert message.startswith(f"{tmp_path / 'a.pdf'}: cannot be read: ")
    assert "; " in message, "there is a cure"
    assert not any(word in message for word in error.args if isinstance(word, str))


@pytest.mark.parametrize("names", [(), ("._a.pdf",), (".DS_Store", "Thumbs.db")])
def test_without_any_form_it_is_said(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = tmp_path / "palautetut"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"x")
    assert "palautetut: there are no PDF files in this folder" in Collected(tmp_path, folder).stderr
    if names:
        collected = Collected(tmp_path, *(folder / name for name in names))
        assert "There are no forms to read; name PDF files" in collected.stderr
        assert collected.exit_code == 1


def test_a_folder_of_a_memory_stick(tmp_path: Path) -> None:
    stick = tmp_path / "tikku"
    shutil.copytree(DATA / "appledouble-files", stick / "ryhma A")
    shutil.copytree(DATA / "appledouble-files", stick / "__MACOSX" / "ryhma A")
    (stick / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    (stick / "tyhjä.pdf").touch()
    collected = Collected(tmp_path, stick)
    assert collected.answers() == [("Aino Esimerkki", "palautetta")]
    assert "tyhjä.pdf: cannot be read: it is empty, because it was not copied completely" in collected.stderr
    assert collected.exit_code == 1


def test_a_choice_of_several(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(tiny_form({"nimi": "Aino"}))) as book:
        superior = book.Root.AcroForm.Fields[2]
        superior.FT, superior.V = Name.Ch, Array([String("aikaa"), String("tukea")])
        book.save(tmp_path / "a.pdf")
    assert Collected(tmp_path, tmp_path / "a.pdf").answers() == [("Aino", "aikaa; tukea")]
