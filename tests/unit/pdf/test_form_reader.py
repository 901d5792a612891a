"""Filled forms are read from any viewer, under any file name; for what cannot be read, a message names the file."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner
from pikepdf import Dictionary, Name, String

from tests.helpers.course import ROOT
from tests.helpers.forms import form_of, typed
from tests.helpers.tiny_form import attach, tiny_form
from worksheets.cli.commands import main
from worksheets.course.course import Course
from worksheets.pdf.finish import encrypt
from worksheets.pdf.form_reader import FormReading, FormRefusal, collect, given_up, read_form
from worksheets.people.roster import read_roster
from worksheets.people.writers import as_file

AINO = {"nimi": "Aino Esimerkki", "tukiverkosto.esimies": "Apua – ja €"}


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        change(book)
        book.save(out)
    return out.getvalue()


def test_a_form_is_recognised_whatever_its_file_is_called(course: Course, tmp_path: Path) -> None:
    (tmp_path / "scan (3).PDF").write_bytes(tiny_form(AINO))
    (tmp_path / "muistio.txt").write_text("ei lomake", "utf-8")
    returned = collect([tmp_path], course)
    assert returned.errors == ()
    assert returned.notes == (f"{tmp_path}: not read, because they are not PDF files: muistio.txt",)
    assert dict(returned.participants[0].values) == AINO


HOSTILE = ROOT / "tests" / "data" / "hostile"


def attached(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda book: attach(book, data)


def with_annotations(value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(book: pikepdf.Pdf) -> None:
        book.pages[0].obj["/Annots"] = value

    return change


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # The fields are in no form on purpose.
@pytest.mark.parametrize(
    "change",
    [
        attached(b"[" * 100_000 + b"]" * 100_000),
        attached(b"[" * 100_000),
        attached(b'{"participant": ' + b"9" * 5000 + b"}"),
        attached(b"\xff\xfe\x00"),
        with_annotations(7),
        with_annotations(String("x")),
        with_annotations(Name.X),
        with_annotations(Dictionary(A=1)),
        with_annotations(pikepdf.Array([7])),
        with_annotations(pikepdf.Array([pikepdf.Array([]), String("x"), Name.X])),
        with_annotations(pikepdf.Array([Dictionary(Subtype=Name.Widget, T=7, V=pikepdf.Array([1]))])),
        with_annotations(pikepdf.Array([Dictionary(Subtype=Name.Widget, T=Name.X, V=Dictionary())])),
        with_annotations(pikepdf.Array([Dictionary(Subtype=Name.Widget, Parent=7, V=True)])),
    ],
)
def test_an_error_in_a_form_does_not_stop_the_others(
    course: Course, tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    (tmp_path / "aino.pdf").write_bytes(tiny_form(AINO))
    (tmp_path / "outo.pdf").write_bytes(changed(tiny_form({**AINO, "nimi": "Outo"}), change))
    returned = collect([tmp_path], course)
    assert dict(returned.participants[0].values) == AINO
    assert len(returned.participants) == 2 or any("outo.pdf" in message for message in returned.errors)
    for ending in (".xlsx", ".csv", ".yaml"):
        assert as_file(returned.participants, Path(f"lista{ending}"), course)


@pytest.mark.parametrize("name", ["jsondeep.pdf", pytest.param("flip-21.pdf", marks=pytest.mark.long)])
def test_a_damaged_form_is_named_and_the_others_are_listed(course: Course, tmp_path: Path, name: str) -> None:
    (tmp_path / "aino.pdf").write_bytes(tiny_form(AINO))
    (tmp_path / name).write_bytes((HOSTILE / name).read_bytes())
    result = CliRunner().invoke(main, ["collect", str(tmp_path), "-o", str(tmp_path / "lista.xlsx")])
    assert result.exit_code == 1
    assert f"{name}: " in result.stderr
    assert "Aino Esimerkki" in [person.name for person in read_roster(tmp_path / "lista.xlsx", course).participants]


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".yaml"])
def test_a_vertical_tab_is_the_end_of_a_line(course: Course, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lista{ending}"
    result = CliRunner().invoke(main, ["collect", str(HOSTILE / "vt.pdf"), "-o", str(path)])
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    texts = read_roster(path, course).participants[0].values.values()
    assert any("\n" in text for text in texts)
    assert not any("\v" in text for text in texts)


@pytest.mark.parametrize("letter", ["\x01", "\x1b", "\ufdd0", "\U0010ffff", "\x7f", "\ue000", "\u0378"])
def test_a_character_that_cannot_be_printed_is_left_out_of_the_list(
    course: Course, tmp_path: Path, letter: str
) -> None:
    path = tmp_path / "aino.pdf"
    path.write_bytes(changed(tiny_form(AINO), encoded(String(f"Apua{letter} – ja €"))))
    returned = collect([path], course)
    assert [message for message in returned.errors if f"U+{ord(letter):04X} cannot be printed" in message]
    for ending in (".xlsx", ".csv", ".yaml"):
        written = tmp_path / f"lista{ending}"
        written.write_bytes(as_file(returned.participants, written, course))
        assert read_roster(written, course).participants[0].text("tukiverkosto.esimies") == "Apua – ja €"


def test_an_answer_too_long_for_a_cell_is_left_out_with_a_message(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "aino.pdf"
    path.write_bytes(changed(tiny_form(AINO), encoded(String("a" * 40_000))))
    returned = collect([path], course)
    assert [message for message in returned.errors if "too long for a spreadsheet cell" in message]
    assert dict(returned.participants[0].values) == {"nimi": AINO["nimi"]}


def encoded(value: pikepdf.Object) -> Callable[[pikepdf.Pdf], None]:
    def change(book: pikepdf.Pdf) -> None:
        for field in book.Root.AcroForm.Fields:
            if str(field.T) == "tukiverkosto_esimies":
                field.V = book.make_indirect(value) if isinstance(value, pikepdf.Stream) else value

    return change


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (String(b"\xfe\xff" + "Åsa – €".encode("utf-16-be")), "Åsa – €"),
        (String(b"\xef\xbb\xbf" + "Åsa – €".encode()), "Åsa – €"),
        (String(b"\xc5sa \x85 \xa0"), "Åsa – €"),
        (String("eka\rtoka\r\nkolmas"), "eka\ntoka\nkolmas"),
        (Name.Yes, "Yes"),
        (Name.on, "on"),
        (Name("/1"), "1"),
        (Name.Off, ""),
        (String(""), ""),
    ],
)
def test_values_in_every_encoding(course: Course, tmp_path: Path, value: pikepdf.Object, text: str) -> None:
    path = tmp_path / "aino.pdf"
    path.write_bytes(changed(tiny_form(AINO), encoded(value)))
    assert collect([path], course).participants[0].text("tukiverkosto.esimies") == text


@pytest.mark.slow
def test_a_file_saved_incrementally(course: Course, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(BytesIO(typed(form_of(), {"nimi": "Aino"})), incremental=True)
    page = next(
        page
        for page in writer.pages
        if any("esimies" in str(note.get_object().get("/T")) for note in page.get("/Annots", []))
    )
    writer.update_page_form_field_values(page, {"tukiverkosto_esimies": "Uusi"}, auto_regenerate=False)
    writer.write(tmp_path / "aino.pdf")
    assert collect([tmp_path], course).participants[0].text("tukiverkosto.esimies") == "Uusi"


def renamed(suffix: str) -> Callable[[pikepdf.Pdf], None]:
    def change(book: pikepdf.Pdf) -> None:
        for field in book.Root.AcroForm.Fields:
            field.T = String(f"{field.T}{suffix}")

    return change


@pytest.mark.parametrize("suffix", ["#1", "_2", " 2", " (2)", "(2)"])
def test_fields_that_another_program_has_renamed(course: Course, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "aino.pdf").write_bytes(changed(tiny_form(AINO), renamed(suffix)))
    assert dict(collect([tmp_path], course).participants[0].values) == AINO


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # The form is lost on purpose.
def test_merged_pages_that_have_lost_their_form(course: Course, tmp_path: Path) -> None:
    with pikepdf.new() as book:
        for name in ("Aino", "Väinö"):
            with pikepdf.open(BytesIO(tiny_form({"nimi": name}))) as form:
                book.pages.extend(form.pages)
        book.save(tmp_path / "kaikki.pdf")
    assert [person.name for person in collect([tmp_path], course).participants] == ["Aino", "Väinö"]


def test_forms_merged_by_another_program(course: Course, tmp_path: Path) -> None:
    first, second = tiny_form({"nimi": "Aino"}), tiny_form({"nimi": "Väinö"})
    with pikepdf.open(BytesIO(first)) as book, pikepdf.open(BytesIO(changed(second, renamed("_2")))) as other:
        book.add_pages_from(other)
        book.save(tmp_path / "kaikki.pdf")
    assert [person.name for person in collect([tmp_path], course).participants] == ["Aino", "Väinö"]


def flattened(pdf: bytes) -> bytes:
    return changed(pdf, lambda book: book.flatten_annotations("all"))


def without_fields() -> bytes:
    out = BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.save(out)
    return out.getvalue()


def of_another_course(book: pikepdf.Pdf) -> None:
    attached(b'{"course": "toinen"}')(book)


def test_a_file_that_cannot_be_read_gets_a_message_and_the_others_are_read(course: Course, tmp_path: Path) -> None:
    whole = tiny_form(AINO)
    other = changed(whole, of_another_course)
    files = {
        "aino.pdf": whole,
        "handout.pdf": without_fields(),
        "flat.pdf": flattened(whole),
        "locked.pdf": encrypt(whole, "sala"),
        "half.pdf": whole[: len(whole) // 3],
        "empty.pdf": b"",
        "text.pdf": b"Hei!",
        "other.pdf": other,
        "strange.pdf": changed(whole, renamed("x")),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    returned = collect([tmp_path, tmp_path / "missing.pdf"], course)
    assert [person.name for person in returned.participants] == ["Aino Esimerkki"]
    errors = {Path(line.split(": ")[0]).name: line.split(": ", 1)[1] for line in returned.errors}
    assert set(errors) == {*files, "missing.pdf"} - {"aino.pdf"}
    assert "was printed to PDF or flattened" in errors["handout.pdf"]
    assert "was printed to PDF or flattened" in errors["flat.pdf"]
    assert "is locked" in errors["locked.pdf"]
    assert "is damaged" in errors["half.pdf"]
    assert all("cannot be read" in errors[name] for name in ("empty.pdf", "text.pdf", "missing.pdf"))
    assert errors["other.pdf"] == "is a form of another course, “toinen”; choose that course with --course"
    assert not any("Errno" in line or "trailer" in line for line in returned.errors)
    assert errors["strange.pdf"] == "has none of this course’s fields; is this the right file?"


def test_of_two_answers_the_last_saved_counts(course: Course, tmp_path: Path) -> None:
    for name, text, moment in (("b.pdf", "vanha", 1_000_000), ("a.pdf", "uusi", 2_000_000)):
        path = tmp_path / name
        path.write_bytes(tiny_form({"tukiverkosto.esimies": text}, handed_out={"nimi": "Aino Esimerkki"}))
        os.utime(path, (moment, moment))
    returned = collect([tmp_path], course)
    assert [person.text("tukiverkosto.esimies") for person in returned.participants] == ["uusi"]
    assert returned.notes == (
        f"{tmp_path}/b.pdf: not used, because {tmp_path}/a.pdf has a newer or less damaged form from “Aino Esimerkki”",
    )


def test_the_date_in_the_file_counts_before_that_of_the_file_system(course: Course, tmp_path: Path) -> None:
    for name, text, moment in (("a.pdf", "uusi", "D:20260301120000Z"), ("b.pdf", "vanha", "D:20260101120000+02'00'")):
        with pikepdf.open(
            BytesIO(tiny_form({"tukiverkosto.esimies": text}, handed_out={"nimi": "Aino Esimerkki"}))
        ) as book:
            book.docinfo["/ModDate"] = String(moment)
            book.save(tmp_path / name)
    assert collect([tmp_path], course).participants[0].text("tukiverkosto.esimies") == "uusi"


def test_a_form_without_anything_typed_and_a_form_without_a_name(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(tiny_form(handed_out=AINO))
    (tmp_path / "b.pdf").write_bytes(tiny_form({"nimi": ""}, handed_out=AINO))
    (tmp_path / "Nimetön vastaus.pdf").write_bytes(tiny_form({"tukiverkosto.esimies": "Apua"}))
    (a, b) = (collect([tmp_path / name], course) for name in ("a.pdf", "b.pdf"))
    assert a.participants == ()
    assert a.notes == (f"{tmp_path}/a.pdf: nothing has been typed into this form, so it is not in the list",)
    assert b.participants[0].name == "Aino Esimerkki", "the form has the name of the participant"
    last = collect([tmp_path / "Nimetön vastaus.pdf"], course)
    assert last.participants[0].name == "Nimetön vastaus"
    assert "has no name in it" in last.notes[0]


def test_an_answer_over_the_limit_is_kept_with_a_message(course: Course, tmp_path: Path) -> None:
    text = "sana " * 500

    def lengthen(book: pikepdf.Pdf) -> None:
        encoded(String(text))(book)

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), lengthen))
    returned = collect([tmp_path], course)
    assert returned.participants[0].text("tukiverkosto.esimies") == text.strip()
    assert "tukiverkosto.esimies: 2499 characters, but only 2000 fit; shorten the text by 499" in returned.errors[0]


@pytest.mark.slow
def test_the_collect_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aino.pdf").write_bytes(encrypt(tiny_form(AINO), "sala"))

    def run(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    code, printed, said = run("collect", "aino.pdf")
    assert (code, printed, said.splitlines()[-1]) == (
        1,
        "",
        "Read 0 forms; 1 could not be read. There are no answers in them, so no list was written.",
    )
    written = "output/vastaukset.xlsx"
    trial = run("collect", "aino.pdf", "--password", "sala", "--dry-run")
    assert trial == (0, f"{written}\n", "Read 1 form.\nNothing was written: this was a dry run.\n")
    assert not Path("output").exists()
    assert run("collect", "aino.pdf", "--password", "sala") == (0, f"{written}\n", "Read 1 form.\n")
    assert run("check", written)[0] == 0
    assert run("collect", "aino.pdf", "--password", "sala")[0] == 1, "the list exists"
    assert run("collect", "aino.pdf", "--password", "sala", "-o", "lista.txt")[0] == 1
    assert run("collect", "aino.pdf", "--password", "sala", "-o", "listat/")[1] == "listat/vastaukset.xlsx\n"
    assert run("packet", written, "--pages", "1", "--quiet")[0] == 0


def test_fields_under_another_field(course: Course, tmp_path: Path) -> None:
    def nest(book: pikepdf.Pdf) -> None:
        form = book.Root.AcroForm
        group = book.make_indirect(Dictionary(T=String("lomake"), Kids=form.Fields))
        for field in form.Fields:
            field.Parent = group
        form.Fields = pikepdf.Array([group])

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), nest))
    assert dict(collect([tmp_path], course).participants[0].values) == AINO


def test_a_field_belongs_to_the_innermost_slot_that_it_is_named_after(course: Course, tmp_path: Path) -> None:
    def nest(book: pikepdf.Pdf) -> None:
        for field in book.Root.AcroForm.Fields:
            field.Parent = book.make_indirect(Dictionary(T=String("nimi"), Kids=[field]))

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), nest))
    assert dict(collect([tmp_path], course).participants[0].values) == AINO


def test_fields_under_each_other_in_a_circle(course: Course, tmp_path: Path) -> None:
    def encircle(book: pikepdf.Pdf) -> None:
        fields = book.Root.AcroForm.Fields
        group = book.make_indirect(Dictionary(T=String("lomake"), Kids=fields))
        group.Parent = group
        for field in fields:
            field.Parent = group

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), encircle))
    assert dict(collect([tmp_path], course).participants[0].values) == AINO


def test_filled_fields_of_another_course_are_named(course: Course, tmp_path: Path) -> None:
    def add_fields(book: pikepdf.Pdf) -> None:
        group = book.make_indirect(Dictionary(T=String("lomake")))
        for name, text in (("kenka", "41"), ("hattu", "")):
            field = Dictionary(Subtype=Name.Widget, Parent=group, T=String(name), V=String(text))
            book.pages[0].obj.Annots.append(book.make_indirect(field))
        group.Kids = pikepdf.Array(list(book.pages[0].obj.Annots)[-2:])
        book.Root.AcroForm.Fields.append(group)

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), add_fields))
    returned = collect([tmp_path], course)
    assert returned.notes == (f"{tmp_path}/a.pdf: has fields that this course does not have: lomake.kenka",)
    assert dict(returned.participants[0].values) == AINO


def test_a_long_value_is_a_stream(course: Course, tmp_path: Path) -> None:
    def lengthen(book: pikepdf.Pdf) -> None:
        encoded(book.make_stream(b"\xfe\xff" + "Åsa – €".encode("utf-16-be")))(book)

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), lengthen))
    assert collect([tmp_path], course).participants[0].text("tukiverkosto.esimies") == "Åsa – €"


def test_a_date_without_a_zone_is_in_universal_time(course: Course, tmp_path: Path) -> None:
    for name, text, moment in (("a.pdf", "uusi", "D:20260301120000"), ("b.pdf", "vanha", "D:20260301120000+02'00'")):
        with pikepdf.open(BytesIO(tiny_form({"tukiverkosto.esimies": text}, handed_out={"nimi": "Aino"}))) as book:
            book.docinfo["/ModDate"] = String(moment)
            book.save(tmp_path / name)
    assert [person.text("tukiverkosto.esimies") for person in collect([tmp_path], course).participants] == ["uusi"]


def test_a_form_of_another_version_of_the_course_is_read(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), attached(b'{"form": "0123"}')))
    returned = collect([tmp_path], course)
    assert returned.notes == (f"{tmp_path}/a.pdf: was made from another version of the course",)
    assert dict(returned.participants[0].values) == AINO


def test_a_description_that_is_no_description_counts_as_none(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), attached(b"[1]")))
    returned = collect([tmp_path], course)
    assert (returned.errors, returned.notes) == ((), ())


def without_table(pdf: bytes) -> bytes:
    """Return a PDF whose cross-reference is lost; pikepdf finds the objects by itself."""
    return pdf.replace(b"startxref", b"startxxxx")


def test_a_damaged_form_is_read_and_named(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(without_table(tiny_form(AINO)))
    returned = collect([tmp_path], course)
    assert dict(returned.participants[0].values) == AINO
    (error,) = returned.errors
    assert error.startswith(f"{tmp_path}/a.pdf: is damaged; ")


def test_of_two_answers_the_undamaged_counts_though_it_is_older(course: Course, tmp_path: Path) -> None:
    for name, text, moment in (("a.pdf", "ehjä", 1_000_000), ("b.pdf", "rikki", 2_000_000)):
        pdf = tiny_form({"tukiverkosto.esimies": text}, handed_out={"nimi": "Aino"})
        (tmp_path / name).write_bytes(without_table(pdf) if text == "rikki" else pdf)
        os.utime(tmp_path / name, (moment, moment))
    assert [person.text("tukiverkosto.esimies") for person in collect([tmp_path], course).participants] == ["ehjä"]


def test_the_files_may_be_read_elsewhere(course: Course, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for path, name in zip(paths, ("Aino", "Ville"), strict=True):
        path.write_bytes(tiny_form({"nimi": name}))

    def read(asked: Sequence[Path]) -> Iterator[FormReading]:
        assert list(asked) == paths
        yield given_up(asked[0])
        yield read_form(asked[1], course)

    returned = collect([tmp_path], course, read=read)
    assert [person.name for person in returned.participants] == ["Ville"]
    assert returned.errors == (f"{paths[0]}: is too large or complicated for a form; ask for the file again",)


@pytest.mark.parametrize(
    "xml", [b"<data>", b"", b"<!DOCTYPE a [<!ENTITY b 'c'>]><data><nimi>&b;</nimi></data>", b"<a>" * 99 + b"</a>" * 99]
)
def test_the_fields_are_read_whatever_xml_is_beside_them(course: Course, tmp_path: Path, xml: bytes) -> None:
    def add_xml(book: pikepdf.Pdf) -> None:
        book.Root.AcroForm.XFA = book.make_stream(xml)

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), add_xml))
    returned = collect([tmp_path], course)
    assert dict(returned.participants[0].values) == AINO
    assert returned.errors == (
        f"{tmp_path}/a.pdf: is damaged; check that the answers are complete, or ask for the file again",
    )


@pytest.mark.parametrize(
    ("participant", "name"),
    [
        ('"Ville\\nMallikas\\u0000"', "Ville Mallikas"),
        ('"\\ud800"', "a"),
        ('{"a": ["b"]}', "{'a': ['b']}"),
        ('"\\u202eAino"', "Aino"),
        ("null", "None"),
    ],
)
def test_a_name_in_the_description_is_on_one_line(course: Course, tmp_path: Path, participant: str, name: str) -> None:
    description = f'{{"participant": {participant}}}'.encode()
    (tmp_path / "a.pdf").write_bytes(changed(tiny_form({"aika": "ti"}), attached(description)))
    assert collect([tmp_path], course).participants[0].name == name


def test_very_many_messages_about_a_file_are_counted(course: Course, tmp_path: Path) -> None:
    def add_fields(book: pikepdf.Pdf) -> None:
        for number in range(1_100):
            lost = Dictionary(T=String("nimi"), V=String(f"x{number}"), FT=Name.Tx)
            book.Root.AcroForm.Fields.append(book.make_indirect(lost))

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), add_fields))
    reading = read_form(tmp_path / "a.pdf", course)
    assert len(reading.errors) == 1_001
    assert reading.errors[-1] == "… and 100 more"
    assert [answer.participant.name for answer in reading.answers] == ["Aino Esimerkki"]


def test_long_names_of_strange_fields_are_shortened(course: Course, tmp_path: Path) -> None:
    def add_fields(book: pikepdf.Pdf) -> None:
        for number in range(20):
            field = Dictionary(T=String(f"{number}" + "x" * 30_000), V=String("y"))
            book.Root.AcroForm.Fields.append(book.make_indirect(field))

    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), add_fields))
    (note,) = collect([tmp_path], course).notes
    assert len(note) < 1_000
    assert note.endswith("… …")


@pytest.mark.parametrize(("text", "is_kept"), [("😀" * 16_383, True), ("😀" * 16_384, False), ("a" * 32_767, True)])
def test_the_longest_text_of_a_cell_counts_emoji_twice(
    course: Course, tmp_path: Path, text: str, *, is_kept: bool
) -> None:
    (tmp_path / "a.pdf").write_bytes(changed(tiny_form(AINO), encoded(String(text))))
    returned = collect([tmp_path], course)
    assert returned.participants[0].text("tukiverkosto.esimies") == (text if is_kept else "")
    assert any("only 2000 fit" in message for message in returned.errors)
    assert any("too long for a spreadsheet cell" in message for message in returned.errors) is not is_kept


@pytest.mark.parametrize("date", ["D:99999999999999", "D:20260101120000+99'99'", "D:00000101", "\x1b[2J", "D:"])
def test_a_date_that_is_none(course: Course, tmp_path: Path, date: str) -> None:
    with pikepdf.open(BytesIO(tiny_form(AINO))) as book:
        book.docinfo["/ModDate"] = String(date)
        book.save(tmp_path / "a.pdf")
    os.utime(tmp_path / "a.pdf", (1_000_000, 1_000_000))
    (answer,) = read_form(tmp_path / "a.pdf", course).answers
    assert answer.saved.timestamp() == 1_000_000


def test_a_file_that_vanishes_while_it_is_read(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(tiny_form(AINO))
    opened = pikepdf.open

    def vanish(*arguments: Any, **options: Any) -> pikepdf.Pdf:  # noqa: ANN401 - as the library has it
        path.unlink()
        return opened(*arguments, **options)

    monkeypatch.setattr(pikepdf, "open", vanish)
    reading = read_form(path, course)
    assert [answer.participant.values for answer in reading.answers] == [AINO]
    assert reading.errors == ()


def test_a_file_larger_than_any_form_is_refused(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(10 << 30)
    assert read_form(path, course).errors == (f"{path}: cannot be read: larger than 64000 kB; is this the right file?",)


def test_what_the_library_logs_is_not_printed() -> None:
    assert logging.getLogger("pikepdf").handlers, "without one, Python prints it"


def test_each_file_has_what_was_read_in_it(course: Course, tmp_path: Path) -> None:
    files = {
        "aino.pdf": tiny_form({"tukiverkosto.esimies": "Apua"}, handed_out={"nimi": "Aino Esimerkki"}),
        "lukossa.pdf": encrypt(tiny_form(AINO), "sala"),
        "rikki.pdf": b"%PDF-1.7",
        "sileä.pdf": flattened(tiny_form(AINO)),
        "toinen.pdf": changed(tiny_form(AINO), lambda book: attach(book, b'{"course": "toinen-kurssi"}')),
        "tyhjä.pdf": tiny_form(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    returned = collect([tmp_path / name for name in files], course)
    by_name = {form.path.name: form for form in returned.forms}
    assert list(by_name) == list(files)
    assert {name: form.reading.refusal for name, form in by_name.items() if form.is_unreadable} == {
        "lukossa.pdf": FormRefusal.LOCKED,
        "rikki.pdf": None,
        "sileä.pdf": FormRefusal.NO_FIELDS,
        "toinen.pdf": FormRefusal.OTHER_COURSE,
    }
    assert by_name["rikki.pdf"].problems == ("cannot be read: it is damaged; ask for the file again",)
    assert by_name["tyhjä.pdf"].oddities == ("nothing has been typed into this form, so it is not in the list",)


def test_how_many_places_of_a_form_are_filled(course: Course, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(tiny_form({"aika": "14.1."}, handed_out={"nimi": "Aino Esimerkki"}))
    (tmp_path / "b.pdf").write_bytes(tiny_form(AINO))
    answers = collect([tmp_path / "a.pdf", tmp_path / "b.pdf"], course).answers
    assert [(answer.filled, answer.places) for answer in answers] == [(0, 1), (1, 1)], "fields are no places"
