"""XML of strangers: what careless programs write is read, and what no list needs is refused."""

from collections.abc import Callable

import pytest

from worksheets.spreadsheets import xml_walker
from worksheets.spreadsheets.xml_walker import BrokenXmlError, LocalWalker, mended, walk, with_line_ends


class Listing(LocalWalker):
    """Lists what it meets."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[str] = []
        self.text = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.events.append(tag + "".join(f" {name}={value}" for name, value in attributes.items()))

    def finish(self, tag: str) -> None:
        self.events.append(f"/{tag}")

    def characters(self, text: str) -> None:
        self.text += with_line_ends(text)


def walked(*pieces: str | bytes) -> Listing:
    data = [piece.encode() if isinstance(piece, str) else piece for piece in pieces]
    return walk(Listing, lambda: data)


def test_names_count_without_their_prefixes() -> None:
    listing = walked('<x:a xmlns:x="urn:x" b="1"><y:c/></x:a>')
    assert listing.events == ["a xmlns:x=urn:x b=1", "c", "/c", "/a"]
    assert listing.depth == 0


def test_with_namespaces_names_begin_with_theirs() -> None:
    listing = walk(Listing, lambda: [b'<x:a xmlns:x="urn-x" x:b="1"/>'], namespaces=True)
    assert listing.events == ["urn-x a urn-x b=1", "/urn-x a"]


@pytest.mark.parametrize(
    "data",
    [
        "<a>ä</a>".encode(),
        "\ufeff<a>ä</a>".encode(),
        '<?xml version="1.0" encoding="utf-16"?><a>ä</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="windows-1252"?><a>ä</a>'.encode("cp1252"),
        '\n <?xml version="1.0" encoding="utf-8"?><a>ä</a>'.encode(),
        '\n<?xml version="1.0" encoding="windows-1252"?><a>ä</a>'.encode("cp1252"),
    ],
    ids=range(7),
)
def test_every_encoding_is_read(data: bytes) -> None:
    assert walked(data).text == "ä"
    assert walked(*(data[at : at + 1] for at in range(len(data)))).text == "ä", "in any pieces"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<a>\x0b</a>", "\n"),
        ("<a>1&#11;2&#xB;3</a>", "1\n2\n3"),
        ("<a>\x01&#2;</a>", "\x01\x02"),
        ("<a>R&D & Co; A&amp;B &lt;</a>", "R&D & Co; A&B <"),
        ("<a>yksi&nbsp;kaksi&auml;&outo;</a>", "yksi\u00a0kaksiä&outo;"),
        ("<a>x&lt&sect;</a>", "x&lt§"),
        ("<a>\x01<![CDATA[R&D &nbsp;]]>&</a>", "\x01R&D &nbsp;&"),
        ("<a>\r\n1\r2&#13;&#10;3</a>", "\n1\n2\n3"),
    ],
)
def test_what_careless_programs_write_is_read(xml: str, text: str) -> None:
    assert walked(xml).text == text


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<a>",
        "<a></b>",
        "<a><b></a>",
        "<a>ä</a>".encode("cp1252"),
        '<?xml version="1.0" encoding="x-outo"?><a>\x01</a>',
        "<a>&#xD800;</a>",
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&b;</a>',
    ],
    ids=range(10),
)
def test_broken_xml_and_what_no_workbook_has_is_refused(xml: str | bytes) -> None:
    with pytest.raises(BrokenXmlError):
        walked(xml)


@pytest.mark.parametrize(
    ("limit", "pieces"),
    [
        ("_LONGEST_TAG", lambda: ['<a b="', "x" * 50, "x" * 60, '"/>']),
        ("_DEEPEST", lambda: ["<a>" * 101, "</a>" * 101]),
        ("_NAMES", lambda: ["<a>", *(f"<a{number}/>" for number in range(200)), "</a>"]),
        ("_MENDED", lambda: ["<a>\x01", "x" * 200, "</a>"]),
    ],
)
def test_what_the_parser_holds_has_limits(
    monkeypatch: pytest.MonkeyPatch, limit: str, pieces: Callable[[], list[str]]
) -> None:
    walked(*pieces())
    monkeypatch.setattr(xml_walker, limit, 100)
    with pytest.raises(BrokenXmlError):
        walked(*pieces())


def test_a_number_that_is_none_is_broken_xml() -> None:
    class Numbers(Listing):
        def finish(self, tag: str) -> None:
            int(tag)

    with pytest.raises(BrokenXmlError):
        walk(Numbers, lambda: [b"<a/>"])


def test_mended_xml_is_whole_xml_still() -> None:
    assert mended([b'<?xml version="1.0"?>', "<a b='&'>ä\x0b</a>".encode()]) == "<a b='&amp;'>ä\ufddb</a>".encode()


@pytest.mark.parametrize(
    "xml",
    [
        *("<a>" + "<![CDATA[" * 100_000, "<a>" + "&" * 300_000 + "</a>", "<a>" + "<![CDATA[]]>&" * 300_000),
        *("<a>&#" + "9" * 5_000 + ";</a>", "<a>&#x" + "0" * 5_000 + "1;</a>", "<a>&" + "b" * 100_000),
        *("<a>&#x110000;</a>", "<a>&#xD800;</a>"),
    ],
    ids=range(8),
)
def test_xml_that_would_take_long_to_mend_is_refused(xml: str) -> None:
    with pytest.raises(BrokenXmlError):
        walked(xml)
