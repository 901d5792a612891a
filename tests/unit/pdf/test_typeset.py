"""The typesetter reads nothing outside its folders, and everything that it would only log is an error."""

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.helpers.making import typeset
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import StyleError

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
        assert any(name in str(error) for name in ("secret.svg", "out.svg", "cannot be loaded"))  # noqa: PT017
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


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<img alt="x" src="nothing.png">', "nothing.png"),
        ('<img alt="x" src="broken.png">', "broken.png"),
        ('<p style="colour: red">x</p>', "colour"),
        ("<p>\U00012000</p>", "U\\+12000"),
        ('<p style="background: url(data:,) 0 calc(100% + 1mm)">x</p>', "the typesetter failed|data:"),
    ],
)
def test_warnings_are_errors(course: Course, tmp_path: Path, body: str, message: str) -> None:
    picture = BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "PNG")
    (tmp_path / "broken.png").write_bytes(picture.getvalue()[:60])
    with pytest.raises(StyleError, match=message):
        set_html(body, tmp_path, course)
