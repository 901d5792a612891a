"""The screen for a whole group, as a browser without the script has it."""

import io
import re
from collections.abc import Iterator

import openpyxl
import pytest

from tests.helpers.web import Answer, Browser, File, Served, served
from worksheets import api
from worksheets.people.open_list import OpenList
from worksheets.spreadsheets.sheets import Sheet, SheetRow
from worksheets.web.list_summary import summary_of
from worksheets.web.people import People

TABLE = (
    "Nimi;Ryhmä;Esimieheltä;Puhelin\n"
    "Aino Esimerkki;A;Palautetta;040 1\n"
    ";B;Palautetta;040 2\n"
    "Ville Mallikas;A;#N/A;040 3\n"
    "Olga Esimerkova;B;;040 4\n"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch, served() as running:
        # The pages beside the list are tested with the panel; here nobody waits for them.
        patch.setattr("worksheets.web.panel.PATIENCE", 0)
        patch.setattr("worksheets.web.previews.Previews.prepare", lambda *_arguments: None)
        yield running


@pytest.fixture
def browser(server: Served) -> Browser:
    return server.browser()


@pytest.fixture
def with_list(browser: Browser) -> Browser:
    answer = bring(browser, "ryhma.csv", TABLE.encode())
    assert "ryhma.csv" in answer.text
    return browser


def bring(browser: Browser, name: str, content: bytes) -> Answer:
    return browser.post("/list/file", {}, [File("file", name, content)])


def test_print_files_are_cut_where_there_are_any(with_list: Browser) -> None:
    text = with_list.post("/choices", {"screen": "group", "volume": "250"}).text
    assert 'name="volume" value="250"' in text
    assert 'name="volume"' not in with_list.get("/blank").text, "it is one handout"
    assert 'name="volume"' not in with_list.post("/choices", {"screen": "group", "fill": "screen"}).text
    assert 'name="volume" value="250"' in with_list.post("/choices", {"screen": "group", "fill": "pen"}).text


def text_of(answer: Answer) -> str:
    """Return what a screen says, without its elements."""
    assert answer.status == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("&#39;", "'").split())


def cell(answer: Answer, row: int, column: int) -> str:
    """Return the text of a cell that is no field."""
    match = re.search(rf'id="c0-{row}-{column}"[^>]*>([^<]*)</td>', answer.text)
    assert match, f"row {row}, column {column}"
    return match[1]


def test_empty(browser: Browser) -> None:
    answer = browser.get("/group")
    assert "Drop the list of participants here" in text_of(answer)
    assert 'enctype="multipart/form-data"' in answer.text


def test_faults_stand_at_their_cells(with_list: Browser) -> None:
    answer = with_list.get("/group")
    said = text_of(answer)
    assert "2 places to mend" in said
    assert "Row 3, Nimi" in said
    assert "Row 4, Esimieheltä" in said
    assert '<a class="fault-text" href="#c0-3-1">' in answer.text
    assert 'id="i0-3-1"' in answer.text
    assert 'id="f0-3-1"' in answer.text
    assert "2 handouts" in said
    assert "Rows 3 and 4 are left out unless you mend them." in said
    assert "Column Puhelin" in said
    assert cell(answer, 2, 1) == "Aino Esimerkki"


def test_mend_and_undo(with_list: Browser) -> None:
    answer = with_list.post("/list/cell", {"cell.0.3.1": "Eero Esimerkki", "cell.0.4.3": "#N/A"})
    assert cell(answer, 3, 1) == "Eero Esimerkki"
    assert "1 place to mend" in text_of(answer)
    assert "Mended. Undo" in text_of(answer)
    assert "Undo: row 3, Nimi" in text_of(answer)
    answer = with_list.post("/list/cell", {"clear": "0.4.3"})
    assert "The list is in order" in text_of(answer)
    assert "Make 4 handouts" in text_of(answer)
    with_list.post("/list/undo")
    answer = with_list.post("/list/undo")
    assert "2 places to mend" in text_of(answer)
    assert "Undo:" not in text_of(answer)


def test_a_change_leads_back_to_its_row(with_list: Browser) -> None:
    answer = with_list.post("/list/cell", {"cell.0.3.1": "Eero Esimerkki"}, follow=False)
    assert answer.headers["location"] == "/group#r0-3"
    answer = with_list.post("/list/add", follow=False)
    assert answer.headers["location"] == "/group#r0-6"


def test_a_field_that_was_not_changed_changes_nothing(with_list: Browser) -> None:
    answer = with_list.post("/list/cell", {"cell.0.3.1": "", "cell.0.4.3": "#N/A"})
    assert "2 places to mend" in text_of(answer)
    assert "Undo:" not in text_of(answer)


