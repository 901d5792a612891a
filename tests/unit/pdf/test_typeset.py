"""The typesetter reads nothing outside its folders, and everything that it would only log is an error."""

import ctypes.util
import logging
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.helpers.making import typeset
from tests.helpers.pdf import texts
from tests.helpers.values import replace
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.errors import StyleError
from worksheets.pdf.typeset import Typesetter, draw
from worksheets.resources import STYLES

SECRET = "salainen"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A server on this machine that must get no connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)  # noqa: FBT003
        yield listening


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The URL of a file outside the course's folder that can be read as a picture, a style sheet or a text."""
    path = tmp_path / "secret.svg"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{SECRET}</text></svg>', "utf-8"
    )
    return path.as_uri()


REQUESTS = {
    "img": '<img alt="x" src="{url}">',
    "picture beside the course": '<img alt="x" src="../secret.svg">',
    "link": '<link rel="stylesheet" href="{url}">',
    "object": '<object data="{url}" type="image/svg+xml"></object>',
    "embed": '<embed src="{url}" type="image/svg+xml">',
    "base": '<base href="{folder}/"><img alt="x" src="secret.svg">',
    "svg image": '<svg role="img" width="9" height="9"><title>x</title><image href="{url}"/></svg>',
    "attachment link": '<a rel="attachment" href="{url}">x</a>',
    "attachment": '<link rel="attachment" href="{url}">',
    "background": '<p style="background: url({url})">x</p>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "list-style": '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    "import": "<style>@import url({url});</style>",
    "font": "<style>@font-face {{ font-family: A; src: url({url}) }} p {{ font-family: A }}</style><p>x</p>",
    "border-image": '<p style="border: 1px solid; border-image: url({url}) 1">x</p>',
    "link in the course": '<img alt="x" src="out.svg">',
}


def set_html(body: str, folder: Path, course: Course) -> bytes:
    html = f'<html lang="fi"><head><title>x</title></head><body>{body}</body></html>'
    return typeset(html, read_layout("handout", course.folder), folder)


@pytest.mark.parametrize("request_by", REQUESTS)
@pytest.mark.parametrize("where", ["file", "network"])
def test_nothing_outside_is_read(
    course: Course, tmp_path: Path, secret: str, server: socket.socket, request_by: str, where: str
) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "out.svg").symlink_to(tmp_path / "secret.svg")
    outside = {"file": tmp_path.as_uri(), "network": f"http://127.0.0.1:{server.getsockname()[1]}"}[where]
    url = secret if where == "file" else f"{outside}/secret.svg"
    try:
        pdf = set_html(REQUESTS[request_by].format(url=url, folder=outside), folder, course)
    except StyleError as error:
        assert any(name in str(error) for name in ("secret.svg", "out.svg", "cannot be loaded", "have attachments"))  # noqa: PT017
    else:
        with pikepdf.open(BytesIO(pdf)) as document:
            assert not document.attachments
            streams = [obj.read_bytes() for obj in document.objects if isinstance(obj, pikepdf.Stream)]
            assert not any(SECRET.encode() in stream for stream in streams)
        pytest.fail("the page was set as if nothing were wrong")
    with pytest.raises(BlockingIOError):
        server.accept()


def test_no_entity_in_a_drawing_is_read(course: Course, tmp_path: Path, secret: str) -> None:
    (tmp_path / "a.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret}">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        "<text>&x;</text></svg>",
        "utf-8",
    )
    with pytest.raises(StyleError):
        set_html('<img alt="x" src="a.svg">', tmp_path, course)


def test_the_courses_own_pictures_are_shown(course: Course, tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>', "utf-8"
    )
    assert set_html('<img alt="x" src="own.svg">', tmp_path, course).startswith(b"%PDF")
    assert set_html(
        '<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">', tmp_path, course
    ).startswith(b"%PDF")


def test_the_shipped_pictures_are_shown(course: Course, tmp_path: Path) -> None:
    picture = (STYLES / "rule.svg").as_uri()
    assert set_html(f'<img alt="x" src="{picture}">', tmp_path, course).startswith(b"%PDF")


def test_a_file_of_another_machine_is_not_read(course: Course, tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    url = (tmp_path / "own.svg").as_uri().replace("file://", "file://esimerkki.example")
    with pytest.raises(StyleError, match="is outside the course’s folder"):
        set_html(f'<img alt="x" src="{url}">', tmp_path, course)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<img alt="x" src="nothing.png">', "nothing.png"),
        ('<img alt="x" src="broken.png">', "broken.png"),
        ('<p style="colour: red">x</p>', "colour"),
        ("<p>\U00012000</p>", "U\\+12000"),
        ('<p style="background: url(data:,) 0 calc(100% + 1mm)">x</p>', "typesetting failed|data:"),
    ],
)
def test_warnings_are_errors(course: Course, tmp_path: Path, body: str, message: str) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "PNG")
    (tmp_path / "broken.png").write_bytes(picture.getvalue()[:60])
    with pytest.raises(StyleError, match=message):
        set_html(body, tmp_path, course)


