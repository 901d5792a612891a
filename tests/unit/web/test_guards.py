"""The guards, each through the server that runs."""

from collections.abc import Iterator

import pytest

from tests.helpers.web import FORM, Answer, Browser, Served, raw, served
from worksheets.web.bodies import LARGEST, LARGEST_TEXT
from worksheets.web.guards import HEADERS, cookie_name


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def browser(page: Served) -> Browser:
    return page.browser()


def _assert_guarded(answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in HEADERS if name != "cache-control"} == {
        name: value for name, value in HEADERS.items() if name != "cache-control"
    }
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1:{port}.example.org", ""]
)
def test_another_host_is_refused(page: Served, browser: Browser, host: str) -> None:
    answer = browser.get("/privacy", headers={"Host": host.format(port=page.port)})
    assert answer.status == 421
    _assert_guarded(answer)


@pytest.mark.parametrize("path", ["/assets/web.css", "/open/x", "/ended"])
def test_another_host_gets_not_even_what_is_open(browser: Browser, path: str) -> None:
    assert browser.get(path, headers={"Host": "example.org"}).status == 421


def test_localhost_is_this_machine(page: Served, browser: Browser) -> None:
    assert browser.get("/privacy", headers={"Host": f"localhost:{page.port}"}).status == 200


def test_a_request_without_a_host_is_refused(page: Served) -> None:
    assert b" 421 " in raw(page.port, b"GET /privacy HTTP/1.0\r\n\r\n").partition(b"\r\n")[0]
    assert b" 400 " in raw(page.port, b"GET /privacy HTTP/1.1\r\nConnection: close\r\n\r\n").partition(b"\r\n")[0]


def test_two_hosts_are_refused(page: Served) -> None:
    own = f"Host: 127.0.0.1:{page.port}\r\n".encode()
    answer = raw(page.port, b"GET /ended HTTP/1.1\r\n" + own + b"Host: example.org\r\nConnection: close\r\n\r\n")
    assert b" 200 " not in answer.partition(b"\r\n")[0]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_another_site_changes_nothing(page: Served, browser: Browser, site: str) -> None:
    before = page.visit(browser).language
    answer = browser.post("/language", {"language": "sv"}, headers={"Sec-Fetch-Site": site})
    assert answer.status == 403
    assert page.visit(browser).language == before
    _assert_guarded(answer)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:{port}", 303),
        ("http://localhost:{port}", 303),
        ("http://example.org", 403),
        ("http://127.0.0.1:1", 403),
        ("https://127.0.0.1:{port}", 403),
        ("null", 403),
        (None, 403),
    ],
)
def test_old_browsers_say_their_origin(page: Served, browser: Browser, origin: str | None, status: int) -> None:
    headers = {"Cookie": f"{cookie_name(page.port)}={browser.cookies[cookie_name(page.port)]}"}
    if origin is not None:
        headers["Origin"] = origin.format(port=page.port)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    host = f"Host: 127.0.0.1:{page.port}"
    request = f"POST /stay HTTP/1.1\r\n{host}\r\n{lines}Content-Length: 0\r\nConnection: close\r\n\r\n"
    assert raw(page.port, request.encode()).partition(b"\r\n")[0].split()[1] == str(status).encode()


@pytest.mark.parametrize("path", ["/", "/privacy", "/presence", "/preview/page?number=1&width=50", "/nothing"])
def test_without_a_cookie_nothing_is_shown(page: Served, path: str) -> None:
    answer = Browser(page.port).get(path)
    assert answer.status == 401
    assert "This page opens with its link" in answer.text
    _assert_guarded(answer)


def test_a_cookie_of_another_port_or_of_nobody_lets_nobody_in(page: Served, browser: Browser) -> None:
    key = browser.cookies[cookie_name(page.port)]
    for name, value in ((cookie_name(page.port + 1), key), (cookie_name(page.port), "x"), (cookie_name(page.port), "")):
        stranger = Browser(page.port)
        stranger.cookies[name] = value
        assert stranger.get("/privacy").status == 401


def test_the_cookie_is_for_this_page_alone(page: Served) -> None:
    answer = Browser(page.port).get(f"/open/{page.service.link.token}", follow=False)
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"worksheets-{page.port}=")
    assert {attribute.lower() for attribute in attributes} == {"httponly", "samesite=strict", "path=/"}


def test_a_link_works_once(page: Served) -> None:
    links = []
    page.service.link.changed = lambda: links.append(page.service.link.token)
    token = page.service.link.token
    assert Browser(page.port).request("HEAD", f"/open/{token}", follow=False).status == 200, "a program has only looked"
    first, second = Browser(page.port), Browser(page.port)
    assert first.get(f"/open/{token}", follow=False).status == 303
    assert second.get(f"/open/{token}").status == 401
    assert first.get(f"/open/{token}", follow=False).headers["location"] == "/", "the same browser goes on"
    assert links == [page.service.link.token] != [token]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(browser: Browser, method: str) -> None:
    assert browser.request(method, "/privacy").status == 405
    assert browser.request(method, "/privacy", headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_head_is_a_get_without_a_body(browser: Browser) -> None:
    answer = browser.request("HEAD", "/privacy")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/tokens.css",
        "/assets/tokens.css%00.js",
        "/assets/",
        "//example.org/",
        "/privacy/",
        "/%00",
        "/preview/page?number=../1&width=9",
    ],
)
def test_strange_paths_lead_nowhere(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status == 404
    _assert_guarded(answer)


def test_files_have_the_headers_too(browser: Browser) -> None:
    answer = browser.get("/assets/main.js")
    assert answer.status == 200
    _assert_guarded(answer)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert browser.get("/privacy").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("size", [LARGEST + 1, LARGEST_TEXT + 1])
def test_too_much_is_refused_and_said(browser: Browser, size: int) -> None:
    answer = browser.request("POST", "/stay", bytes(size), {"Content-Type": FORM, "Referer": "/privacy"})
    assert answer.status == 413
    assert "Too much at once" in answer.text
    assert "A list may have 64 MB" in answer.text
    assert 'href="/privacy"' in answer.text, "the way back"
    _assert_guarded(answer)


def test_bytes_are_counted_where_nothing_is_said_of_them(page: Served, browser: Browser) -> None:
    head = (
        f"POST /stay HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {FORM}\r\n"
        f"Cookie: {cookie_name(page.port)}={browser.cookies[cookie_name(page.port)]}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    size = LARGEST_TEXT + 1
    answer = raw(page.port, head.encode() + b"%x\r\n" % size + bytes(size) + b"\r\n0\r\n\r\n")
    assert b" 413 " in answer.partition(b"\r\n")[0]


def test_two_visits_know_nothing_of_each_other(page: Served) -> None:
    first, second = page.browser(), page.browser()
    first.post("/language", {"language": "sv"})
    assert 'lang="sv"' in first.get("/privacy").text
    assert 'lang="en"' in second.get("/privacy").text
    assert page.visit(first).folder != page.visit(second).folder
    assert page.visit(first).folder.stat().st_mode & 0o077 == 0
    first.post("/end/now")
    assert second.get("/privacy").status == 200
