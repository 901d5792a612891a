"""The papers of a course day, as a browser without the script has them."""

import io
import re
from collections.abc import Iterator
from html import unescape

import pikepdf
import pytest

from tests.helpers.web import Answer, Browser, File, Served, served
from worksheets import api

LIST = "Nimi;Ryhmä;Läsnä\nAino Esimerkki;A;x\nVille Mallikas;B;\nOlga Esimerkova;A;X\n"


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
    assert browser.post("/list/file", files=[File("file", "ryhma.csv", LIST.encode())]).path == "/group"
    return browser


def pictures(answer: Answer) -> dict[str, str]:
    """Return the addresses of the pictures on the screen, by their papers."""
    addresses = map(unescape, re.findall(r'src="(/papers/picture[^"]+)"', answer.text))
    return {address.partition("paper=")[2].partition("&")[0]: address for address in addresses}


def printed(browser: Browser, **fields: str) -> Answer:
    return browser.post("/papers", {**{name.replace("_", "."): text for name, text in fields.items()}, "then": "print"})


def group_of(server: Served, browser: Browser) -> api.Group:
    people = server.visit(browser).people
    assert people is not None
    return api.choose_group(people.roster, api.read_course(), selection=people.selection(), skip_invalid=True)


def test_without_a_list_one_is_asked_for(browser: Browser) -> None:
    text = browser.get("/papers").text
    assert "Bring a list" in text
    assert 'href="/papers/blank"' in text


