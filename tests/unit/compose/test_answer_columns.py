"""Written answers stand in two columns on their pages, and none of their words is lost."""

from itertools import pairwise

import pytest

from worksheets.compose.answer_columns import AnswerBlock, answer_blocks, answers_height

PAGE = 243.0
SENTENCE = "Haluaisin tuntea ihmisiä, jotka ovat siirtyneet hoitotyöstä hallintoon. "


def blocks(*texts: str, room: float = PAGE, counts: int = 1) -> list[AnswerBlock]:
    return list(answer_blocks([("Toive", [(text, counts) for text in texts])], room, PAGE))


def words(pages: list[AnswerBlock]) -> str:
    answers = (answer for page in pages for column in page.columns for answer in column)
    return " ".join(" ".join(answer.text for answer in answers).split())


def test_answers_are_divided_evenly() -> None:
    (page,) = blocks(*["työ"] * 5)
    assert [len(column) for column in page.columns] == [3, 2]
    assert page.height == pytest.approx(3 * 6.2)
    assert (page.total, page.goes_on, page.has_rest, page.starts_page) == (5, False, False, False)


def test_equal_answers_are_counted() -> None:
    (page,) = blocks("työ", "koulu", counts=3)
    assert page.total == 6
    assert words([page]) == "työ (3) koulu (3)"


def test_nothing_is_lost_and_no_column_is_too_high() -> None:
    texts = [f"{n} " + SENTENCE * (n % 28) for n in range(60)]
    for room in (PAGE, 100.0, 37.0, 5.0):
        pages = blocks(*texts, room=room)
        assert words(pages) == " ".join(" ".join(texts).split())
        assert pages[0].starts_page is (room < 20)
        assert all(page.starts_page and page.goes_on for page in pages[1:])
        assert all(page.has_rest for page in pages[:-1])
        assert not pages[-1].has_rest
        first = PAGE if pages[0].starts_page else room
        for page, height in zip(pages, [first, *[PAGE] * len(pages)], strict=False):
            assert page.height <= height - 12
        assert all(page.height > 120 for page in pages[1:-1])


def test_an_answer_longer_than_a_page_goes_on() -> None:
    pages = blocks(SENTENCE * 120)
    parts = [answer for page in pages for column in page.columns for answer in column]
    assert len(parts) >= 4
    assert [part.goes_on for part in parts] == [False, *[True] * (len(parts) - 1)]
    assert all(len(part.lines) >= 2 for part in parts)


def test_the_last_page_is_not_nearly_empty() -> None:
    for count in range(30, 200):
        pages = blocks(*["Kielitaitoa ja rohkeutta."] * count)
        assert all(below.height > 40 for _above, below in pairwise(pages))


def test_a_question_does_not_stand_at_the_foot_of_a_page() -> None:
    (page,) = blocks(SENTENCE, SENTENCE, room=20)
    assert page.starts_page
    (page,) = blocks("työ", room=25)
    assert not page.starts_page, "there is room for the only line"


def test_the_height_is_known_before() -> None:
    texts = [(SENTENCE * (n % 4 + 1), 1) for n in range(20)]
    (page,) = answer_blocks([("Toive", texts)], PAGE, PAGE)
    assert answers_height([("Toive", texts), ("Muuta", [])]) == pytest.approx(page.height + 14, abs=12)


def test_a_divided_answer_has_the_line_feeds_that_it_had() -> None:
    text = "\n\n".join(f"{n}. {SENTENCE}" for n in range(80)).strip()
    pages = blocks(text)
    parts = [answer.text for page in pages for column in page.columns for answer in column]
    assert len(parts) > 2
    assert sum(part.count("\n\n") for part in parts) >= 79 - len(parts)
    assert " ".join(" ".join(parts).split()) == " ".join(text.split())
