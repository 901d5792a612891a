"""The benchmark against other engines: it still reads what today's templates make."""

from collections import Counter
from html.parser import HTMLParser

import pytest

from benchmarks.deck import deck, said
from tests.helpers.course import crowd, example_group, set_page
from tests.helpers.pdf import letters
from worksheets.course.course import Course
from worksheets.people.participant import BLANK


class Pages(HTMLParser):
    """The texts of each page of a composed handout, but for the descriptions of drawings, which are not printed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pages: list[list[str]] = []
        self.tag = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self.tag = tag
        if tag == "section":
            self.pages.append([])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.pages and self.tag != "title" and letters(data):
            self.pages[-1].append(letters(data))


@pytest.mark.parametrize("filled", ["blank", "filled", "overfull"])
def test_a_deck_has_every_text_of_a_handout(course: Course, filled: str) -> None:
    people = {"blank": BLANK, "filled": example_group()[0], "overfull": crowd(course)}
    html = set_page(course, people[filled])
    pages = Pages(html).pages
    assert ("continuation" in html) == (filled == "overfull")
    for texts, page in zip(pages, deck(html)["pages"], strict=True):
        told = letters("".join(said(page)))
        assert [text for text in texts if text not in told] == []
        assert Counter("".join(texts)) == Counter(told)
