"""Returned forms on the page: who has answered, who is missing, what could not be read, and what becomes of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner

from tests.helpers.tiny_form import tiny_form
from tests.helpers.web import Browser, File, Served, served
from worksheets import api
from worksheets.api import lists
from worksheets.cli.commands import main
from worksheets.course.course import Course
from worksheets.pdf.finish import encrypt
from worksheets.pdf.form_reader import FormReading, read_form
from worksheets.web.people import People
from worksheets.web.returned import Answered, ReturnedForms

AINO, VILLE = {"nimi": "Aino Esimerkki"}, {"nimi": "Ville Mallikas"}
ANSWER = "tukiverkosto.esimies"


def read_here(paths: Sequence[Path], course: Course, password: str) -> Iterator[FormReading]:
    """Read forms in this process, which is quicker; elsewhere it is tested that they are read apart."""
    return (read_form(path, course, password) for path in paths)


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.function is not test_the_list_is_the_one_that_the_command_writes:
        monkeypatch.setattr(lists, "read_forms", read_here)


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.fixture
def browser(page: Served) -> Browser:
    browser = page.browser()
    page.visit(browser).language = "en"
    return browser


def form(person: dict[str, str], answer: str = "Palaute") -> bytes:
    return tiny_form({ANSWER: answer}, handed_out=person)


def bring(browser: Browser, *files: tuple[str, bytes], **fields: str) -> str:
    answer = browser.post("/forms/files", fields, [File("files", name, data) for name, data in files])
    assert (answer.status, answer.path) == (200, "/forms")
    return shown(answer.text)


def shown(text: str) -> str:
    """Return the text of a page as somebody sees it, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def forms(page: Served, browser: Browser) -> ReturnedForms:
    returned = page.visit(browser).returned
    assert returned is not None
    return returned


def person(page: Served, browser: Browser, name: str) -> Answered:
    return next(person for person in forms(page, browser).people if person.name == name)


def expect(page: Served, browser: Browser, *names: str) -> None:
    visit = page.visit(browser)
    course = page.service.course(visit)
    open_list = replace(api.list_of_names("\n".join(names), course), source="iltaryhmä.xlsx")
    visit.people = People(open_list, api.judge(open_list, course), course=visit.course)


def test_an_empty_screen_says_what_to_bring(browser: Browser) -> None:
    assert "Drop the forms here" in browser.get("/forms").text
    assert browser.get("/forms/list").status == 404
    assert browser.get("/forms/overview").status == 404


def test_who_has_answered_and_how_much(page: Served, browser: Browser) -> None:
    text = bring(browser, ("a.pdf", form(AINO)), ("b.pdf", form(VILLE)))
    assert "2 have answered" in text
    assert "1 of 1 place filled" in text
    assert "missing" not in text.partition("Missing")[0], "without a list, nobody is missing"
    assert [person.name for person in forms(page, browser).people] == ["Aino Esimerkki", "Ville Mallikas"]


def test_who_of_a_list_is_missing(page: Served, browser: Browser) -> None:
    expect(page, browser, "Ville Mallikas", "Aino Esimerkki", "Liam Esimerkki")
    text = bring(browser, ("a.pdf", form(AINO)), ("Liam-Esimerkki.pdf", form(VILLE)[:900]))
    assert "1 has answered 2 answers are missing 1 file could not be read" in text
    assert "compared with the list iltaryhmä.xlsx" in text
    assert "Ville Mallikas Liam Esimerkki perhaps Liam-Esimerkki.pdf" in text


def test_files_that_are_no_forms_are_said_with_their_cures_and_without_our_paths(
    page: Served, browser: Browser
) -> None:
    text = bring(browser, ("kuva.pdf", b"\xff\xd8\xff"), ("x.pdf", tiny_form()), ("lista.xlsx", b"PK\3\4"))
    assert "2 files could not be read" in text
    assert "kuva.pdf Cannot be read: it is not a PDF but a picture" in text
    assert "Nothing has been typed into this form: x.pdf" in text
    assert str(page.visit(browser).folder) not in browser.get("/forms").text


def test_a_locked_form_is_opened_by_its_password(page: Served, browser: Browser) -> None:
    text = bring(browser, ("a.pdf", encrypt(form(AINO), "sala")))
    assert "It is locked with a password. Type it below." in text
    text = bring(browser, password="väärä")
    assert "the password does not open it" in text
    bring(browser, password="sala")
    assert [person.name for person in forms(page, browser).people] == ["Aino Esimerkki"]


