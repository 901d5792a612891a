"""Placeholders answer a template's questions as the participant would, and may be printed and nothing more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.helpers.course import the_course
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD, OVERFLOW
from worksheets.compose.templates import Templates
from worksheets.course.layout import NORMAL, SMALL, read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.placeholders import (
    ONE_LINE,
    PlaceholderData,
    PlaceholderState,
    compose_with_placeholders,
    in_states,
    number_of,
    overflowing,
    placeholder,
)
from worksheets.merge.model import Question, SlotKey
from worksheets.merge.questions import DESCRIPTION, ENTRIES, HAS, LEGEND, PLACEHOLDER, SIZES, UNDRAWN
from worksheets.pdf.content_stream import TextRun
from worksheets.people.participant import BLANK, Participant

AINO = Participant({"nimi": "Aino", "omat-verkostot.7.nimi": "Työtoverit"})
NAME, PROMPT = SlotKey("nimi", HEAD), SlotKey("tukiverkosto.esimies", "prompt")

TEMPLATES = Templates(the_course().folder)


def data_of_aino() -> PageData:
    course = the_course()
    return PageData(course, AINO, read_layout("handout", course.folder))


def test_a_placeholder_has_its_number_and_its_line_in_every_line() -> None:
    assert placeholder(7, SMALL, 2).text == "þ0070þ\nþ0071þ"
    assert placeholder(7, SMALL, 2).step == SMALL
    assert placeholder(7, NORMAL, 11).text.endswith("þ0079þ\nþ0070þ")


def test_a_handout_can_have_more_than_a_thousand_placeholders() -> None:
    for number in (7, 999, 1000, 9999):
        match = PLACEHOLDER.fullmatch(placeholder(number, NORMAL, 1).text)
        assert match
        assert (int(match[1]), match[2]) == (number, "0")


def test_only_placeholders_on_the_page_are_in_another_state() -> None:
    choose = in_states(lambda _number: PlaceholderState(SMALL, 2))
    assert choose(1, PROMPT) == placeholder(1, SMALL, 2)
    assert choose(1, NAME) == choose(1, SlotKey("nimi", UNDRAWN)) == placeholder(1, NORMAL, 1)


def test_texts_overflow_where_a_place_has_a_limit() -> None:
    choose = overflowing(data_of_aino().layout)
    assert choose(1, PROMPT).overflow
    assert choose(1, PROMPT).step == SMALL
    assert not choose(1, NAME).overflow


def test_answers_come_from_the_participant_and_texts_do_not() -> None:
    placeholders = PlaceholderData(data_of_aino, ONE_LINE)
    page = placeholders()
    assert page.has("nimi")
    assert not page.has("kouluttaja")
    assert len(page.entries("omat-verkostot")) == 7
    assert page.fit(NAME.path, NAME.place).text == "þ0000þ"
    assert page.fit(PROMPT.path, PROMPT.place).text == "þ0010þ"
    assert placeholders.keys == [NAME, PROMPT]
    assert placeholders.numbers_by_page == [{0, 1}]
    answers = {Question(HAS, "nimi"): 1, Question(HAS, "kouluttaja"): 0, Question(ENTRIES, "omat-verkostot"): 7}
    assert placeholders.answers_by_page == [answers]


CONTACTS = "verkostokartta.kontaktit"


def test_a_map_has_a_description_and_texts_if_any_entry_is_filled() -> None:
    marja = Participant({f"{CONTACTS}.2.nimi": "Marja"})
    layout = read_layout("handout", the_course().folder)
    placeholders = PlaceholderData(lambda: PageData(the_course(), marja, layout), ONE_LINE)
    page = placeholders()
    drawn = page.map(CONTACTS)
    first = drawn.bubbles[0]
    assert placeholders.keys == [SlotKey(f"{DESCRIPTION}:{CONTACTS}", UNDRAWN)]
    assert drawn.description.__html__() == "þ0000þ"  # type: ignore[attr-defined]
    assert page.fit(first.name, "ball-name").text == "þ0010þ"
    asked = {question.asked: answer for question, answer in placeholders.answers_by_page[0].items()}
    assert asked == {ENTRIES: len(drawn.bubbles), DESCRIPTION: 1, SIZES: 0, LEGEND: 0}
    assert {bubble.number for bubble in drawn.bubbles} == {None}


def test_an_empty_map_has_neither() -> None:
    placeholders = PlaceholderData(data_of_aino, ONE_LINE)
    page = placeholders()
    drawn = page.map(CONTACTS)
    assert drawn.description == ""
    assert page.fit(drawn.bubbles[0].name, "ball-name").text == ""
    assert page.fit(drawn.bubbles[0].support, "ball-support").text == ""
    assert placeholders.keys == []


def test_a_text_run_is_a_placeholder_if_it_is_nothing_else() -> None:
    run = TextRun(0, 9, 0, b"", 0.0, 0.0, (0, 1), "F", b"12", b"[]", "þ0123þ")
    assert number_of(run) == 12
    assert number_of(replace(run, text="þ0123þ!")) == -1


def test_handouts_with_the_same_keys_have_the_same_numbers() -> None:
    keys = [PROMPT]
    page = PlaceholderData(data_of_aino, ONE_LINE, keys)()
    assert page.fit(NAME.path, NAME.place).text == "þ0010þ"
    assert page.fit(PROMPT.path, PROMPT.place).text == "þ0000þ"


@pytest.mark.parametrize(
    "ask",
    [
        len,
        lambda texts: PROMPT.path in texts,
        lambda texts: texts[PROMPT.path],
        lambda texts: texts.get(PROMPT.path),
    ],
)
def test_a_template_may_ask_whether_texts_overflow_but_not_which(ask: Callable[[object], object]) -> None:
    page = PlaceholderData(data_of_aino, ONE_LINE, overflow_lines={PROMPT: 2})()
    page.fit(PROMPT.path, PROMPT.place)
    assert page.overflow
    assert list(page.overflow) == [PROMPT.path]
    with pytest.raises(TypeError, match="^a template asks"):
        ask(page.overflow)


def test_overflow_is_a_placeholder_of_its_own() -> None:
    page = PlaceholderData(data_of_aino, ONE_LINE, overflow_lines={PROMPT: 2})()
    assert not page.overflow
    assert page.fit(PROMPT.path, PROMPT.place).text == "þ0000þ"
    assert list(page.overflow) == [PROMPT.path]
    assert page.fit(PROMPT.path, OVERFLOW).text == "þ0010þ\nþ0011þ"


@pytest.mark.parametrize("misuse", [str, lambda text: text == "Aino", lambda text: text != "Aino"])
def test_an_error_says_what_a_template_may_not_do(misuse: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="^a template does more with a text than print it$"):
        misuse(PlaceholderData(data_of_aino, ONE_LINE)().text("nimi"))


@pytest.mark.parametrize("misuse", [str, hash, lambda text: text == "Aino", lambda text: text != "Aino", len, list])
def test_a_print_only_text_can_only_be_printed(misuse: Callable[[object], object]) -> None:
    placeholders = PlaceholderData(data_of_aino, ONE_LINE)
    text = placeholders().text("nimi")
    with pytest.raises(TypeError):
        misuse(text)
    assert not placeholders.times_printed
    assert text.__html__() == "þ0000þ"  # type: ignore[attr-defined]
    assert placeholders.times_printed == {"þ0000þ": 1}


def test_a_merge_gets_print_only_texts_as_strings() -> None:
    page = PlaceholderData(data_of_aino, ONE_LINE, as_strings=True)()
    assert page.text("nimi") == "þ0000þ"
    assert page.participant is BLANK


def test_the_pages_are_composed_with_placeholders() -> None:
    placeholders = PlaceholderData(data_of_aino, ONE_LINE)
    html = compose_with_placeholders(["tukiverkosto"], placeholders, TEMPLATES)
    assert "Aino" not in html
    numbers = {int(number) for number, _line in PLACEHOLDER.findall(html)}
    assert numbers == set(range(len(placeholders.keys)))


def test_a_template_that_fails_with_placeholders_has_no_master() -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        compose_with_placeholders(["ei-ole"], PlaceholderData(data_of_aino, ONE_LINE), TEMPLATES)
    assert error.value.refusal.reason is Reason.TEXT_USED_IN_HTML