def test_a_damaged_picture_within_the_page_is_an_error(course: Course, tmp_path: Path) -> None:
    picture = BytesIO()
    Image.effect_noise((64, 64), 50).save(picture, "PNG")
    data = b64encode(picture.getvalue()[:-900]).decode()
    with pytest.raises(StyleError, match="the picture is damaged; save it again"):
        set_html(f'<img alt="x" src="data:image/png;base64,{data}">', tmp_path, course)


def test_every_warning_is_a_problem_and_each_once(course: Course, tmp_path: Path) -> None:
    body = '<p style="colour: red">x</p><p style="colour: red">x</p><img alt="x" src="nothing.png">'
    with pytest.raises(StyleError) as caught:
        set_html(body, tmp_path, course)
    assert len(caught.value.problems) == 2
    assert "colour" in caught.value.problems[0] + caught.value.problems[1]
    assert "nothing.png" in caught.value.problems[0] + caught.value.problems[1]


def test_nothing_listens_to_warnings_afterwards(course: Course, tmp_path: Path) -> None:
    before = list(logging.getLogger("weasyprint").handlers)
    set_html("<p>x</p>", tmp_path, course)
    with pytest.raises(StyleError):
        set_html('<p style="colour: red">x</p>', tmp_path, course)
    assert logging.getLogger("weasyprint").handlers == before


def fail_with(error: Exception) -> Callable[..., None]:
    def fail(**_options: object) -> None:
        raise error

    return fail


def test_a_failure_of_the_typesetter_is_named(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML", fail_with(ZeroDivisionError("bad")))
    with pytest.raises(StyleError) as caught:
        set_html("<p>x</p>", tmp_path, course)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{tmp_path}: typesetting failed: a size, a number or an element in the pages")
    assert "(pdf/test_typeset.py:" in problem, "for its makers"
    assert "ZeroDivisionError" not in problem


def test_a_lack_of_memory_is_no_error_of_styles(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weasyprint.HTML", fail_with(MemoryError()))
    with pytest.raises(MemoryError):
        set_html("<p>x</p>", tmp_path, course)


@pytest.mark.parametrize("tagged", [True, False])
def test_only_a_tagged_pdf_claims_to_be_accessible(course: Course, tmp_path: Path, *, tagged: bool) -> None:
    html = '<html lang="fi"><head><title>x</title></head><body><p>x</p></body></html>'
    pdf = typeset(html, read_layout("handout", course.folder), tmp_path, tagged=tagged)
    with pikepdf.open(BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert ("/StructTreeRoot" in document.Root) is tagged
        assert ("pdfuaid:part" in metadata) is tagged


def test_fields_of_forms_are_fields(course: Course, tmp_path: Path) -> None:
    pdf = set_html('<input name="nimi" title="Nimi">', tmp_path, course)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert [str(field.T) for field in document.Root.AcroForm.Fields] == ["nimi"]


@pytest.fixture
def typesetter(course: Course, tmp_path: Path) -> Typesetter:
    return Typesetter(read_layout("handout", course.folder), tmp_path)


def page(word: str) -> str:
    return f'<html lang="fi"><head><title>x</title></head><body><p>{word}</p></body></html>'


def test_documents_are_drawn_one_after_another(typesetter: Typesetter) -> None:
    documents = [typesetter.lay_out(page(word)) for word in ("Eka", "Toka", "Kolmas")]
    assert [words.split()[0] for words in texts(draw(*documents))] == ["Eka", "Toka", "Kolmas"]
    assert [words.split()[0] for words in texts(draw(documents[1]))] == ["Toka"]


def test_style_sheets_are_read_for_the_first_document_after_the_dictionary(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = replace(typesetter.layout, properties={**typesetter.layout.properties, "only-here": "0"})
    order: list[str] = []
    css = Layout.css

    def read(layout: Layout, path: Path) -> str:
        order.append(path.name)
        return css(layout, path)

    monkeypatch.setattr(Layout, "css", read)
    monkeypatch.setattr("worksheets.text.dictionaries.use_dictionary", lambda _language: order.append("dictionary"))
    assert order == []
    typesetter = Typesetter(layout, typesetter.folder)
    for word in ("Eka", "Toka"):
        typesetter.typeset(page(word))
    assert order == ["dictionary", *(path.name for path in typesetter.layout.style_sheets), "crowded.css"]


def test_libraries_are_found_as_before() -> None:
    """While WeasyPrint is loaded, ``ctypes`` finds none by its short name."""
    assert ctypes.util.find_library.__module__ == "ctypes.util"
    assert ctypes.util.find_library.__name__ == "find_library"