def test_the_older_of_two_answers_can_be_used(page: Served, browser: Browser) -> None:
    old, new = ("old.pdf", form(AINO, "Vanha")), ("new.pdf", form(AINO, "Uusi"))
    text = bring(browser, old, new, modified="1600000000000,1700000000000")
    assert "Returned twice. The newer one is used, 1" in text
    assert answers(browser) == ["Uusi"]
    other = person(page, browser, "Aino Esimerkki").others[0].number
    text = shown(browser.post("/forms/older", {"answer": str(other)}).text)
    assert "The older one is used" in text
    assert answers(browser) == ["Vanha"]
    bring(browser, ("b.pdf", form(VILLE)))
    assert answers(browser) == ["Vanha", "Palaute"], "the choice stays when files are added"
    used = person(page, browser, "Aino Esimerkki").others[0].number
    browser.post("/forms/older", {"answer": str(used)})
    assert answers(browser) == ["Uusi", "Palaute"]
    browser.post("/forms/undo")
    assert answers(browser) == ["Vanha", "Palaute"]


def answers(browser: Browser) -> list[object]:
    sheet = openpyxl.load_workbook(BytesIO(browser.get("/forms/list").body)).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    return [row[list(heads).index("Esimieheltä")] for row in rows]


def test_a_file_that_is_left_out_can_be_had_again(page: Served, browser: Browser) -> None:
    bring(browser, ("a.pdf", form(AINO)), ("rikki.pdf", b"%PDF-"))
    number = forms(page, browser).unread[0].file.number
    text = browser.post("/forms/remove", {"file": str(number)}).text
    assert "could not be read" not in text
    assert "Undo: rikki.pdf" in text
    assert "1 file could not be read" in shown(browser.post("/forms/undo").text)


def test_all_forms_can_be_put_away_and_had_again(browser: Browser) -> None:
    bring(browser, ("a.pdf", form(AINO)))
    assert "Drop the forms here" in browser.post("/forms/close").text
    assert "1 has answered" in shown(browser.post("/forms/undo").text)


def test_the_same_file_is_not_taken_twice(page: Served, browser: Browser) -> None:
    data = form(AINO)
    bring(browser, ("a.pdf", data))
    bring(browser, ("a (1).pdf", data))
    assert len(forms(page, browser).files) == 1


@pytest.mark.parametrize("fields", [{"answer": "99"}, {"answer": "x"}, {}, {"answer": "-1"}])
def test_a_number_that_is_none_changes_nothing(browser: Browser, fields: dict[str, str]) -> None:
    bring(browser, ("a.pdf", form(AINO)))
    for path in ("/forms/older", "/forms/remove"):
        assert "1 has answered" in shown(browser.post(path, fields).text)
    assert browser.get("/forms/page?answer=99&number=1").status == 404
    assert browser.get("/forms?see=99").status == 200


def without_times(data: bytes) -> bytes | dict[str, bytes]:
    """Return a file; of a workbook its parts, without the one that says when it was written."""
    if not data.startswith(b"PK"):
        return data
    with ZipFile(BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def test_the_list_is_the_one_that_the_command_writes(browser: Browser, tmp_path: Path) -> None:
    files = [("a.pdf", form(AINO)), ("b.pdf", form(VILLE, "=1+1"))]
    bring(browser, *files)
    for name, data in files:
        (tmp_path / name).write_bytes(data)
    for suffix in ("xlsx", "csv"):
        output = tmp_path / f"vastaukset.{suffix}"
        arguments = ["collect", *(str(tmp_path / name) for name, _data in files), "-o", str(output)]
        assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
        answer = browser.get(f"/forms/list?format={suffix}")
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="vastaukset.{suffix}"')
        assert without_times(answer.body) == without_times(output.read_bytes())
    assert browser.get("/forms/list?format=exe").status == 404


def test_the_answers_become_the_list_of_the_group(page: Served, browser: Browser) -> None:
    expect(page, browser, "Aino Esimerkki", "Noora Keksitty")
    bring(browser, ("a.pdf", form(AINO)))
    assert browser.post("/forms/print", follow=False).headers["location"] == "/group"
    people = page.visit(browser).people
    assert people is not None
    assert [dict(person.values) for person in people.roster.participants] == [{**AINO, ANSWER: "Palaute"}]
    assert "Noora Keksitty" in browser.get("/forms").text, "the comparison stays with the list of before"


def test_the_names_of_those_who_are_missing_can_be_copied(page: Served, browser: Browser) -> None:
    expect(page, browser, "Aino Esimerkki", "Noora Keksitty", "Åsa “Oona” Öberg")
    bring(browser, ("a.pdf", form(AINO)))
    assert 'data-copy="Noora Keksitty\nÅsa “Oona” Öberg"' in browser.get("/forms").text


def test_too_many_files_are_refused_and_those_there_stay(page: Served, browser: Browser) -> None:
    bring(browser, ("a.pdf", form(AINO)))
    answer = browser.post("/forms/files", {}, [File("files", f"{number}.pdf", b"x") for number in range(201)])
    assert answer.status == 413
    assert len(forms(page, browser).files) == 1


def test_forms_of_two_visits_are_apart(page: Served, browser: Browser) -> None:
    bring(browser, ("a.pdf", form(AINO)))
    other = page.browser()
    page.visit(other).language = "en"
    assert "Drop the forms here" in other.get("/forms").text
