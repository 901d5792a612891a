"""The texts of the cover never lie on its title or on each other, however long they are and whatever is in them."""

from pathlib import Path
from random import Random

import pytest

from tests.helpers.alike import assert_alike
from tests.helpers.course import HANDOUT_FIRST, LAYOUTS, ROOT, Handout, in_each_layout
from tests.helpers.covers import Covers, course_of, random_person
from tests.helpers.laid_out import letters_of
from tests.helpers.making import master_builder, typeset_handout
from tests.helpers.pdf import letters, overlaps, texts
from worksheets.course.course import Course
from worksheets.errors import NeedsTypesetterError
from worksheets.merge.merger import Merger
from worksheets.people.participant import BLANK, Participant, read_participant

pytestmark = pytest.mark.slow

FIELDS = ("kurssi", "kouluttaja", "aika", "paikka", "ryhma", "organisaatio")
LONG = "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus Mallikunnan kansalaisopistossa "
LONG_TITLE = "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus ja työnhaku keväällä"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_course_s_name_with_a_line_break_after_each_word_is_set_on_few_lines(
    course: Course, set_handout: Handout, layout: str
) -> None:
    person = read_participant(ROOT / "tests" / "data" / "hostile" / "p.json", course)
    assert person.text("kurssi").startswith(
        "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus,"
    )
    pdf = set_handout(person, layout, "1")
    assert overlaps(pdf) == []
    assert "Sosiaali- ja terveysalan" in " ".join(texts(pdf)[0].split())


@pytest.mark.parametrize(
    ("layout", "text"),
    in_each_layout([(LONG * 2)[:200].strip(), "W" * 200, "Wi Vy " * 33, "yksi,\n" * 33], slides=1, handouts=2),
)
def test_long_texts_in_every_field_go_on_on_another_page(set_handout: Handout, layout: str, text: str) -> None:
    pdf = set_handout(
        Participant({"nimi": "Aino Esimerkki", **dict.fromkeys(FIELDS, " ".join(text.split()))}), layout, "1"
    )
    assert overlaps(pdf) == []
    everything = letters("".join(texts(pdf)))
    assert everything.count(letters(text)[-20:]) >= len(FIELDS), "nothing is lost"


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_random_texts_in_the_fields_of_the_shipped_course(course: Course, layout: str) -> None:
    covers = Covers.of(course, layout)
    for seed in range(3):
        person = random_person(Random(seed), course)  # noqa: S311 - no secret
        assert covers.problems(person) == [], f"seed {seed}: {dict(person.values)}"


@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fields", [0, 6, 14])
@pytest.mark.parametrize("fillable", [False, True])
def test_many_random_texts(course: Course, tmp_path: Path, layout: str, fields: int, *, fillable: bool) -> None:
    covers = Covers.of(course_of(tmp_path, fields, per_line=1 + fields // 8) if fields else course, layout)
    for seed in range(42):
        person = random_person(Random(f"{fields} {seed}"), covers.pipeline.course)  # noqa: S311 - no secret
        assert covers.problems(person, fillable=fillable) == [], f"seed {seed}: {dict(person.values)}"


@pytest.mark.parametrize(
    ("layout", "cover"),
    [
        ("handout", {"fields": 14}),
        ("slides", {"fields": 40, "title": "Lyhyt"}),
        ("slides", {"fields": 6, "title": LONG_TITLE}),
        ("handout", {"fields": 6, "before": f"<p>{LONG * 8}</p>"}),
        ("handout", {"fields": 6, "before": "{{ widget.fields([['nimi']]) }}"}),
        ("handout", {"fields": 30, "per_line": 10}),
    ],
)
def test_fields_that_do_not_fit_under_the_title_stand_on_the_next_page(
    tmp_path: Path, layout: str, cover: dict[str, int | str]
) -> None:
    covers = Covers.of(course_of(tmp_path, **cover), layout)  # type: ignore[arg-type]
    for person in (BLANK, Participant(dict.fromkeys(covers.pipeline.course.shown, LONG))):
        assert covers.problems(person) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cover_with_room_for_its_fields_is_one_page(tmp_path: Path, layout: str) -> None:
    pages = Covers.of(course_of(tmp_path, 6), layout).laid_out(Participant({"nimi": "Aino Esimerkki"}))
    assert len(pages.pages) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_empty_field_before_a_word_wider_than_the_line_does_not_keep_it_whole(course: Course, layout: str) -> None:
    covers = Covers.of(course, layout)
    for word in ("W" * 53, "שלום" * 30, "x," * 60, "1234567890" * 8, "Ж" * 60):
        assert covers.problems(Participant({"nimi": "Aino Esimerkki", "paikka": f"{word} loppu"})) == []


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_texts_on_one_line_are_parted_though_one_between_them_is_empty(tmp_path: Path, layout: str) -> None:
    pages = Covers.of(course_of(tmp_path, 3, per_line=3), layout).laid_out(
        Participant({"nimi": "Aino", "kentta2": "Tampere"})
    )
    assert any("Aino, Tampere" in str(line) for line in pages.lines)


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_a_name_too_long_for_the_head_of_a_page_is_whole_on_another(tmp_path: Path, layout: str) -> None:
    course = course_of(tmp_path, 1)
    name = (LONG * 8).strip()
    covers = Covers.of(course, layout)
    assert covers.problems(Participant({"nimi": name})) == []
    pages = covers.laid_out(Participant({"nimi": name}))
    heads = [line for line in pages.lines if line.texts[-1].path == "head nimi"]
    assert heads
    assert str(heads[-1]).endswith("…")
    assert pages.letters("nimi").count(letters_of(name)) == 1


def test_a_form_s_field_is_as_high_as_its_text(course: Course) -> None:
    covers = Covers.of(course, "handout")
    texts_of_many_lines = dict.fromkeys(FIELDS, LONG.strip())
    assert covers.problems(Participant({"nimi": "Aino", **texts_of_many_lines}), fillable=True) == []


def test_people_are_merged_into_a_cover_whose_fields_stand_on_the_next_page(tmp_path: Path) -> None:
    edition = Covers.of(course_of(tmp_path, 14), "handout").edition()
    person = Participant({"nimi": "Aino Esimerkki", **{f"kentta{number}": "Lyhyt teksti" for number in range(1, 14)}})
    merger = Merger(master_builder(edition).build(lambda: edition.page_data(person)))
    assert_alike(merger.handout(edition.page_data(person)), typeset_handout(edition, person))
    with pytest.raises(NeedsTypesetterError):
        merger.handout(edition.page_data(person.given({"kentta3": LONG})))
