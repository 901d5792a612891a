"""What the page says when something cannot be done, and what the terminal gets of it."""

import os
from collections.abc import Iterator

import pytest
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.helpers.web import FORM, Browser, File, Served, served
from worksheets import api
from worksheets.web import application, screens
from worksheets.web.posting import posted, to_screen

NAME = "Aino Esimerkki"


def _fail(request: Request) -> None:
    what = request.query_params.get("what")
    visit = request.state.visit
    if what == "wrong":
        raise api.WorksheetsError(f"{visit.folder}{os.sep}lista.csv: row 7: no name", f"row 9, {NAME}: no name")
    if what == "refused":
        raise PermissionError(13, "Permission denied", str(visit.folder / "lista.csv"))
    if what == "memory":
        raise MemoryError
    if what == "fault":
        raise KeyError(NAME)


def _shown(request: Request) -> Response:
    _fail(request)
    return Response("shown")


def _done(request: Request, form: FormData) -> Response:
    _fail(request)
    return to_screen(f"/privacy?fields={len(form.multi_items())}")


def _half(request: Request) -> Response:  # noqa: ARG001 - as handlers are called
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KeyError(NAME)

    return StreamingResponse(pieces())


_ROUTES = [
    Route("/fails-shown", _shown),
    Route("/fails-half", _half),
    Route("/fails-done", posted(_done, files=2, fields=3), methods=["POST"]),
]


@pytest.fixture(scope="module")
def reports() -> list[str]:
    return []


@pytest.fixture(scope="module")
def page(reports: list[str]) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "ROUTES", [*screens.ROUTES, *_ROUTES])
        with served(report=reports.append) as running:
            yield running


@pytest.fixture
def browser(page: Served, reports: list[str]) -> Browser:
    reports.clear()
    return page.browser()


def test_what_the_library_says_is_a_screen_with_a_way_back(page: Served, browser: Browser, reports: list[str]) -> None:
    answer = browser.get("/fails-shown?what=wrong")
    assert answer.status == 422
    assert "lista.csv: row 7: no name" in answer.text
    assert f"row 9, {NAME}: no name" in answer.text
    assert str(page.visit(browser).folder) not in answer.text
    assert 'href="/"' in answer.text
    assert not reports, "that is no failure of the program"


def test_what_a_form_wanted_is_said_where_it_was_wanted_until_it_is_hidden(browser: Browser) -> None:
    answer = browser.post("/fails-done?what=wrong", headers={"Referer": "http://127.0.0.1/privacy?row=7"})
    assert (answer.status, answer.path) == (200, "/privacy?row=7")
    assert "lista.csv: row 7: no name" in answer.text
    assert "lista.csv" not in browser.get("/").text, "another screen has nothing to do with it"
    assert "lista.csv" in browser.get("/privacy").text
    assert "lista.csv" not in browser.post("/problem/hide", headers={"Referer": "/privacy"}).text


def test_the_next_form_that_works_takes_it_away(browser: Browser) -> None:
    browser.post("/fails-done?what=wrong", headers={"Referer": "/privacy"})
    assert "lista.csv" not in browser.post("/fails-done").text


@pytest.mark.parametrize(("what", "words"), [("refused", "permission denied"), ("memory", "not enough memory")])
def test_what_the_system_refuses_is_said_in_words(browser: Browser, what: str, words: str) -> None:
    answer = browser.get(f"/fails-shown?what={what}")
    assert answer.status == 500
    assert words in answer.text
    assert "lista.csv" not in answer.text


def test_a_fault_of_the_program_is_said_without_anybodys_name(browser: Browser, reports: list[str]) -> None:
    answer = browser.get("/fails-shown?what=fault")
    assert answer.status == 500
    assert "This did not work" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert reports == [line for line in reports if "KeyError (" in line and NAME not in line]
    assert len(reports) == 1
    assert NAME not in answer.text
    assert "This did not work" in browser.post("/fails-done?what=fault", headers={"Referer": "/privacy"}).text


def test_half_an_answer_is_broken_off(browser: Browser, reports: list[str]) -> None:
    with browser.opened("/fails-half") as response, pytest.raises(Exception, match="Incomplete|incomplete|read"):
        response.read()
    assert len(reports) == 1


def test_what_is_not_there_is_a_page(browser: Browser) -> None:
    answer = browser.get("/nothing")
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert browser.get("/fails-done").status == 405


@pytest.mark.parametrize(
    ("fields", "files"), [({f"field-{number}": "" for number in range(4)}, 0), ({}, 3), ({"field": "x" * 1_000_001}, 0)]
)
def test_a_form_has_so_many_fields_and_files(browser: Browser, fields: dict[str, str], files: int) -> None:
    brought = [File("file", f"{number}.pdf", b"%PDF") for number in range(files)]
    assert browser.post("/fails-done", fields, brought).status == 413
    if not files:
        assert browser.post("/fails-done", fields).status == 413
    assert browser.post("/fails-done", {"a": "1"}, brought[:2]).path == f"/privacy?fields={1 + min(files, 2)}"


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"no boundary at all"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x00'),
        ("multipart/form-data; boundary=x; charset=nonsense", b"--x\r\n: \r\n\r\n"),
        (FORM, b"%ZZ=%&&==;\xff\x00"),
    ],
)
def test_a_broken_form_is_answered(browser: Browser, reports: list[str], media_type: str, body: bytes) -> None:
    answer = browser.request("POST", "/fails-done", body, {"Content-Type": media_type})
    assert answer.status in (200, 400)
    assert not reports


def test_whoever_hangs_up_in_the_middle_disturbs_nobody(page: Served, browser: Browser, reports: list[str]) -> None:
    other = page.browser()
    headers = {"Content-Type": FORM, "Content-Length": "1000"}
    with (
        pytest.raises(OSError, match="timed out"),
        browser.opened("/fails-done", method="POST", body=b"a=", headers=headers, patience=0.2),
    ):
        pass
    assert other.get("/fails-shown").text == "shown"
    assert not reports