def test_delete_and_add(with_list: Browser) -> None:
    answer = with_list.post("/list/delete", {"row": "0.3"})
    assert "1 place to mend" in text_of(answer)
    assert 'id="r0-3"' not in answer.text
    assert cell(answer, 5, 1) == "Olga Esimerkova"  # The others keep their numbers.
    answer = with_list.post("/list/add")
    assert 'id="i0-6-1"' in answer.text
    answer = with_list.post("/list/cell", {"cell.0.6.1": "Sari Mallila"})
    assert cell(answer, 6, 1) == "Sari Mallila"
    assert "3 handouts" in text_of(answer)


def test_what_a_column_means(with_list: Browser) -> None:
    answer = with_list.post(
        "/list/meaning", {"meaning.0.4": "tukiverkosto.viranomaiset", "meaning.0.3": "no-such-place"}
    )
    assert "Column Puhelin" not in text_of(answer)
    assert "Undo: column Puhelin" in text_of(answer)
    assert '<option value="tukiverkosto.viranomaiset" selected>' in answer.text
    answer = with_list.post("/list/meaning", {"leave-out": "0.4"})
    assert "The column Puhelin is not printed." in text_of(answer)


def test_ticks(with_list: Browser) -> None:
    answer = with_list.post("/list/ticks", {"offered": "0.2 0.3 0.4 0.5", "tick": ["0.2", "0.3", "0.4"]})
    assert "3 / 4 chosen" in text_of(answer)
    assert "Make 1 handout" in text_of(answer)
    answer = with_list.post("/list/ticks", {"all": "off"})
    assert "0 / 4 chosen" in text_of(answer)
    assert "Choose at least one participant." in text_of(answer)
    assert re.search(r'id="make"[^>]*aria-disabled="true"', answer.text)
    assert "4 / 4 chosen" in text_of(with_list.post("/list/ticks", {"all": "on"}))
    # Rows that the form has not offered stay as they are.
    with_list.post("/list/ticks", {"all": "off"})
    assert "1 / 4 chosen" in text_of(with_list.post("/list/ticks", {"offered": "0.5", "tick": "0.5"}))


def test_only_those_to_mend(with_list: Browser) -> None:
    answer = with_list.post("/list/view", {"only": "faults"})
    assert re.findall(r'<tr role="row" id="r0-(\d+)"', answer.text) == ["3", "4"]
    answer = with_list.post("/list/view", {"only": "all"})
    assert re.findall(r'<tr role="row" id="r0-(\d+)"', answer.text) == ["2", "3", "4", "5"]


def test_order(with_list: Browser) -> None:
    answer = with_list.post("/list/view", {"sort": "sukunimi"})
    assert re.findall(r'<tr role="row" id="r0-(\d+)"', answer.text)[:3] == ["2", "5", "4"]
    assert "Aino Esimerkki" in with_list.post("/list/view", {"sort": "no such field"}).text


def sheet(name: str, *rows: tuple[str, ...]) -> Sheet:
    return Sheet(name, tuple(SheetRow(number, cells) for number, cells in enumerate(rows, start=1)))


def test_sheets_of_a_workbook(browser: Browser, server: Served) -> None:
    first = sheet("Aamu", ("Nimi",), *((f"Esimerkki Malli-{number}",) for number in range(39)), ("7. Esimerkki",))
    opened = OpenList(
        "ryhmat",
        "ryhmat.xlsx",
        (first, sheet("Ilta", ("Nimi", "Esimieheltä"), ("", "Palautetta"), ("Aino Esimerkki", ""))),
    )
    visit = server.visit(browser)
    visit.people = People(opened, api.judge(opened, api.read_course()), course=visit.course)
    answer = browser.post("/list/view", {"faults": "all"})
    assert 'href="/group?sheet=1#c1-2-1"' in answer.text  # The fault is in the other sheet.
    assert 'href="/list/row?sheet=0&amp;row=41"' in answer.text  # So far down the table is not shown yet.
    assert re.search(r'name="sheet" value="0" aria-current="true">Aamu <span class="numbers">40<', answer.text)
    answer = browser.get("/group?sheet=1")
    assert 'id="i1-2-1"' in answer.text
    assert re.search(r'value="1" aria-current="true">Ilta', answer.text)
    assert "Aamu" in browser.get("/group?sheet=9").text


def test_what_is_left_out_is_told(browser: Browser) -> None:
    answer = bring(browser, "ryhma.csv", "Nimi;Esimieheltä\nAino Esimerkki;Tukea\nYhteensä 1;\n".encode())
    assert "Row 3, Yhteensä 1 Left out: a total or a count, not a participant" in text_of(answer)
    assert "1 / 1 chosen" in text_of(answer)


