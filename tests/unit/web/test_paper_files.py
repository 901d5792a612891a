"""Papers that have been made are kept while nothing changes on them, and nothing is kept of a visit that has ended."""

from pathlib import Path

import pytest

from worksheets import api
from worksheets.web.paper_files import Order, PaperFiles
from worksheets.web.papers import Paper

PRINTING = api.Printing(api.read_course())
MADE: list[str] = []


@pytest.fixture(autouse=True)
def _made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library make files of ten bytes, and note which; one of them cannot be made."""

    def product(product: api.Product, *_arguments: object) -> api.Document:
        def make() -> bytes:
            MADE.append(product.name)
            if product.name == "tent":
                raise api.WorksheetsError("no room")
            return b"0123456789"

        return api.Document(Path(f"{product.name}.pdf"), make, warnings=("unusual",))

    MADE.clear()
    monkeypatch.setattr(api, "product", product)


def ordered(kind: str) -> Order:
    return Order(Paper(kind), api.Cards(kind), PRINTING, None, Path(), kind)


def test_a_paper_is_made_once() -> None:
    files, session = PaperFiles(), api.Session()
    assert files.known(ordered("badge")) is None
    first = files.file(ordered("badge"), session)
    assert (first.name, first.pdf, first.warnings) == ("badge.pdf", b"0123456789", ("unusual",))
    assert files.file(ordered("badge"), session) is first
    assert MADE == ["badge"]


def test_what_could_not_be_made_is_known_and_tried_again() -> None:
    files, session = PaperFiles(), api.Session()
    for _attempt in range(2):
        assert files.file(ordered("tent"), session).problems == ("no room",)
    assert MADE == ["tent", "tent"]
    known = files.known(ordered("tent"))
    assert known
    assert known.problems == ("no room",)


def test_checking_makes_nothing() -> None:
    files, session = PaperFiles(), api.Session()
    assert files.checked(ordered("badge"), session).warnings == ("unusual",)
    assert MADE == []


def test_what_was_made_longest_ago_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.web.paper_files._MOST_BYTES", 15)
    files, session = PaperFiles(), api.Session()
    files.file(ordered("badge"), session)
    files.file(ordered("label"), session)
    assert files.known(ordered("badge")) is None
    assert files.known(ordered("label"))


def test_nothing_is_kept_after_the_end() -> None:
    files, session = PaperFiles(), api.Session()
    files.file(ordered("badge"), session)
    files.close()
    assert files.known(ordered("badge")) is None
    files.file(ordered("label"), session)  # Somebody who asked before the end.
    assert files.known(ordered("label")) is None
