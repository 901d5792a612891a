"""An edition is what the handouts of a group have in common; each page of each participant has data of its own."""

import pickle

import pytest

from tests.helpers.course import HEAD, page_of
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.wording import AS_USUAL, Wording
from worksheets.course.layout import read_layout
from worksheets.people.participant import Participant

AINO = Participant({"nimi": "Aino Esimerkki"})


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Return an edition of a course with one page."""
    folder = tmp_path_factory.mktemp("course") / "kurssi"
    course = page_of(folder, HEAD)
    return Edition(course, course.pages, read_layout("handout", folder))


def test_texts_are_printed_as_usual_unless_asked_otherwise(edition: Edition) -> None:
    assert edition.wording is AS_USUAL
    assert not edition.fillable


@pytest.mark.parametrize("fillable", [False, True])
def test_page_data_is_what_a_page_is_filled_with(edition: Edition, *, fillable: bool) -> None:
    data = replace(edition, fillable=fillable).page_data(AINO)
    assert data.text("nimi") == "Aino Esimerkki"
    assert data.course is edition.course
    assert data.layout is edition.layout
    assert data.fillable is fillable


def test_each_page_has_data_of_its_own(edition: Edition) -> None:
    assert edition.page_data(AINO) is not edition.page_data(AINO)


def test_an_edition_does_not_change(edition: Edition) -> None:
    with pytest.raises(AttributeError):
        edition.fillable = True  # type: ignore[misc]


def test_an_edition_reaches_another_process_whole(edition: Edition) -> None:
    sent = replace(edition, wording=Wording(as_typed=True), fillable=True)
    copy = pickle.loads(pickle.dumps(sent))  # noqa: S301 - made here
    assert copy.course == edition.course
    assert copy.pages == ("sivu",)
    assert (copy.layout.name, copy.layout.numbers) == ("handout", edition.layout.numbers)
    assert (copy.wording, copy.fillable) == (sent.wording, True)


def test_words_are_hyphenated_in_the_language_of_the_course(edition: Edition) -> None:
    swedish = replace(edition, course=replace(edition.course, language="sv"))
    assert (edition.layout.language, swedish.layout.language) == ("fi", "sv")
    assert swedish.page_data(AINO).layout.place("prompt").language == "sv"