def test_hidden_rows_can_be_taken(browser: Browser, server: Served) -> None:
    rows = (SheetRow(1, ("Nimi",)), SheetRow(2, ("Aino Esimerkki",)), SheetRow(3, ("Ville Mallikas",), hidden=True))
    opened = OpenList("ryhma", "ryhma.xlsx", (Sheet("Aamu", rows),))
    visit = server.visit(browser)
    visit.people = People(opened, api.judge(opened, api.read_course()), course=visit.course)
    answer = browser.get("/group")
    assert "Hidden in the spreadsheet, and so left out" in text_of(answer)
    assert "Make 1 handout" in text_of(answer)
    answer = browser.post("/list/hidden")
    assert "Make 2 handouts" in text_of(answer)
    assert "Undo: hidden rows are taken" in text_of(answer)
    assert "Make 1 handout" in text_of(browser.post("/list/undo"))


def test_names(browser: Browser) -> None:
    answer = browser.post("/list/names", {"names": "Aino Esimerkki\r\nVille Mallikas\r\n"})
    assert "Make 2 handouts" in text_of(answer)
    answer = browser.post("/list/names", {"names": " \n "})
    assert "There are no names yet" in text_of(answer)
    assert "Make 2 handouts" in text_of(browser.get("/group"))


def test_begin_empty(browser: Browser) -> None:
    answer = browser.post("/list/new")
    assert 'name="cell.0.2.1"' in answer.text
    assert "Nobody is in the list yet" in text_of(answer)
    assert "to mend" not in text_of(answer)
    answer = browser.post("/list/cell", {"cell.0.2.1": "Aino Esimerkki"})
    assert "Make 1 handout" in text_of(answer)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ryhmakuva.jpg", b"\xff\xd8\xff\xe0 picture", "ryhmakuva.jpg is a picture, and no names can be read from it"),
        ("lomake.pdf", b"%PDF-1.7", "bring it to “Forms come back”"),
        ("tyhja.csv", b"", "tyhja.csv cannot be read as a list No text in it"),
        ("rikki.xlsx", b"PK\x03\x04 broken", "rikki.xlsx cannot be read as a list"),
        ("../../etc/<b>.csv", b"", "&lt;b&gt;.csv cannot be read as a list"),
    ],
)
def test_a_refused_file_takes_nothing_away(with_list: Browser, name: str, content: bytes, message: str) -> None:
    with_list.post("/list/delete", {"row": "0.3"})
    answer = bring(with_list, name, content)
    assert 'role="alert"' in answer.text
    assert message in text_of(answer)
    assert "visit-" not in answer.text  # Nothing of our own folder.
    assert "Undo: row 3 deleted" in text_of(answer)
    assert 'role="alert"' not in with_list.post("/list/hide").text


def test_names_stay_when_a_file_is_refused(browser: Browser) -> None:
    file = File("file", "kuva.png", b"\x89PNG")
    answer = browser.post("/list/file", {"names": "Aino Esimerkki"}, [file])
    assert "kuva.png is a picture" in text_of(answer)
    assert ">Aino Esimerkki</textarea>" in answer.text


def test_one_file_at_a_time(browser: Browser) -> None:
    files = [File("file", f"ryhma-{letter}.csv", TABLE.encode()) for letter in "ab"]
    assert "2 files came at once" in text_of(browser.post("/list/file", {}, files))
    assert "No file was chosen" in text_of(browser.post("/list/file", {}, [File("file", "", b"")]))


def test_another_list_can_be_undone(with_list: Browser) -> None:
    answer = bring(with_list, "toinen.csv", b"Nimi\nSari Mallila\n")
    assert "Make 1 handout" in text_of(answer)
    answer = with_list.post("/list/undo")
    assert "2 places to mend" in text_of(answer)


def test_a_row_on_its_own_screen(with_list: Browser) -> None:
    answer = with_list.get("/list/row?sheet=0&row=3")
    assert "Row 3" in text_of(answer)
    assert len(re.findall(r'name="cell\.0\.3\.\d"', answer.text)) == 4
    assert with_list.get("/list/row?sheet=0&row=99").path == "/group"
    assert with_list.get("/list/row?sheet=x&row=1").path == "/group"


NO_SCREEN_SENDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/list/cell", {"cell.0.99.1": "x"}),
    ("/list/cell", {"cell.9.2.1": "x", "cell.0.2": "x", "cell.-1.2.1": "x", "cell.0.2.0": "x", "cell.0.2.99999": "x"}),
    ("/list/cell", {"clear": "0.2.x"}),
    ("/list/delete", {"row": "0.99"}),
    ("/list/delete", {"row": "²"}),
    ("/list/meaning", {"meaning.0.99": "-", "meaning.7.1": "-", "leave-out": "0.77"}),
    ("/list/ticks", {"offered": "0.99 x 1.1", "tick": "0.99"}),
    ("/list/view", {"sheet": "12"}),
    ("/list/undo", {}),
)


