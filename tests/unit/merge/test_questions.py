"""What templates ask is answered from a participant's data, and so are the texts that are not drawn."""

import pytest

from worksheets.compose.page_data import PageData
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.merge.model import Question
from worksheets.merge.questions import DESCRIPTION, ENTRIES, HAS, PLACEHOLDER, answer, undrawn_text
from worksheets.people.participant import BLANK, Participant

CONTACTS = "verkostokartta.kontaktit"
AINO = Participant({"nimi": "Aino", f"{CONTACTS}.1.nimi": "Marja", f"{CONTACTS}.1.apu": "avoimet paikat"})


def data_of(course: Course, participant: Participant) -> PageData:
    return PageData(course, participant, read_layout("handout", course.folder))


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (Question(HAS, "nimi"), (1, 0)),
        (Question(HAS, "paikka"), (0, 0)),
        (Question(DESCRIPTION, CONTACTS), (1, 0)),
    ],
)
def test_yes_is_1_and_no_is_0(course: Course, question: Question, answers: tuple[int, int]) -> None:
    assert tuple(answer(data_of(course, participant), question) for participant in (AINO, BLANK)) == answers


def test_entries_are_counted_with_those_of_a_blank_page(course: Course) -> None:
    blank = answer(data_of(course, BLANK), Question(ENTRIES, CONTACTS))
    many = Participant({f"{CONTACTS}.{blank + 3}.nimi": "Marja"})
    assert answer(data_of(course, many), Question(ENTRIES, CONTACTS)) == blank + 3


def test_an_undrawn_text_is_a_slots_or_a_maps_description(course: Course) -> None:
    data = data_of(course, AINO)
    assert undrawn_text(data, "nimi") == "Aino"
    assert undrawn_text(data, f"{DESCRIPTION}:{CONTACTS}") == data.map(CONTACTS).description
    assert "Marja" in data.map(CONTACTS).description


def test_a_placeholder_has_a_number_and_the_last_digit_of_its_line() -> None:
    match = PLACEHOLDER.fullmatch("þ0123þ")
    assert match
    assert match.groups() == ("012", "3")


def test_the_slowest_question_is_asked_last() -> None:
    questions = [Question(asked, "a") for asked in (DESCRIPTION, HAS, ENTRIES)]
    assert max(questions).asked == DESCRIPTION