def test_each_paper_has_a_picture(with_list: Browser) -> None:
    shown = pictures(with_list.get("/papers"))
    assert list(shown) == ["attendance", "badge", "certificate", "groups", "tent", "label", "calibration"]
    picture = with_list.get(shown["attendance"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["cache-control"] == "no-store", "there are names on it"


def test_a_paper_is_what_the_library_makes(server: Served, with_list: Browser) -> None:
    answer = printed(with_list, paper="attendance", attendance_dates="3", attendance_order="last")
    assert answer.path.startswith("/papers/print?paper=attendance")
    assert 'filename="ryhma-osallistujalista.pdf"' in answer.headers["content-disposition"]
    printing = api.Printing(api.read_course(), paper="a4")
    product = api.Attendance("3", by_last_name=True)
    assert answer.body == api.product(product, printing, group_of(server, with_list), server.service.session).make()


def test_a_blank_one_needs_no_list(server: Served, browser: Browser) -> None:
    assert list(pictures(browser.get("/papers/blank"))) == ["attendance", "badge", "certificate", "tent", "calibration"]
    answer = printed(browser, paper="badge", blank="1")
    printing = api.Printing(api.read_course(), paper="a4")
    assert answer.body == api.product(api.Cards("badge"), printing, None, server.service.session).make()


def test_a_fault_stands_under_its_field_and_nothing_is_printed(with_list: Browser) -> None:
    answer = printed(with_list, paper="label", label_start="zero")
    assert answer.path == "/papers"
    assert 'aria-invalid="true" aria-describedby="fault-label.start"' in answer.text
    assert re.search(r'id="fault-label.start" role="alert">.*Write a whole number, such as 1\.', answer.text)
    assert "label" not in pictures(answer)


def test_what_the_library_refuses_is_said_at_the_field(with_list: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    make = api.product

    def refuse(
        product: api.Product, printing: api.Printing, group: api.Group | None, session: api.Session
    ) -> api.Document:
        if isinstance(product, api.Attendance):
            raise api.WorksheetsError("--dates: “32.1.”: there is no such day", "Aino Esimerkki: no room")
        return make(product, printing, group, session)

    monkeypatch.setattr(api, "product", refuse)
    answer = with_list.post("/papers", {"paper": "attendance", "attendance.dates": "32.1."})
    assert re.search(r'id="fault-attendance.dates" role="alert">.*<span>“32\.1\.”: there is no such day', answer.text)
    assert re.search(r'role="alert">.*Aino Esimerkki: no room', answer.text), "what is about no field stands above"


@pytest.mark.parametrize(
    "path", ["/papers/picture?paper=cake", "/papers/print?paper=badge", "/papers/print", "/papers/print?blank=2"]
)
def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404


def test_a_paper_that_nobody_knows_is_not_found(browser: Browser) -> None:
    assert browser.post("/papers", {"paper": "cake"}).status == 404


def test_no_file_of_the_machine_is_read(with_list: Browser) -> None:
    answer = printed(with_list, paper="label", label_sheet="/etc/hostname.toml")
    assert 'filename="ryhma-tarrat-L7160.pdf"' in answer.headers["content-disposition"]


def test_a_change_in_the_list_makes_another_paper(with_list: Browser) -> None:
    before = pictures(with_list.get("/papers"))["badge"]
    with_list.post("/list/ticks", {"offered": "0.2 0.3 0.4", "tick": ["0.3", "0.4"]})
    assert pictures(with_list.get("/papers"))["badge"] != before


def test_the_password_locks_the_paper_and_not_its_picture(with_list: Browser) -> None:
    with_list.post("/choices", {"screen": "group", "password": "salasana"})
    assert with_list.get(pictures(with_list.get("/papers"))["attendance"]).status == 200
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(printed(with_list, paper="attendance").body))


def test_papers_are_made_with_the_handouts(server: Served, with_list: Browser) -> None:
    fields = {"screen": "group", "ticks": "1", "page": "1", "with-ticks": "1", "with": ["badge", "attendance"]}
    assert 'value="badge" checked' in with_list.post("/choices", fields).text
    with_list.post("/make", {"kind": "packet"})
    making = server.visit(with_list).making
    assert making is not None
    making.wait(60)
    text = with_list.get("/done").text
    assert "3 handouts are ready" in text
    assert text.count("/done/paper?number=") == 2
    sheet = with_list.get("/done/paper?number=1")
    assert "osallistujalista.pdf" in sheet.headers["content-disposition"]
    assert with_list.get("/done/paper?number=3").status == 404
    assert sum("osallistujalista" in path.name for path in making.paper_paths()) == 1


def test_those_who_were_there_get_certificates(server: Served, with_list: Browser) -> None:
    screen = with_list.get("/papers")
    assert re.findall(r'<option value="(L\w+=\w*)"', screen.text) == ["Läsnä=x"], "whatever its case"
    assert with_list.get(pictures(screen)["certificate"]).status == 200
    fields = {"paper": "certificate", "certificate.whom": "Läsnä=x", "certificate.hours": "22", "kind": "certificates"}
    answer = with_list.post("/papers", {**fields, "then": "make"}, follow=False)
    assert (answer.status, answer.headers["location"]) == (307, "/make")
    with_list.post("/make", fields)
    making = server.visit(with_list).making
    assert making is not None
    making.wait(60)
    text = with_list.get("/done").text
    assert "2 certificates are ready" in text
    assert "handout" not in re.sub(r'<section class="also".*?</section>', "", text, flags=re.DOTALL)
    assert {file.participant.name for file in making.handouts if file.participant} == {
        "Aino Esimerkki",
        "Olga Esimerkova",
    }
    assert with_list.get("/done/print").headers["content-type"] == "application/pdf"


def test_if_nobody_was_there_only_certificates_cannot_be_made(with_list: Browser) -> None:
    with_list.post("/papers", {"paper": "certificate", "certificate.whom": "Läsnä=x"})
    with_list.post("/list/ticks", {"offered": "0.2 0.3 0.4", "tick": ["0.3"]})
    screen = with_list.get("/papers")
    assert re.search(r'id="fault-certificate.whom".*Nobody who is ticked has this', screen.text)
    assert list(pictures(screen)) == ["attendance", "badge", "groups", "tent", "label", "calibration"]


def test_what_is_wrong_in_certificates_is_said_before_they_are_made(with_list: Browser) -> None:
    fields = {"paper": "certificate", "certificate.hours": "many", "kind": "certificates", "then": "make"}
    assert 'id="fault-certificate.hours"' in with_list.post("/papers", fields).text


def test_what_was_typed_wrongly_for_a_paper_stops_the_handouts(with_list: Browser) -> None:
    with_list.post("/choices", {"screen": "group", "with-ticks": "1", "with": "groups"})
    for number in ("many", "40"):  # What the page sees, and what the library does.
        with_list.post("/papers", {"paper": "groups", "groups.number": number})
        answer = with_list.post("/make", {"kind": "packet"})
        assert answer.path == "/papers"
        assert "fault-groups.number" in answer.text