def test_what_no_screen_sends_changes_nothing(with_list: Browser, server: Served) -> None:
    for path, fields in NO_SCREEN_SENDS:
        assert with_list.post(path, fields, follow=False).status == 303
        people = server.visit(with_list).people
        assert people is not None
        assert people.steps == (), (path, fields)
    assert "2 places to mend" in text_of(with_list.get("/group"))


def test_without_a_list_nothing_is_changed(browser: Browser) -> None:
    for path in ("/list/cell", "/list/add", "/list/undo", "/list/ticks"):
        assert "Drop the list" in text_of(browser.post(path))
    assert browser.get("/list/download").path == "/group"


def test_the_empty_list_to_send(browser: Browser) -> None:
    answer = browser.get("/list/template")
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert "Nimi" in [cell.value for cell in next(book.worksheets[0].iter_rows())]


def test_the_mended_list_is_read_as_it_was_shown(with_list: Browser, server: Served) -> None:
    with_list.post("/list/cell", {"cell.0.3.1": "Eero Esimerkki", "clear": "0.4.3"})
    with_list.post("/list/meaning", {"meaning.0.4": "tukiverkosto.viranomaiset"})
    people = server.visit(with_list).people
    assert people is not None
    answer = with_list.get("/list/download")
    assert "ryhma.xlsx" in answer.headers["content-disposition"]
    other = server.browser()
    bring(other, "ryhma.xlsx", answer.body)
    read = server.visit(other).people
    assert read is not None
    assert [person.participant.values for person in read.roster.people] == [
        person.participant.values for person in people.roster.people
    ]


def test_a_large_list_is_shown_in_parts(browser: Browser) -> None:
    rows = "".join(f"Esimerkki Malli-{number}\n" for number in range(400))
    answer = bring(browser, "suuri.csv", f"Nimi\n{rows}\n".encode())
    assert "Make 400 handouts" in text_of(answer)
    assert len(re.findall(r'<tr role="row" id="r0-', answer.text)) == 30
    assert "Show 200 of the remaining 370 rows" in text_of(answer)
    answer = browser.post("/list/view", {"more": "1"})
    assert len(re.findall(r'<tr role="row" id="r0-', answer.text)) == 230
    answer = browser.post("/list/cell", {"cell.0.399.1": "#N/A"})
    assert 'id="i0-399-1"' in answer.text  # A row at fault always shows.
    assert len(answer.body) < 500_000


def test_two_visits_know_nothing_of_each_other(with_list: Browser, server: Served) -> None:
    assert "Drop the list" in text_of(server.browser().get("/group"))
    assert "2 places to mend" in text_of(with_list.get("/group"))


def test_the_library_judges_as_check_does(with_list: Browser, server: Served) -> None:
    people = server.visit(with_list).people
    assert people is not None
    course = api.read_course()
    assert people.roster == api.judge(people.open_list, course).roster


def test_what_is_good_to_know_is_said_once(browser: Browser, server: Served) -> None:
    rows = [("Aino Esimerkki", "x", "1", "2"), ("Ville Mallikas", "", "", ""), ("Aino Esimerkki", "x", "", "")]
    opened = OpenList(
        "ryhma", "ryhma.csv", (sheet("", ("Nimi", "Esimieheltä", "Puhelin", "Kengät"), *rows, ("Olga Malli",)),)
    )
    one_less = OpenList("ryhma", "ryhma.csv", (sheet("", ("Nimi", "Esimieheltä"), rows[0][:2], rows[1][:2]),))
    visit = server.visit(browser)
    visit.people = People(opened, api.judge(opened, api.read_course()), course=visit.course)
    warnings = summary_of(visit.people).warnings
    assert [(warning.columns or warning.rows, warning.message) for warning in warnings] == [
        (
            "Puhelin and Kengät",
            "They are not printed, unless you choose their places in the menus under their headings",
        ),
        ("2 and 4", "“Aino Esimerkki” is in the list more than once; the files are numbered"),
        ("3 and 5", "Only a name; the handout has no answers"),
    ]
    text = browser.get("/group").text
    assert "Rows 2 and 4" in text
    assert "about 20 sheets" in text  # Answers may go on on pages of their own.
    visit.people = People(one_less, api.judge(one_less, api.read_course()), course=visit.course)
    assert "Row 3, Ville Mallikas</a>" in browser.get("/group").text
