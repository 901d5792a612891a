"""One answer of each person goes into the list, and nobody's is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worksheets.pdf.answers import Answer, settled
from worksheets.people.participant import Participant

ANNA = "Anna Esimerkki"
START = datetime(2026, 1, 14, 9, tzinfo=UTC)


def answer(source: str, text: str = "", *, made_for: str = "", person: str = "", hours: int = 0) -> Answer:
    """Return Anna's answer: ``text`` is what she has typed, ``hours`` when she has saved it."""
    values = {"nimi": ANNA, **({"esimies": text} if text else {})}
    return Answer(source, START + timedelta(hours=hours), True, made_for, person, True, Participant(values))  # noqa: FBT003


def sources(answers: list[Answer]) -> list[str]:
    """Return the files whose answers are taken."""
    by_id = {id(answer.participant): answer.source for answer in answers}
    return [by_id[id(person)] for person in settled(answers).participants]


def test_the_newest_answer_of_one_person_is_taken() -> None:
    answers = [
        answer("uusi.pdf", "b", made_for=ANNA, person="1", hours=1),
        answer("vanha.pdf", "a", made_for=ANNA, person="1"),
    ]
    assert sources(answers) == ["uusi.pdf"]
    assert settled(answers).notes == (
        f"vanha.pdf: not used, because uusi.pdf has a newer or less damaged form from “{ANNA}”",
    )


def test_an_undamaged_answer_comes_before_a_newer_one() -> None:
    answers = [
        replace(answer("rikki.pdf", "b", made_for=ANNA, person="1", hours=1), whole=False),
        answer("ehjä.pdf", "a", made_for=ANNA, person="1"),
    ]
    assert sources(answers) == ["ehjä.pdf"]


def test_two_people_of_one_name_are_both_taken() -> None:
    answers = [answer("a.pdf", "a", made_for=ANNA, person="1"), answer("b.pdf", "b", made_for=ANNA, person="2")]
    assert sources(answers) == ["a.pdf", "b.pdf"]
    (note,) = settled(answers).notes
    assert note.startswith(f"“{ANNA}” is in the list 2 times, with different answers from a.pdf, b.pdf; if this is one")


def test_their_answers_may_be_the_same() -> None:
    answers = [answer("a.pdf", "a", made_for=ANNA, person="1"), answer("b.pdf", "a", made_for=ANNA, person="2")]
    assert sources(answers) == ["a.pdf", "b.pdf"]


def test_another_name_typed_into_a_form_is_another_person() -> None:
    """Anna has passed her form on to Ville."""
    ville = Participant({"nimi": "Ville Mallikas", "esimies": "b"})
    second = replace(answer("b.pdf", made_for=ANNA, person="1", hours=1), participant=ville)
    assert sources([answer("a.pdf", "a", made_for=ANNA, person="1"), second]) == ["a.pdf", "b.pdf"]


def test_names_are_compared_without_capitals_and_extra_spaces() -> None:
    first = answer("a.pdf", "a", made_for="Anna  ESIMERKKI", person="1")
    assert sources([first, answer("b.pdf", "b", made_for=ANNA, person="1", hours=1)]) == ["b.pdf"]


@pytest.mark.parametrize("made_for", ["", ANNA])
def test_different_answers_from_forms_for_nobody_are_all_taken(made_for: str) -> None:
    answers = [answer("a.pdf", "a", made_for=made_for, person="1"), answer("b.pdf", "b", hours=1)]
    assert sources(answers) == ["a.pdf", "b.pdf"]
    assert len(settled(answers).notes) == 1


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        (answer("a.pdf", "a"), answer("b.pdf", "a", hours=1), ["b.pdf"]),
        (answer("a.pdf", "a", hours=1), answer("b.pdf", "a"), ["a.pdf"]),
        (answer("a.pdf"), answer("b.pdf", "a"), ["b.pdf"]),
        (answer("a.pdf", "a", hours=1), answer("b.pdf"), ["a.pdf"]),
        (answer("a.pdf", "a", hours=1), answer("b.pdf", "a", made_for=ANNA, person="1"), ["b.pdf"]),
        (answer("a.pdf", "a"), answer("b.pdf", made_for=ANNA, person="1"), ["a.pdf", "b.pdf"]),
        (answer("a.pdf", "a"), answer("b.pdf", "a"), ["a.pdf", "b.pdf"]),
    ],
)
def test_an_answer_that_says_nothing_more_is_left_out(first: Answer, second: Answer, taken: list[str]) -> None:
    assert sources([first, second]) == taken
    assert len(settled([first, second]).notes) == 1


def test_the_answer_that_is_named_is_in_the_list() -> None:
    answers = [answer("a.pdf"), answer("b.pdf", "a"), answer("c.pdf", "a", hours=1)]
    assert sources(answers) == ["c.pdf"]
    assert all("because c.pdf has all these answers" in note for note in settled(answers).notes)


def test_forms_without_a_name_stay_apart() -> None:
    """They are called after their files, which may have one name in two folders."""
    answers = [replace(answer(f"{folder}/lomake.pdf", "a"), named=False) for folder in "ab"]
    assert sources(answers) == ["a/lomake.pdf", "b/lomake.pdf"]


def test_the_order_of_the_files_stays() -> None:
    people = [
        replace(answer(f"{n}.pdf", "x"), participant=Participant({"nimi": name})) for n, name in enumerate("CABBA")
    ]
    assert [person.name for person in settled(people).participants] == ["C", "A", "B", "B", "A"]


def test_nobody() -> None:
    assert (settled([]).participants, settled([]).notes) == ((), ())


def test_thousands_under_one_name() -> None:
    answers = [answer(f"{number}.pdf", f"{number % 5_000}", hours=number) for number in range(10_000)]
    settlement = settled(answers)
    assert [person.text("esimies") for person in settlement.participants] == [f"{number}" for number in range(5_000)]
    assert len(settlement.notes) == 5_001
    assert len(settlement.notes[-1]) < 500
    assert settlement.notes[-1].count(".pdf") == 20


def test_what_is_not_used_is_told_with_the_answer_that_is() -> None:
    answers = [
        answer("kolmas.pdf", "c", made_for=ANNA, person="1", hours=2),
        answer("eka.pdf", "a", made_for=ANNA, person="1"),
        answer("toka.pdf", "b", made_for=ANNA, person="1", hours=1),
        answer("sama.pdf", "c"),
    ]
    settlement = settled(answers)
    assert [kept.source for kept in settlement.answers] == ["kolmas.pdf"]
    assert [(unused.answer.source, unused.by.source) for unused in settlement.unused] == [
        ("eka.pdf", "kolmas.pdf"),
        ("toka.pdf", "kolmas.pdf"),
        ("sama.pdf", "kolmas.pdf"),
    ]
