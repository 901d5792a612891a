"""Papers in other languages: their own words, and merged as they are typeset."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.helpers.alike import assert_alike
from tests.helpers.languages import WORDS, english_course, english_marks_course, shipped_course_in
from tests.helpers.making import master_cache, pipeline_of, typeset_handout
from tests.helpers.pdf import texts
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.summary import summary
from worksheets.compose.templates import Templates
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import CourseError, NeedsTypesetterError, PageError
from worksheets.master.store import MasterStore
from worksheets.people.participant import BLANK, Participant

FINNISH = tomllib.loads((WORDS / "fi.toml").read_text("utf-8"))
ENGLISH = (WORDS / "en.toml").read_text("utf-8")
LONG = "An “unexpected” opportunity came from somebody's neighbour. " * 30
OVERFULL = {
    "name": "Aino Esimerkki " * 20,
    "date": "2026-01-14T09:00",
    "support.boss": LONG,
    "contacts.new": LONG,
    **{f"networks.{row}.{part}": f"Association {row}" for row in range(1, 31) for part in ("who", "help")},
    **{
        f"contacts.all.{row}.{part}": f"Neighbourhood {row} association of old people"
        for row in range(1, 15)
        for part in ("who", "help")
    },
}

MARKED = (
    {
        "name": "Aino Esimerkki",
        "help": "something else: my neighbour",
        "ways": "reading; doing",
        "reasons": "joy",
        "sure": "4",
        "now": "62",
        "true.know": "partly",
    },
    {"name": "Ville Mallikas", "help": "my boss", "sure": "1", "often": "3", "then": "0", "true.know": "yes"},
)


def finnish_words() -> set[str]:
    """Return the words of all Finnish texts, but those that may be English or a letter of a date."""
    forms = (form for text in FINNISH.values() for form in (text.values() if isinstance(text, dict) else [text]))
    words = {word.lower() for form in forms for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", form))}
    return words - {"esimerkki"}


def documents(course: Course) -> Iterator[str]:
    """Yield the HTML of blank, filled and overfull handouts and forms in each layout, and of an overview."""
    templates = Templates(course.folder)
    full = printed(Participant(OVERFULL, course.name_slot), course, AS_USUAL)
    values = {"name": "Aino", "contacts.new": "Nobody yet", "contacts.all.1.who": "Ville"}
    kinds = {f"contacts.all.{row}.help": f"tea {row}" for row in range(1, 15)}
    short = printed(Participant(values | kinds, course.name_slot), course, AS_USUAL)
    yield from _handouts(course, BLANK, short, full)
    layout = read_layout("handout", course.folder, language=course.language)
    for people in ([full], [full, short], [short] * 40):
        yield templates.compose_summary(course, summary(people, course, names=True), "Networks", layout)


def documents_of_marks(course: Course) -> Iterator[str]:
    """Yield the HTML of blank and marked handouts and forms in each layout, and of an overview."""
    people = [Participant(values, course.name_slot) for values in MARKED]
    yield from _handouts(course, BLANK, *people)
    layout = read_layout("handout", course.folder, language=course.language)
    yield Templates(course.folder).compose_summary(course, summary(people, course), "Marks", layout)


def _handouts(course: Course, *people: Participant) -> Iterator[str]:
    templates = Templates(course.folder)
    for name in ("handout", "slides"):
        layout = read_layout(name, course.folder, language=course.language)
        for person in people:
            for fillable in (False, True):
                edition = Edition(course, course.pages, layout, fillable=fillable)
                yield templates.compose(course.pages, partial(edition.page_data, person))


def test_no_finnish_word_is_left_on_an_english_paper(tmp_path: Path) -> None:
    course, words, pages = english_course(tmp_path / "course"), finnish_words(), 0
    marks = english_marks_course(tmp_path / "marks")
    for html in (*documents(course), *documents_of_marks(marks)):
        printed_html = re.sub(r'<style>.*?</style>|data-slot="[^"]*"|name="[^"]*"', "", html)  # Ids are in no language.
        shown = set(re.findall(r"[^\W\d_]{3,}", printed_html.lower()))
        assert words & shown == set()
        pages += 1
    assert pages == 15 + 13


def test_all_english_words_of_the_pages_are_printed(tmp_path: Path) -> None:
    """The documents above are full enough: each text of the pages and the overview is in one of them."""
    course, marks = english_course(tmp_path / "course"), english_marks_course(tmp_path / "marks")
    html = "\n".join([*documents(course), *documents_of_marks(marks)]).replace("&#39;", "'")
    texts_of = ENGLISH.split("# In lists")[0].replace('unit = ""', "")
    missing = []
    for key, text in tomllib.loads(texts_of).items():
        form = text["other"] if isinstance(text, dict) else text
        if not all(piece in html for piece in re.split(r"\{\w+\}", form)):
            missing.append(key)
    assert missing == []


def merged(masters: MasterStore, person: Participant) -> bytes:
    """Return a merged handout; of rare pages with long answers, a master is made when it is wanted a twelfth time."""
    for _time in range(11):
        with suppress(NeedsTypesetterError):
            return masters.handout(person, make=True)
    return masters.handout(person, make=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "lengths"), [("sv", (1, 12)), ("en", (2,)), pytest.param("et", (1, 2, 12), marks=pytest.mark.long)]
)
def test_a_page_is_merged_as_it_is_typeset(tmp_path: Path, language: str, lengths: tuple[int, ...]) -> None:
    course = shipped_course_in(language, tmp_path / "kurssi", ENGLISH if language == "et" else "")
    edition = Edition(course, ("tukiverkosto",), read_layout("handout", course.folder))
    answer = {
        "sv": 'Arbetsmarknadsutbildningen gav "oväntade" kontakter med yrkesorganisationer och socialförsäkringen',
        "en": 'The organisation\'s international communication department recommended "unexpected" opportunities',
        "et": "Tööturukoolitus andis ootamatuid kontakte ametiühinguorganisatsioonide ja sotsiaalkindlustusega",
    }[language]
    masters = MasterStore(edition, lambda: pipeline_of(edition), lambda: master_cache(edition, None))
    for repeats in lengths:
        values = {"nimi": "Aino Esimerkki", "tukiverkosto.esimies": f"{answer} {repeats}. " * repeats}
        person = printed(Participant(values), course, AS_USUAL)
        assert_alike(merged(masters, person), typeset_handout(edition, person))


@pytest.mark.slow
def test_a_course_may_bring_a_language(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"et\.toml: does not exist; copy .*en\.toml there"):
        shipped_course_in("et", tmp_path / "ilman")
    words = ENGLISH.split("# Dates")[0].replace('"Notes"', '"Märkmed"').replace('"Exercise"', '"Ülesanne"')
    course = shipped_course_in("et", tmp_path / "kurssi", words)
    edition = Edition(course, ("kansi", "verkostoituminen", "omat-verkostot"), read_layout("handout", course.folder))
    person = printed(Participant({"nimi": "Aino Esimerkki", "aika": "2026-01-14T09:00"}), course, AS_USUAL)
    cover, slide, exercise = texts(typeset_handout(edition, person))
    assert "14. jaanuar 2026 09:00" in cover
    assert "MÄRKMED" in slide.upper()
    assert "ÜLESANNE" in exercise.upper()


def test_a_page_that_asks_for_a_word_that_there_is_not_is_told(tmp_path: Path) -> None:
    course = english_course(tmp_path / "course")
    page = course.folder / "pages" / "idea.html.j2"
    page.write_text(page.read_text("utf-8").replace("Give before", "{{ words.notess }} Give before"), "utf-8")
    layout = read_layout("handout", course.folder)
    with pytest.raises(PageError, match=r"idea\.html\.j2:1: .*notess"):
        Templates(course.folder).compose(course.pages, lambda: PageData(course, BLANK, layout))
